"""Fields that a site has added to deals or customers: shown where the shipped ones are."""

import frappe
from frappe.model import no_value_fields, table_fields
from frappe.model.document import Document

LEFT_OUT = frozenset(
	{*no_value_fields, *table_fields, "Password", "Code", "JSON", "Geolocation", "Signature"}
)


def own_fields(doctype: str) -> list[str]:
	"""Return the names of the site's own fields of a DocType that hold a value people read, in the form's order."""
	fields = frappe.get_meta(doctype).fields
	return [field.fieldname for field in fields if field.get("is_custom_field") and is_readable(field)]


def is_readable(field: Document) -> bool:
	"""Return whether a field holds a value that can be written in a line or two."""
	return field.fieldtype not in LEFT_OUT and not field.hidden
