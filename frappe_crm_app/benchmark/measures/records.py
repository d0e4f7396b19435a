"""What is shown of one record: its timeline, and why somebody sees it."""

from collections.abc import Iterator

import frappe
from pypika import Order

from frappe_crm_app.benchmark.measure import Measure, World
from frappe_crm_app.timeline.api import get_timeline
from frappe_crm_app.visibility.api import explain

PAGE = 20


def measures(world: World) -> Iterator[Measure]:
	yield Measure(
		"timeline",
		"timeline of thousands, first page",
		lambda: get_timeline("CRM Contact", world.contact, None, PAGE),
		lambda: bare_timeline(world.contact),
		"loading the record; newest rows of each table in SQL",
		budget=8,
		user=world.manager,
	)
	yield Measure(
		"explain",
		"who sees a contact, and why",
		lambda: explain("CRM Contact", world.contact, world.rep),
		lambda: frappe.get_doc("CRM Contact", world.contact).has_permission("read"),
		"loading it and asking Frappe",
		budget=10,
		user=world.manager,
	)


def bare_timeline(contact: str) -> None:
	"""Read the record, and of each table of which a timeline is made the newest rows."""
	frappe.get_doc("CRM Contact", contact)
	for doctype, link, name in (
		("CRM Follow-up Note", "contact", contact),
		("Communication", "reference_name", contact),
		("Comment", "reference_name", contact),
		("Version", "docname", contact),
	):
		table = frappe.qb.DocType(doctype)
		query = frappe.qb.from_(table).select("*").where(table[link] == name)
		query.orderby(table.creation, table.name, order=Order.desc).limit(PAGE + 1).run(as_dict=True)
