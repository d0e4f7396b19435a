"""What Frappe's User Permissions keep from somebody, answers of ours leave out as Frappe's lists do."""

import frappe
import pytest
from frappe.utils import add_days, now_datetime

from frappe_crm_app.screens.board.api import get_board, get_column
from frappe_crm_app.screens.board.live import visible_names
from frappe_crm_app.screens.today.api import get_today
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import GUARDED
from tests.factories import (
	insert,
	make_contact,
	make_customer,
	make_deal,
	make_note,
	make_pipeline,
	make_stage,
)

CUSTOMER, DEAL = "CRM Customer", "CRM Sales Deal"
OURS = tuple(doctype for doctype, guarded in GUARDED.items() if not guarded.parent)


@pytest.fixture
def records(make_user) -> frappe._dict:
	"""Two customers with a deal, a contact and a follow-up each, and a deal without one; a manager and a rep who have it all."""
	manager, rep = make_user("CRM Manager"), make_user("CRM Sales Rep")
	pipeline = make_pipeline()
	stage = make_stage(pipeline, stage_name="Waiting").name
	place = {"pipeline": pipeline.name, "stage": stage, "deal_owner": rep}
	made = frappe._dict(manager=manager, rep=rep, pipeline=pipeline.name, stage=stage)
	for key in ("kept", "open"):
		customer = make_customer(customer_name=key.title(), salesperson=rep)
		contact = make_contact(customer=customer.name, contact_owner=rep)
		deal = make_deal(title=key.title(), contact=contact.name, customer=customer.name, **place)
		note = make_note(deal, subject=key, scheduled_on=add_days(now_datetime(), -2), assigned_to=rep)
		made[key] = frappe._dict(customer=customer.name, contact=contact.name, deal=deal.name, note=note.name)
	made.alone = make_deal(title="Alone", contact=make_contact(contact_owner=rep).name, **place).name
	return made


def keep_to(user: str, customer: str, **values) -> None:
	insert("User Permission", {"user": user, "allow": CUSTOMER, "for_value": customer, **values})
	frappe.clear_cache(user=user)


def reached(doctype: str) -> set[str]:
	record, allowed = frappe.qb.DocType(doctype), policy.criterion(doctype)
	query = frappe.qb.from_(record).select(record.name)
	return set((query if allowed is None else query.where(allowed)).run(pluck=True))


def titles(board: dict) -> set[str]:
	return {card["title"] for column in board["columns"] for card in column["cards"]}


@pytest.mark.parametrize("is_strict", [0, 1])
@pytest.mark.parametrize("whose", ["manager", "rep"])
def test_the_policy_reaches_what_lists_show(records, system_setting, whose, is_strict):
	user = records[whose]
	system_setting("apply_strict_user_permissions", is_strict)
	keep_to(user, records.open.customer)
	frappe.set_user(user)
	for doctype in OURS:
		if frappe.has_permission(doctype):
			assert reached(doctype) == set(frappe.get_list(doctype, pluck="name", limit=0)), doctype
	assert records.kept.deal not in reached(DEAL)
	assert records.open.deal in reached(DEAL)
	assert (records.alone in reached(DEAL)) == (not is_strict)


def test_one_that_applies_to_another_doctype_keeps_nothing(records):
	keep_to(records.manager, records.open.customer, apply_to_all_doctypes=0, applicable_for=CUSTOMER)
	frappe.set_user(records.manager)
	assert records.kept.deal in reached(DEAL)
	assert records.kept.customer not in reached(CUSTOMER)


def test_what_is_shared_stays_open(records):
	keep_to(records.manager, records.open.customer)
	frappe.share.add(DEAL, records.kept.deal, records.manager)
	frappe.set_user(records.manager)
	assert records.kept.deal in reached(DEAL)
	assert records.kept.deal in frappe.get_list(DEAL, pluck="name", limit=0)


def test_what_hangs_on_a_kept_record_is_kept(records):
	insert(
		"User Permission",
		{"user": records.manager, "allow": "CRM Pipeline", "for_value": make_pipeline().name},
	)
	frappe.clear_cache(user=records.manager)
	frappe.set_user(records.manager)
	assert records.kept.deal not in reached(DEAL)
	assert records.kept.note not in reached("CRM Follow-up Note")
	for doctype in ("CRM Stage Change", "CRM Deal Snapshot", "CRM Domain Event"):
		for name in reached(doctype):
			fieldname = "deal" if doctype == "CRM Deal Snapshot" else "reference_name"
			assert frappe.db.get_value(doctype, name, fieldname) not in (records.kept.deal, records.open.deal)


def test_a_board_holds_and_counts_what_the_list_shows(records):
	keep_to(records.manager, records.open.customer)
	frappe.set_user(records.manager)
	board = get_board(records.pipeline)
	assert titles(board) == {"Open", "Alone"}
	(column,) = [each for each in board["columns"] if each["stage"] == records.stage]
	assert column["count"] == 2
	assert {card["title"] for card in get_column(records.pipeline, records.stage)["cards"]} == {
		"Open",
		"Alone",
	}
	names = [records.kept.deal, records.open.deal]
	frappe.set_user("Administrator")
	assert visible_names(DEAL, names, records.manager) == [records.open.deal]


def test_today_tells_of_what_the_list_shows(records):
	keep_to(records.manager, records.open.customer)
	frappe.set_user(records.manager)
	(overdue,) = get_today(only="overdue", whose=records.rep)["parts"]
	assert [row["name"] for row in overdue["rows"]] == [records.open.note]
	assert overdue["total"] == 1
