"""The shipped form. What makes it a lead form is added to every page of one (`public_lead_form/web_form.py`)."""


def get_context(context: dict) -> None:
	"""Add nothing; Frappe asks a standard Web Form for this function."""
