"""Reads from the site who points to demo rows, and what those rows cannot be without."""

from collections.abc import Iterator
from dataclasses import dataclass

import frappe
from frappe.model.dynamic_links import get_dynamic_link_map
from frappe.model.rename_doc import get_link_fields
from pypika.terms import Criterion

from frappe_crm_app.demo.keeping import Row
from frappe_crm_app.demo.marks import PREFIX, is_demo

Link = tuple[Row, Row]

# What stands for itself, in the order in which it is removed and reported.
REMOVED = (
	"CRM Campaign Click",
	"CRM Campaign Link",
	"CRM Campaign Recipient",
	"CRM Campaign",
	"CRM Subscription",
	"CRM Segment",
	"CRM Mailing List",
	"CRM Quote",
	"CRM Sales Product",
	"CRM Tax Class",
	"CRM Mailbox Entry",
	"CRM Mail",
	"CRM Mail Folder",
	"CRM Mailbox",
	"Email Account",
	"CRM Follow-up Note",
	"CRM Milestone",
	"CRM Project",
	"CRM Project Template",
	"CRM Location",
	"CRM Sales Deal",
	"CRM Contact",
	"CRM Customer",
	"CRM Salesperson",
)
# What goes with the record it hangs on, whoever wrote it; the link that it hangs by comes first.
NOTE_LINKS = {"contact": "CRM Contact", "customer": "CRM Customer", "deal": "CRM Sales Deal"}
LOCATION_LINKS = {"customer": "CRM Customer", "contact": "CRM Contact"}
# History, which never keeps anything.
HISTORY = (
	"CRM Stage Change", "CRM Won Mail", "CRM Respondio Sync", "CRM Respondio Event", "CRM Message", "CRM Consent",
	"CRM Segment Member", "CRM Subscription", "CRM Campaign Recipient", "CRM Campaign Click", "CRM Campaign Link", "CRM Milestone",
	"CRM Plan Change",
)  # fmt: skip
# What a demo row that stays takes with it. Its other links are emptied.
NEEDED = {
	"CRM Contact": {"customer": "CRM Customer"},
	"CRM Sales Deal": {"contact": "CRM Contact", "customer": "CRM Customer"},
	"CRM Location": LOCATION_LINKS,
	"CRM Quote": {
		"deal": "CRM Sales Deal",
		"contact": "CRM Contact",
		"customer": "CRM Customer",
		"revises": "CRM Quote",
	},
	"CRM Project": {"deal": "CRM Sales Deal", "contact": "CRM Contact", "customer": "CRM Customer"},
	"CRM Milestone": {"project": "CRM Project"},
	"CRM Sales Product": {"tax_class": "CRM Tax Class"},
	"CRM Salesperson": {"reports_to": "CRM Salesperson"},
	"CRM Mailbox": {"email_account": "Email Account"},
	"CRM Mail Folder": {"mailbox": "CRM Mailbox"},
	"CRM Mailbox Entry": {"mailbox": "CRM Mailbox", "mail": "CRM Mail"},
	"CRM Campaign Link": {"campaign": "CRM Campaign"},
	"CRM Campaign Recipient": {"campaign": "CRM Campaign", "contact": "CRM Contact"},
	"CRM Campaign Click": {"recipient": "CRM Campaign Recipient", "link": "CRM Campaign Link"},
	"CRM Subscription": {"mailing_list": "CRM Mailing List", "contact": "CRM Contact"},
}
NEEDED_IN_TABLES = {
	"CRM Contact Affiliation": ("CRM Contact", "customer", "CRM Customer"),
	"CRM Deal Contact": ("CRM Sales Deal", "contact", "CRM Contact"),
	"CRM Project Participant": ("CRM Project", "contact", "CRM Contact"),
	"CRM Quote Line": ("CRM Quote", "product", "CRM Sales Product"),
}


@dataclass(frozen=True)
class Pointers:
	"""Rows of the site's own that point to demo rows (`roots`), what hangs on demo rows, and all links between them."""

	roots: frozenset[Row]
	hanging: frozenset[Row]
	links: tuple[Link, ...]


def read_pointers() -> Pointers:
	"""Return everything that decides what stays."""
	outside = [*_pointing(), *_pointing_dynamically()]
	hanging = [*_hanging_notes(), *_hanging_locations()]
	hanging_rows = frozenset(row for anchor, row in hanging)
	roots = {source for source, target in outside}
	roots |= {anchor for anchor, row in hanging if not is_demo(anchor[1]) and anchor not in hanging_rows}
	links = [*outside, *hanging, *_links_of_hanging(hanging_rows), *_needed()]
	return Pointers(frozenset(roots), hanging_rows, tuple(links))


def demo_rows(doctype: str) -> list[str]:
	"""Return the names of the demo's rows."""
	return frappe.get_all(doctype, filters={"name": ("like", f"{PREFIX}%")}, pluck="name")


def _pointing() -> Iterator[Link]:
	"""Yield the links of other DocTypes' and of users' own rows to demo rows."""
	for target in REMOVED:
		for field in get_link_fields(target):
			if field["parent"] not in _set_aside():
				yield from _links_by(field["parent"], field["fieldname"], target, field["issingle"])


def _pointing_dynamically() -> Iterator[Link]:
	"""Yield the links by Dynamic Link fields, save those of what Frappe removes with a record."""
	fields_to = get_dynamic_link_map()
	for target in REMOVED:
		for field in fields_to.get(target, []):
			if field.parent not in _set_aside() and not frappe.get_meta(field.parent).issingle:
				yield from _links_by(field.parent, field.fieldname, target, False, field.options)


def _set_aside() -> frozenset[str]:
	"""Return the DocTypes whose rows do not keep anything by themselves."""
	return frozenset(
		(*frappe.get_hooks("ignore_links_on_delete"), *HISTORY, "CRM Follow-up Note", "CRM Location")
	)


def _links_by(
	doctype: str, fieldname: str, target: str, is_single: bool, type_field: str | None = None
) -> Iterator[Link]:
	if is_single:
		yield from _links_by_single(doctype, fieldname, target)
		return
	if not (frappe.db.table_exists(doctype) and frappe.db.has_column(doctype, fieldname)):
		return  # left behind by an app that is gone
	table = frappe.qb.DocType(doctype)
	is_child = frappe.get_meta(doctype).istable
	owner = table.parent if is_child else table.name
	query = (
		frappe.qb.from_(table)
		.select(owner, table[fieldname], *([table.parenttype] if is_child else []))
		.where(table[fieldname].like(f"{PREFIX}%") & owner.not_like(f"{PREFIX}%"))
	)
	if type_field:
		query = query.where(table[type_field] == target)
	for name, value, *parenttype in query.run():
		source = parenttype[0] if parenttype else doctype
		if source not in _set_aside():
			yield (source, name), (target, value)


def _links_by_single(doctype: str, fieldname: str, target: str) -> Iterator[Link]:
	value = frappe.db.get_single_value(doctype, fieldname)
	if is_demo(value):
		yield (doctype, doctype), (target, value)


def _hanging_notes() -> list[Link]:
	"""Return users' own notes that have to do with demo rows, each after the record that it is about."""
	note = frappe.qb.DocType("CRM Follow-up Note")
	rows = _own_rows("CRM Follow-up Note", ("reference_name", *NOTE_LINKS), note.reference_doctype)
	return [
		((reference_doctype, values[0]), ("CRM Follow-up Note", name))
		for name, reference_doctype, *values in rows
	]


def _hanging_locations() -> list[Link]:
	"""Return users' own locations of demo rows, each after its customer, or its contact where it has none."""
	return [
		(_anchor_of_location(customer, contact), ("CRM Location", name))
		for name, customer, contact in _own_rows("CRM Location", tuple(LOCATION_LINKS))
	]


def _anchor_of_location(customer: str | None, contact: str | None) -> Row:
	return ("CRM Customer", customer) if customer else ("CRM Contact", contact)


def _links_of_hanging(hanging: frozenset[Row]) -> Iterator[Link]:
	"""Yield what users' own notes and locations point to, as long as they are there."""
	for doctype, fields in (("CRM Follow-up Note", NOTE_LINKS), ("CRM Location", LOCATION_LINKS)):
		names = [name for kind, name in hanging if kind == doctype]
		yield from _links_of(doctype, fields, {"name": ("in", names)}) if names else ()


def _needed() -> Iterator[Link]:
	"""Yield what the demo's own rows cannot be without, should they stay."""
	for doctype, fields in NEEDED.items():
		yield from _links_of(doctype, fields, {"name": ("like", f"{PREFIX}%")})
	for table, (parent, fieldname, target) in NEEDED_IN_TABLES.items():
		rows = frappe.get_all(
			table,
			filters={"parenttype": parent, "parent": ("like", f"{PREFIX}%")},
			fields=["parent", fieldname],
		)
		for row in rows:
			if row[fieldname]:
				yield (parent, row.parent), (target, row[fieldname])


def _links_of(doctype: str, fields: dict[str, str], filters: dict) -> Iterator[Link]:
	for row in frappe.get_all(doctype, filters=filters, fields=["name", *fields]):
		for fieldname, target in fields.items():
			if row[fieldname]:
				yield (doctype, row.name), (target, row[fieldname])


def _own_rows(doctype: str, fieldnames: tuple[str, ...], *further: object) -> tuple:
	"""Return name, `further` columns and the fields of rows that are not the demo's but point to it."""
	table = frappe.qb.DocType(doctype)
	points = Criterion.any([table[fieldname].like(f"{PREFIX}%") for fieldname in fieldnames])
	return (
		frappe.qb.from_(table)
		.select(table.name, *further, *[table[fieldname] for fieldname in fieldnames])
		.where(points & table.name.not_like(f"{PREFIX}%"))
		.run()
	)
