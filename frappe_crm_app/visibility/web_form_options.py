"""What a Web Form offers for a link to records of ours: those that the reader may list, to a guest none.

Frappe lists all of them, or all that the reader has made, for whoever sees the form.
"""

import json
from collections.abc import Iterable

import frappe

from frappe_crm_app.kit.own_doctypes import own_doctypes


def limit_on_page(context: frappe._dict) -> None:
	"""Do so on the page of a form (hook `update_website_context`)."""
	page = context.get("web_form_doc")
	if page:
		limit_options(page.name, page.web_form_fields)


def limit_options(web_form: str, fields: Iterable[frappe._dict]) -> None:
	"""Put what the reader may choose into those of the fields, of which Frappe has made lists, that link to records of ours."""
	linked = {"parent": web_form, "fieldtype": "Link", "options": ("in", sorted(own_doctypes()))}
	doctypes = dict(
		frappe.get_all("Web Form Field", filters=linked, fields=["fieldname", "options"], as_list=True)
	)
	for field in fields:
		if field.fieldname in doctypes:
			field.options = options_of(doctypes[field.fieldname])


def options_of(doctype: str) -> str:
	"""Return the records as Frappe's form takes them: names, or, as JSON, names with titles."""
	meta = frappe.get_meta(doctype)
	is_titled = bool(meta.title_field and meta.show_title_field_in_link)
	fields = ["name as value", *([f"{meta.title_field} as label"] if is_titled else [])]
	may_list = frappe.session.user != "Guest" and frappe.has_permission(doctype)
	rows = frappe.get_list(doctype, fields=fields, limit_page_length=0) if may_list else []
	return json.dumps(rows, default=str) if is_titled else "\n".join(str(row.value) for row in rows)
