"""Let the roles of the CRM choose a currency, and those who configure it a role and a web form."""

from frappe_crm_app.visibility.choices import ship_choices


def execute() -> None:
	ship_choices()
