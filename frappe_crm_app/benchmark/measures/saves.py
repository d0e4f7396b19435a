"""What a save costs beside one of a bare DocType with as many fields."""

from collections.abc import Iterator
from itertools import count

import frappe
from frappe.model.document import Document

from frappe_crm_app.benchmark.bare import BARE
from frappe_crm_app.benchmark.measure import Measure, World
from frappe_crm_app.benchmark.rows import DOMAIN, STANDARD, name_of
from frappe_crm_app.channels.respondio.outbox import owe_prospect
from frappe_crm_app.kit.set_based import insert_records

NUMBERS = count()
ROUNDS = 100


def measures(world: World) -> Iterator[Measure]:
	bare = "the same of a bare DocType with as many fields"
	prospect = prospect_of(world)
	common = {"is_page": False, "rounds": ROUNDS}
	yield Measure(
		"insert",
		"a new contact",
		lambda: insert("CRM Contact"),
		lambda: insert(BARE),
		bare,
		budget=8,
		**common,
	)
	yield Measure(
		"insert-deal",
		"a new deal",
		insert_deal,
		lambda: insert(BARE),
		"a bare row inserted",
		budget=10,
		**common,
	)
	yield Measure(
		"save", "a contact saved", lambda: save("CRM Contact"), lambda: save(BARE), bare, budget=13, **common
	)
	yield Measure(
		"won",
		"a deal moved to Won",
		lambda: win(world),
		lambda: (save(BARE), insert(BARE), insert(BARE)),
		"a bare DocType saved, two bare rows inserted",
		budget=21,
		**common,
	)
	yield Measure(
		"sync",
		"a prospect owed to respond.io",
		lambda: owe_prospect(prospect, is_new=True),
		lambda: insert_records(BARE, STANDARD, [(frappe.generate_hash(length=10), *standard())]),
		"one INSERT",
		budget=2,
		**common,
	)


def prospect_of(world: World) -> Document:
	"""Return a prospect as it is handed to the outbox when it has just been inserted; nothing is asked of the database."""
	values = {
		"doctype": "CRM Customer",
		"name": world.customer,
		"customer_name": "Company",
		"relationship": "Prospect",
	}
	return frappe.get_doc(values)


def standard() -> tuple:
	now = frappe.utils.now()
	return ("Administrator", now, now, "Administrator", 0, 0)


def insert(doctype: str) -> None:
	number = 900_000_000 + next(NUMBERS)
	values = {
		"first_name": "Ada", "last_name": f"Lovelace {number}", "email": f"ada.{number}@{DOMAIN}",
		"phone": f"+1415{2_000_000 + number % 1_000_000}", "job_title": "Analyst", "contact_owner": "Administrator",
	}  # fmt: skip
	frappe.get_doc({"doctype": doctype, **values}).insert()


def insert_deal() -> None:
	values = {"title": f"Deal {next(NUMBERS)}", "value": 1000, "deal_owner": "Administrator"}
	frappe.get_doc({"doctype": "CRM Sales Deal", **values}).insert()


def save(doctype: str) -> None:
	document = frappe.get_doc(doctype, name_of(7))
	document.job_title = f"Analyst {next(NUMBERS)}"
	document.save()


def win(world: World) -> None:
	deal = frappe.get_doc("CRM Sales Deal", name_of(0))
	deal.stage = world.won_stage
	deal.save()
