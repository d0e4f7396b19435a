"""Full names of the people whom rows and forms name, so that the desk shows these and not addresses.

The desk keeps titles that come with any answer (`_link_titles`); of users, Frappe sends none.
"""

from collections.abc import Iterable

import frappe
from frappe.model.document import Document

from frappe_crm_app.visibility.link_words import is_titled, words_for

REPORT = "Report"  # the view that shows links of every kind
OF_EACH_RECORD = ("owner", "modified_by")


def tell_names_in_rows(doctype: str, rows: object, view: str | None) -> None:
	"""Send the names of users in the columns of a list's answer `{keys, values}`; to the report view, those of its authors and all titles, too."""
	if not isinstance(rows, dict) or not rows.get("values"):
		return
	columns = {key: linked_doctype(doctype, key) for key in rows["keys"]}
	users = {key for key, linked in columns.items() if linked == "User"}
	others = {key: linked for key, linked in columns.items() if linked and linked != "User"}
	if view == REPORT:
		users.update(OF_EACH_RECORD)
		tell(words_for((linked, value) for key, linked in others.items() for value in column(rows, key)))
	tell_users(value for key in users for value in column(rows, key))


def linked_doctype(doctype: str, fieldname: str) -> str | None:
	"""Return what a field links to, if that has titles."""
	field = frappe.get_meta(doctype).get_field(fieldname)
	linked = field.options if field and field.fieldtype == "Link" else None
	return linked if linked and is_titled(linked) else None


def column(rows: dict, key: str) -> list[str]:
	"""Return what stands in a column; nothing where there is none."""
	if key not in rows["keys"]:
		return []
	place = rows["keys"].index(key)
	return [row[place] for row in rows["values"] if row[place]]


def tell_names_in_document(doc: Document | frappe._dict) -> None:
	"""Send the names of the users whom a record names; it is a document, or what one holds."""
	fields = frappe.get_meta(doc.doctype).get("fields", {"fieldtype": "Link", "options": "User"})
	tell_users(doc.get(field.fieldname) for field in fields)


def tell_users(users: Iterable[str | None]) -> None:
	"""Send the full names of these users."""
	wanted = sorted({user for user in users if user})
	if wanted:
		filters = {"name": ("in", wanted)}
		rows = frappe.get_all("User", filters=filters, fields=["name", "full_name"], order_by=None)
		tell({("User", row.name): row.full_name or row.name for row in rows})


def tell(titles: dict[tuple[str, str], str]) -> None:
	"""Send titles of `(DocType, name)` beside the answer."""
	sent = frappe.response.setdefault("_link_titles", {})
	sent.update({f"{doctype}::{name}": title for (doctype, name), title in titles.items()})
