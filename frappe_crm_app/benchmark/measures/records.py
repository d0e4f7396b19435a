"""What is shown of one record: its timeline, a customer's page, and why somebody sees it."""

from collections.abc import Callable, Iterator

import frappe
from frappe.query_builder.functions import Count, Sum
from pypika import Order
from pypika.queries import Table
from pypika.terms import Criterion

from frappe_crm_app.benchmark.measure import ROLES_ASKED, Measure, World, may_read
from frappe_crm_app.benchmark.rows import name_of
from frappe_crm_app.screens.customer_page.api import get_overview
from frappe_crm_app.screens.deal_page.api import get_deal_page
from frappe_crm_app.screens.timeline.api import get_timeline
from frappe_crm_app.visibility.api import explain

PAGE = 20
# What hangs on a customer: by which field, and in which order it is shown.
PARTS = {
	"CRM Contact Affiliation": ("customer", "creation"),
	"CRM Sales Deal": ("customer", "modified"),
	"CRM Follow-up Note": ("customer", "scheduled_on"),
	"CRM Location": ("customer", "location_name"),
	"CRM Customer Relation": ("parent", "creation"),
	"File": ("attached_to_name", "creation"),
}


def measures(world: World) -> Iterator[Measure]:
	yield Measure(
		"timeline",
		"timeline of thousands, first page",
		lambda: get_timeline("CRM Contact", world.contact, None, PAGE),
		lambda: bare_timeline(world.contact),
		f"{ROLES_ASKED}; the record, newest rows of each table in SQL",
		budget=8,
		user=world.manager,
	)
	yield Measure(
		"timeline-customer",
		"timeline of a customer, its deals and its people",
		lambda: get_timeline("CRM Customer", world.customer, None, PAGE),
		lambda: bare_timeline_of_customer(world.customer),
		f"{ROLES_ASKED}; the record, newest rows of each table for it, its deals and its people in SQL",
		budget=8,
		user=world.manager,
	)
	yield Measure(
		"overview",
		"customer's page",
		lambda: get_overview(world.customer),
		lambda: bare_overview(world.customer),
		f"{ROLES_ASKED}; the record, totals and rows of each part in SQL",
		budget=10,
		user=world.manager,
	)
	deal = frappe.db.get_value("CRM Sales Deal", {"customer": world.customer}) or name_of(0)
	yield Measure(
		"deal-page",
		"deal's page",
		lambda: get_deal_page(deal),
		lambda: bare_deal_page(deal),
		f"{ROLES_ASKED}; the record, stages, contact, open notes and files in SQL",
		budget=8,
		user=world.manager,
	)
	yield Measure(
		"explain",
		"who sees a contact, and why",
		lambda: explain("CRM Contact", world.contact, world.rep),
		lambda: bare_explanation(world.contact, world.rep),
		"loading it; asking Frappe whether each of the two sees it",
		budget=7,
		user=world.manager,
	)


def bare_overview(customer: str) -> None:
	"""Read the record, and of each part the count and the first rows; the value of its deals."""
	may_read("CRM Customer", "CRM Contact", *PARTS)
	frappe.get_doc("CRM Customer", customer)
	for doctype, (link, order) in PARTS.items():
		table = frappe.qb.DocType(doctype)
		query = frappe.qb.from_(table).where(table[link] == customer)
		query = query.where(table.status == "Open") if doctype == "CRM Follow-up Note" else query
		query.select(Count("*")).run()
		query.select("*").orderby(table[order], order=Order.desc).limit(PAGE).run(as_dict=True)
	deal = frappe.qb.DocType("CRM Sales Deal")
	values = frappe.qb.from_(deal).select(deal.outcome, Count("*"), Sum(deal.base_value))
	values.where(deal.customer == customer).groupby(deal.outcome).run()


def bare_deal_page(name: str) -> None:
	"""Read the record, its pipeline's stages, its contact, and the first of its open notes and files."""
	may_read("CRM Sales Deal", "CRM Contact", "CRM Follow-up Note")
	deal = frappe.get_doc("CRM Sales Deal", name)
	for doctype, field, value, order in (
		("CRM Stage", "pipeline", deal.pipeline, "position"),
		("CRM Contact", "name", deal.contact, "name"),
		("CRM Follow-up Note", "deal", name, "scheduled_on"),
		("File", "attached_to_name", name, "creation"),
	):
		table = frappe.qb.DocType(doctype)
		query = frappe.qb.from_(table).where(table[field] == value)
		query = query.where(table.status == "Open") if doctype == "CRM Follow-up Note" else query
		query.select("*").orderby(table[order], order=Order.desc).limit(PAGE).run(as_dict=True)


def bare_explanation(contact: str, user: str) -> tuple[bool, bool]:
	"""Return whether who asks sees the contact, and whether the user does; no reasons."""
	record = frappe.get_doc("CRM Contact", contact)
	return record.has_permission("read"), record.has_permission("read", user=user)


def bare_timeline(contact: str) -> None:
	"""Read the record, and of each table of which a timeline is made the newest rows."""
	may_read("CRM Contact", "CRM Follow-up Note")
	frappe.get_doc("CRM Contact", contact)
	for doctype, link, name in (
		("CRM Follow-up Note", "contact", contact),
		("Communication", "reference_name", contact),
		("Comment", "reference_name", contact),
		("CRM Stage Change", "reference_name", contact),
		("File", "attached_to_name", contact),
		("Version", "docname", contact),
	):
		newest(doctype, lambda table, link=link, name=name: table[link] == name)


def bare_timeline_of_customer(customer: str) -> None:
	"""Read the record, and of each table the newest rows about it, its deals and its contacts."""
	may_read("CRM Customer", "CRM Contact", "CRM Sales Deal", "CRM Follow-up Note")
	frappe.get_doc("CRM Customer", customer)
	newest("CRM Follow-up Note", lambda note: note.customer == customer)
	for doctype, link in (
		("Communication", "reference_name"),
		("Comment", "reference_name"),
		("CRM Stage Change", "reference_name"),
		("File", "attached_to_name"),
		("Version", "docname"),
	):
		newest(doctype, lambda table, link=link: table[link] == customer)
		for related in ("CRM Sales Deal", "CRM Contact"):
			names = frappe.qb.DocType(related)
			names = frappe.qb.from_(names).select(names.name).where(names.customer == customer)
			newest(doctype, lambda table, link=link, names=names: table[link].isin(names))


def newest(doctype: str, is_wanted: Callable[[Table], Criterion]) -> None:
	"""Read the newest rows of a table that are wanted."""
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select("*").where(is_wanted(table))
	query.orderby(table.creation, table.name, order=Order.desc).limit(PAGE + 1).run(as_dict=True)
