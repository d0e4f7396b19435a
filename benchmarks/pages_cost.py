"""What the pages of contacts and customers cost: a timeline of 5,000 entries, and a customer with 20,000 of everything.

    python -m benchmarks.pages_cost SITE        (in the bench's `sites`)

The floor of the timeline is one SELECT of twenty rows of the commonest source (notes, by the same index) through the same
connection; that of the overview a GROUP BY over the customer's deals and one SELECT of twenty rows for each part. Floor
and endpoint take turns in one process; medians of `ROUNDS`. Frappe's own form timeline (`get_docinfo`), which reads
everything at once, stands beside for comparison. Everything made is removed afterwards.
"""

import sys
import time
from datetime import datetime, timedelta
from statistics import median

import frappe
from frappe.desk.form.load import get_docinfo
from frappe.query_builder.functions import Count, Sum
from frappe.utils import now_datetime
from pypika import Order

from frappe_crm_app.benchmark.statements import statements_of
from frappe_crm_app.kit.set_based import insert_records
from frappe_crm_app.screens.customer_page.api import get_contact_tabs, get_overview
from frappe_crm_app.screens.timeline.api import get_timeline
from frappe_crm_app.visibility.cache import forget_now

ENTRIES = 5_000
RECORDS = 20_000
ROUNDS = 40
WARM_UP = 5
USERS = {"manager": "CRM Manager", "account rep": "CRM Account Rep"}
STANDARD = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
PARTS = {
	"CRM Contact Affiliation": ("customer", "creation"),
	"CRM Sales Deal": ("customer", "modified"),
	"CRM Follow-up Note": ("customer", "scheduled_on"),
	"CRM Location": ("customer", "location_name"),
}
MARK = "benchmark-"


def main(site: str) -> None:
	frappe.init(site)
	frappe.connect()
	try:
		customer, contact = make_records()
		make_users()
		frappe.db.commit()
		frappe.db.sql(
			"analyze table `tabCRM Follow-up Note`" if frappe.db.db_type == "mariadb" else "analyze"
		)
		measure(customer, contact)
	finally:
		remove()
		frappe.destroy()


def make_records() -> tuple[str, str]:
	"""Insert a customer with RECORDS of each part and a contact with ENTRIES of history; return both names."""
	customer = frappe.get_doc(
		{"doctype": "CRM Customer", "customer_name": "Benchmark", "relationship": "Client"}
	).insert()
	contact = frappe.get_doc(
		{"doctype": "CRM Contact", "first_name": "Bench", "last_name": "Mark", "customer": customer.name}
	).insert()
	fill_customer(customer.name)
	fill_timeline(contact.name, customer.name)
	return customer.name, contact.name


def fill_customer(customer: str) -> None:
	"""Give the customer very many contacts, deals, open follow-ups and locations."""
	write("CRM Contact", ("first_name", "last_name", "full_name", "customer", "contact_type"), RECORDS,
		lambda number: ("Ada", str(number), f"Ada {number:06}", customer, "Customer"))  # fmt: skip
	write("CRM Contact Affiliation", ("parent", "parenttype", "parentfield", "customer", "is_primary"), RECORDS,
		lambda number: (f"{MARK}{number:06}", "CRM Contact", "affiliations", customer, 1))  # fmt: skip
	write("CRM Sales Deal", ("title", "customer", "outcome", "value", "base_value"), RECORDS,
		lambda number: (f"Deal {number}", customer, ("Open", "Won", "Lost")[number % 3], 10, 10))  # fmt: skip
	soon = now_datetime()
	write("CRM Follow-up Note", ("action", "subject", "customer", "status", "scheduled_on", "reference_doctype",
		"reference_name"), RECORDS, lambda number: ("Call", f"Call {number}", customer, "Open",
		soon + timedelta(minutes=number), "CRM Customer", customer))  # fmt: skip
	write("CRM Location", ("location_name", "customer", "is_primary"), RECORDS,
		lambda number: (f"Depot {number:06}", customer, 0))  # fmt: skip


def fill_timeline(contact: str, customer: str) -> None:
	"""Give the contact ENTRIES of history: half notes, and comments, mails, files and field changes in equal parts."""
	each = ENTRIES // 8
	about = ("CRM Contact", contact)
	write("CRM Follow-up Note", ("action", "subject", "content", "contact", "status", "reference_doctype",
		"reference_name", "is_private"), ENTRIES // 2, lambda number: ("Call", f"Talk {number}", "Asked for a quote " * 20,
		contact, "Done", *about, 0), "n")  # fmt: skip
	write("Comment", ("comment_type", "content", "reference_doctype", "reference_name"), each,
		lambda number: ("Comment", "<p>Well done</p>" * 20, *about))  # fmt: skip
	write("Communication", ("communication_type", "subject", "content", "sender", "sent_or_received",
		"reference_doctype", "reference_name"), each, lambda number: ("Communication", f"Offer {number}",
		"<p>Dear Ada, here is our offer.</p>" * 50, "g@example.com", "Sent", *about))  # fmt: skip
	write("File", ("file_name", "file_url", "is_private", "attached_to_doctype", "attached_to_name"), each,
		lambda number: (f"offer{number}.pdf", f"/private/files/offer{number}.pdf", 1, *about))  # fmt: skip
	write("Version", ("ref_doctype", "docname", "data"), ENTRIES - ENTRIES // 2 - 3 * each,
		lambda number: (*about, '{"changed": [["job_title", "Clerk", "Boss"], ["source", "", "none"]]}'))  # fmt: skip


def write(doctype: str, fields: tuple[str, ...], number: int, values: object, mark: str = "") -> None:
	"""Insert rows past the documents, a minute apart."""
	began = datetime(2020, 1, 1)
	rows = []
	for index in range(number):
		stamp = began + timedelta(minutes=index)
		rows.append(
			(f"{MARK}{mark}{index:06}", "Administrator", stamp, stamp, "Administrator", 0, 0, *values(index))
		)
	for start in range(0, number, 1_000):
		insert_records(doctype, (*STANDARD, *fields), rows[start : start + 1_000])


def make_users() -> None:
	"""Insert a user for each role that is measured."""
	for who, role in USERS.items():
		values = {
			"email": address(who),
			"first_name": who,
			"send_welcome_email": 0,
			"roles": [{"role": role}],
		}
		frappe.get_doc({"doctype": "User", **values}).insert()


def address(who: str) -> str:
	return f"{who.replace(' ', '.')}@benchmark.example"


def measure(customer: str, contact: str) -> None:
	"""Print medians and statements of floors and endpoints."""
	calls = {
		"floor of the timeline": lambda: first_notes(contact),
		"floor of the overview": lambda: bare_parts(customer),
	}
	for who in USERS:
		calls[f"timeline's first page, {who}"] = as_user(who, lambda: get_timeline("CRM Contact", contact))
		calls[f"overview, {who}"] = as_user(who, lambda: get_overview(customer))
	middle = get_timeline("CRM Contact", contact, page_length=100)["next_cursor"]
	calls["timeline, from entry 100"] = lambda: get_timeline("CRM Contact", contact, cursor=middle)
	calls["timeline, mails only"] = lambda: get_timeline("CRM Contact", contact, sources='["mail"]')
	calls["contact's tabs"] = lambda: get_contact_tabs(contact)
	calls["Frappe's own form timeline"] = lambda: get_docinfo(doctype="CRM Contact", name=contact)
	taken: dict[str, list[float]] = {name: [] for name in calls}
	for turn in range(WARM_UP + ROUNDS):
		for name, call in calls.items():
			began = time.perf_counter()
			call()
			if turn >= WARM_UP:
				taken[name].append((time.perf_counter() - began) * 1000)
	for name, call in calls.items():
		warm = count_statements(call)
		forget_now()
		print(
			f"{name:38} {median(taken[name]):8.1f} ms  {warm:3} statements, {count_statements(call)} with cold caches"
		)


def as_user(who: str, call: object) -> object:
	def run() -> None:
		frappe.set_user(address(who))
		call()
		frappe.set_user("Administrator")

	return run


def first_notes(contact: str) -> None:
	"""The floor of a timeline: its newest twenty notes, by the index that the timeline uses."""
	note = frappe.qb.DocType("CRM Follow-up Note")
	query = frappe.qb.from_(note).select(note.name, note.action, note.subject, note.content)
	query.where(note.contact == contact).orderby(note.creation, order=Order.desc).limit(20).run()


def bare_parts(customer: str) -> None:
	"""The floor of an overview: a total of the deals, and twenty rows of each part."""
	deal = frappe.qb.DocType("CRM Sales Deal")
	query = frappe.qb.from_(deal).select(deal.outcome, Count("*"), Sum(deal.base_value))
	query.where(deal.customer == customer).groupby(deal.outcome).run()
	for doctype, (link_field, order) in PARTS.items():
		table = frappe.qb.DocType(doctype)
		frappe.qb.from_(table).select("*").where(table[link_field] == customer).orderby(table[order]).limit(
			20
		).run()


def count_statements(call: object) -> int:
	return len(statements_of(call))


def remove() -> None:
	"""Take away what was made."""
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for doctype in (*PARTS, "CRM Contact", "Comment", "Communication", "File", "Version"):
		frappe.db.delete(doctype, {"name": ("like", f"{MARK}%")})
	for contact in frappe.get_all("CRM Contact", {"full_name": "Bench Mark"}, pluck="name"):
		frappe.delete_doc("CRM Contact", contact)
	frappe.db.delete("CRM Contact Affiliation", {"parenttype": "CRM Contact", "name": ("like", f"{MARK}%")})
	for customer in frappe.get_all("CRM Customer", {"customer_name": "Benchmark"}, pluck="name"):
		frappe.delete_doc("CRM Customer", customer)
	for who in USERS:
		frappe.db.delete("Has Role", {"parent": address(who)})
		frappe.db.delete("User", {"name": address(who)})
	frappe.db.commit()


if __name__ == "__main__":
	main(sys.argv[1])
