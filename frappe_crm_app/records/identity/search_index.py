"""Makes contacts that were written set-based findable in the desk's search bar, as a save would."""

from collections.abc import Mapping, Sequence

import frappe
from frappe.utils.global_search import get_formatted_value

from frappe_crm_app.kit.set_based import insert_records

COLUMNS = ("doctype", "name", "content", "published", "title", "route")


def index_contacts(contacts: Sequence[Mapping], are_new: bool = False) -> None:
	"""Put contacts into the global search, in place of what it knew of them, unless the site has none.

	Each has `name`, `full_name` and whatever else is searched.
	"""
	searched = frappe.get_meta("CRM Contact").get_global_search_fields()
	if not contacts or not searched or frappe.conf.get("disable_global_search"):
		return
	if not are_new:
		forget_contacts([contact["name"] for contact in contacts])
	rows = [
		("CRM Contact", contact["name"], content_of(contact, searched), 0, contact["full_name"], "")
		for contact in contacts
	]
	insert_records("__global_search", COLUMNS, rows)


def forget_contacts(names: list[str]) -> None:
	"""Take contacts out of the global search."""
	frappe.db.delete("__global_search", {"doctype": "CRM Contact", "name": ("in", names)})


def content_of(contact: Mapping, searched: list) -> str:
	"""Return what is searched of a contact, as Frappe writes it."""
	return " ||| ".join(
		get_formatted_value(contact[field.fieldname], field)
		for field in searched
		if contact.get(field.fieldname)
	)
