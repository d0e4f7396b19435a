"""A rule as the page sends it, and a history that the engine has seen."""

import random
from collections.abc import Callable

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, getdate

from frappe_crm_app.automation.workflow_rules.definition import DEFINING
from frappe_crm_app.automation.workflow_rules.proof.api import backtest
from tests.factories import make_contact, make_customer, make_deal, make_note, stage
from tests.site.automation.workflow_rules.engine import TAG, runs, work_off

STAGES = ("Lead", "Qualified", "Proposal", "Negotiation", "Won")


def given(*steps: dict, conditions: list | None = None, **values) -> dict:
	"""Return the fields of a rule; by default it listens to deals that move to another stage."""
	fields = {
		"record_type": "CRM Sales Deal",
		"trigger_type": "Event",
		"event_kind": "deal.stage_changed",
		"conditions": {"all": conditions or []},
		"steps": [*steps] or [TAG],
	}
	return fields | values


def fields_of(rule: Document) -> dict:
	"""Return the fields of a stored rule as the page would send them."""
	return {name: rule.get(name) for name in DEFINING}


def proven(rule: Document | dict, days: int = 30) -> dict:
	"""Return what the backtest of a rule says."""
	return backtest(fields_of(rule) if isinstance(rule, Document) else rule, days)


def ran(rule: Document) -> list[tuple[str]]:
	"""Return the records for which the engine has begun a rule, each as often as it did."""
	return sorted(run.reference_name for run in runs(rule) if run.status != "Skipped")


def would_run(rule: Document | dict) -> list[str]:
	"""Return the records that the backtest lists, each as often as it does."""
	answer = proven(rule)
	assert answer["would_run"] == len(answer["records"])
	return sorted(each["name"] for each in answer["records"])


def changed(doc: Document, **values) -> Document:
	"""Save a record with other values, and a Version of it, which Frappe leaves out in tests; return it fresh."""
	return frappe.get_doc(doc.doctype, doc.name).update(values).save(ignore_version=False)


def moved(deal: Document, name: str, **values) -> Document:
	"""Save a deal in another stage."""
	return changed(deal, stage=stage(name), **values)


def make_history(seed: int, length: int = 40) -> None:
	"""Have records made and changed at random, each change told to the rules that are on."""
	chance = random.Random(seed)
	customers = [make_customer(industry=chance.choice(["Steel", "Wood"])) for _number in range(3)]
	contacts = [make_contact(customer=chance.choice(customers).name) for _number in range(3)]
	deals: list[Document] = []
	work_off()
	for _number in range(length):
		chance.choice(actions(chance, deals, customers, contacts))()
		work_off()


def actions(
	chance: random.Random, deals: list[Document], customers: list[Document], contacts: list[Document]
) -> list[Callable]:
	"""Return what may happen next."""

	def make() -> None:
		at = chance.choice(STAGES)
		values = {"customer": chance.choice(customers).name, "value": chance.choice([10, 1500.5, 80000])}
		deals.append(make_deal(**values) if at == "Lead" else moved(make_deal(**values), at))

	made = [
		make,
		lambda: changed(chance.choice(customers), industry=chance.choice(["Steel", "Wood", "Glass"])),
		lambda: changed(chance.choice(contacts), status=chance.choice(["Lead", "Qualified", "Customer"])),
		lambda: changed(chance.choice(contacts), email_opt_out=chance.choice([0, 1])),
	]
	if not deals:
		return [make]
	deal = chance.choice(deals)
	return [
		*made,
		lambda: moved(deal, chance.choice(STAGES)),
		lambda: moved(deal, chance.choice(STAGES)),
		lambda: changed(deal, value=chance.choice([0, 10, 1500.5, 80000])),
		lambda: changed(deal, title=chance.choice(["Cranes", "Ships", "cranes "])),
		lambda: changed(deal, expected_close_date=add_days(getdate(), chance.choice([-3, 1, 40]))),
		lambda: make_note(deal, scheduled_on=add_days(getdate(), 2)),
		lambda: finish(deal),
	]


def finish(deal: Document) -> None:
	"""Do an open follow-up of a deal, if there is one."""
	name = frappe.db.get_value("CRM Follow-up Note", {"deal": deal.name, "status": "Open"})
	if name:
		changed(frappe.get_doc("CRM Follow-up Note", name), status="Done")


def narrow(doctype: str, scope: str = "Own") -> None:
	"""Have managers see less of a DocType than they do as shipped."""
	stored = frappe.get_doc("CRM Record Scope", {"role": "CRM Manager", "record_type": doctype})
	stored.update({"scope": scope}).save()
