"""What a save costs beside one of a bare DocType with as many fields."""

from collections.abc import Iterator
from itertools import count

import frappe

from frappe_crm_app.benchmark.bare import BARE
from frappe_crm_app.benchmark.measure import Measure, World
from frappe_crm_app.benchmark.rows import DOMAIN, name_of

NUMBERS = count()
ROUNDS = 100


def measures(world: World) -> Iterator[Measure]:
	bare = "the same of a bare DocType with as many fields"
	common = {"is_page": False, "rounds": ROUNDS}
	yield Measure(
		"insert",
		"a new contact",
		lambda: insert("CRM Contact"),
		lambda: insert(BARE),
		bare,
		budget=6,
		**common,
	)
	yield Measure(
		"save", "a contact saved", lambda: save("CRM Contact"), lambda: save(BARE), bare, budget=12, **common
	)
	yield Measure(
		"won",
		"a deal moved to Won",
		lambda: win(world),
		lambda: (save(BARE), insert(BARE), insert(BARE)),
		"a bare DocType saved, two bare rows inserted",
		budget=12,
		**common,
	)


def insert(doctype: str) -> None:
	number = 900_000_000 + next(NUMBERS)
	values = {
		"first_name": "Ada", "last_name": f"Lovelace {number}", "email": f"ada.{number}@{DOMAIN}",
		"phone": f"+1415{2_000_000 + number % 1_000_000}", "job_title": "Analyst", "contact_owner": "Administrator",
	}  # fmt: skip
	frappe.get_doc({"doctype": doctype, **values}).insert()


def save(doctype: str) -> None:
	document = frappe.get_doc(doctype, name_of(7))
	document.job_title = f"Analyst {next(NUMBERS)}"
	document.save()


def win(world: World) -> None:
	deal = frappe.get_doc("CRM Sales Deal", name_of(0))
	deal.stage = world.won_stage
	deal.save()
