"""Makes contacts that were written set-based findable, by the search of ours and in the desk's search bar, as a save would."""

from collections.abc import Mapping, Sequence

import frappe
from frappe.utils.global_search import get_formatted_value

from frappe_crm_app.kit.set_based import insert_records
from frappe_crm_app.records.identity.holders import EMAIL_ROW, PHONE_ROW
from frappe_crm_app.records.search import writing

COLUMNS = ("doctype", "name", "content", "published", "title", "route")


def index_contacts(contacts: Sequence[Mapping], are_new: bool = False) -> None:
	"""Let contacts be found by what they hold: by their terms, and in the global search, unless the site has none.

	Each has `name`, `full_name`, `has_further_addresses` unless it is new, and whatever else is searched.
	"""
	if are_new:
		writing.write_new("CRM Contact", contacts)
	else:
		writing.rewrite("CRM Contact", contacts)
	put_into_global_search(contacts, are_new)


def put_into_global_search(contacts: Sequence[Mapping], are_new: bool) -> None:
	"""Put contacts into the global search, in place of what it knew of them."""
	searched = frappe.get_meta("CRM Contact").get_global_search_fields()
	if not contacts or not searched or frappe.conf.get("disable_global_search"):
		return
	if not are_new:
		leave_global_search([contact["name"] for contact in contacts])
	further = further_addresses([each["name"] for each in contacts if each.get("has_further_addresses")])
	rows = [
		(
			"CRM Contact",
			name,
			" ||| ".join(content_of(contact, searched) + further.get(name, [])),
			0,
			title,
			"",
		)
		for contact in contacts
		for name, title in [(contact["name"], contact["full_name"])]
	]
	insert_records("__global_search", COLUMNS, rows)


def forget_contacts(names: list[str]) -> None:
	"""Take contacts out of both."""
	writing.forget("CRM Contact", names)
	leave_global_search(names)


def leave_global_search(names: list[str]) -> None:
	"""Take contacts out of the global search."""
	frappe.db.delete("__global_search", {"doctype": "CRM Contact", "name": ("in", names)})


def further_addresses(names: list[str]) -> dict[str, list[str]]:
	"""Return what is searched of the rows of these contacts, as Frappe writes it; sends nothing for none."""
	found: dict[str, list[str]] = {}
	for doctype in (EMAIL_ROW, PHONE_ROW) if names else ():
		fields = frappe.get_meta(doctype).get_global_search_fields()
		columns = ["parent", *(field.fieldname for field in fields)]
		filters = {"parenttype": "CRM Contact", "parent": ("in", names)}
		for row in frappe.get_all(doctype, filters=filters, fields=columns, order_by="parent asc, idx asc"):
			found.setdefault(row.parent, []).extend(content_of(row, fields))
	return found


def content_of(record: Mapping, searched: list) -> list[str]:
	"""Return what is searched of a contact or of a row, as Frappe writes it."""
	return [
		get_formatted_value(record[field.fieldname], field)
		for field in searched
		if record.get(field.fieldname)
	]
