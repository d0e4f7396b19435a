"""What is shown of one record: its timeline, a customer's page, and why somebody sees it."""

from collections.abc import Iterator

import frappe
from frappe.query_builder.functions import Count, Sum
from pypika import Order

from frappe_crm_app.benchmark.measure import Measure, World
from frappe_crm_app.customer_overview.api import get_overview
from frappe_crm_app.timeline.api import get_timeline
from frappe_crm_app.visibility.api import explain

PAGE = 20
PARTS = {
	"CRM Contact Affiliation": "creation",
	"CRM Sales Deal": "modified",
	"CRM Follow-up Note": "scheduled_on",
	"CRM Location": "location_name",
}


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
		"overview",
		"customer's page",
		lambda: get_overview(world.customer),
		lambda: bare_overview(world.customer),
		"loading the record; totals and twenty rows of each part in SQL",
		budget=10,
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


def bare_overview(customer: str) -> None:
	"""Read the record, and of each part the count and the first rows; the value of its deals."""
	frappe.get_doc("CRM Customer", customer)
	for doctype, order in PARTS.items():
		table = frappe.qb.DocType(doctype)
		query = frappe.qb.from_(table).where(table.customer == customer)
		query = query.where(table.status == "Open") if doctype == "CRM Follow-up Note" else query
		query.select(Count("*")).run()
		query.select(table.name).orderby(table[order], order=Order.desc).limit(PAGE).run(as_dict=True)
	deal = frappe.qb.DocType("CRM Sales Deal")
	values = frappe.qb.from_(deal).select(deal.outcome, Count("*"), Sum(deal.base_value))
	values.where(deal.customer == customer).groupby(deal.outcome).run()


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
