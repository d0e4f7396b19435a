"""What somebody finds, in short."""

from frappe_crm_app.records.search.finding import find


def found(text: str, doctype: str = "CRM Contact", **options) -> list[str]:
	"""Return the names of what the session's user finds, in their order."""
	groups = {group["doctype"]: group["rows"] for group in find(text, **options)}
	return [row["name"] for row in groups.get(doctype, [])]
