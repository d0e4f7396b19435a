"""Many records changed at once: each one's permission and rules hold."""

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.intake.bulk_edit import api, changes, running, start
from frappe_crm_app.intake.bulk_edit.tasks import resume_silent_changes
from frappe_crm_app.kit.conflicts import MOST_TRIES
from frappe_crm_app.kit.exceptions import BulkChangeError, BusyError
from frappe_crm_app.kit.resumable_job.running import MOST_ATTEMPTS
from tests.factories import (
	lost_reason,
	make_contact,
	make_customer,
	make_deal,
	make_note,
	make_pipeline,
	make_project,
	stage,
)


@pytest.fixture
def seller(make_user) -> str:
	return make_user("CRM Sales Rep")


@pytest.fixture
def other(make_user) -> str:
	return make_user("CRM Sales Rep")


@pytest.fixture
def manager(make_user) -> str:
	return make_user("CRM Manager")


def owners(*contacts) -> list[str]:
	return [frappe.db.get_value("CRM Contact", contact.name, "contact_owner") for contact in contacts]


def test_named_records_get_a_new_owner(manager, seller):
	contacts = [make_contact(), make_contact()]
	frappe.set_user(manager)
	answer = api.reassign("CRM Contact", seller, [contact.name for contact in contacts])
	assert (answer["total"], answer["done"], answer["refused"]) == (2, 2, [])
	assert owners(*contacts) == [seller, seller]


@pytest.mark.parametrize(
	("make", "field"),
	[
		(make_customer, "salesperson"),
		(make_deal, "deal_owner"),
		(lambda: make_note(make_contact()), "assigned_to"),
	],
	ids=["customer", "deal", "note"],
)
def test_each_kind_of_record_is_reassigned_by_its_own_field(manager, seller, make, field):
	record = make()
	frappe.set_user(manager)
	assert api.reassign(record.doctype, seller, [record.name])["done"] == 1
	assert frappe.db.get_value(record.doctype, record.name, field) == seller


def test_all_rows_of_a_filter_are_reassigned_and_no_others(manager, seller):
	leads = [make_contact(status="Lead"), make_contact(status="Lead")]
	customer = make_contact(status="Customer")
	frappe.set_user(manager)
	answer = api.reassign("CRM Contact", seller, filters='[["CRM Contact", "status", "=", "Lead"]]')
	assert answer["done"] == 2
	assert owners(*leads, customer) == [seller, seller, "Administrator"]


def test_a_salesperson_gives_nothing_away_and_is_told_why(seller, other):
	own = make_contact(contact_owner=seller)
	frappe.set_user(seller)
	answer = api.reassign("CRM Contact", other, [own.name])
	assert answer["done"] == 0
	assert [(refusal["name"], refusal["title"]) for refusal in answer["refused"]] == [
		(own.name, own.full_name)
	]
	assert "changes whose" in answer["refused"][0]["reason"]
	assert owners(own) == [seller]


def test_a_reassigner_reassigns_what_they_reach_only(make_user, other):
	reassigner = make_user("CRM Sales Rep", "CRM Reassigner")
	own, hidden = make_contact(contact_owner=reassigner), make_contact()
	frappe.set_user(reassigner)
	answer = api.reassign("CRM Contact", other, [own.name, hidden.name, "no such one"])
	assert answer["done"] == 1
	assert [refusal["title"] for refusal in answer["refused"]] == [hidden.name, "no such one"]
	reasons = {refusal["name"]: refusal["reason"] for refusal in answer["refused"]}
	assert reasons == dict.fromkeys([hidden.name, "no such one"], "There is no such record that you can see.")
	assert owners(own, hidden) == [other, "Administrator"]


def test_who_may_write_a_record_tags_it_and_others_are_refused(seller):
	own, hidden = make_deal(deal_owner=seller), make_deal()
	frappe.set_user(seller)
	answer = api.tag("CRM Sales Deal", "  Trade  fair ", [own.name, hidden.name])
	assert answer["done"] == 1
	assert [refusal["name"] for refusal in answer["refused"]] == [hidden.name]
	frappe.set_user("Administrator")
	links = frappe.get_all("Tag Link", {"tag": "Trade fair"}, ["document_type", "document_name"])
	assert [(link.document_type, link.document_name) for link in links] == [("CRM Sales Deal", own.name)]
	assert frappe.get_doc("CRM Sales Deal", own.name).get_tags() == ["Trade fair"]


def test_more_records_than_one_request_takes_are_tagged_by_the_job(few_at_once):
	names = [make_deal().name for _number in range(6)]
	queued = api.tag("CRM Sales Deal", "Fair", names)["queued"]
	frappe.db.commit()
	running.run(queued)
	assert frappe.db.get_value("CRM Bulk Change", queued, ["status", "done"]) == ("Completed", 6)
	assert frappe.db.count("Tag Link", {"tag": "Fair", "document_name": ("in", names)}) == 6


@pytest.mark.parametrize("tag", ["", "  ", "one, two", "x" * 61, "\ud800"])
def test_what_is_no_tag_is_refused_in_a_sentence(tag):
	deal = make_deal()
	with pytest.raises(frappe.ValidationError):
		api.tag("CRM Sales Deal", tag, [deal.name])
	assert not frappe.db.exists("Tag Link", {"document_name": deal.name})


def test_a_refused_record_does_not_keep_others_from_being_deleted(make_user):
	frappe.set_user(make_user("CRM Admin"))
	free, used = make_contact(), make_contact()
	make_deal(contact=used.name)
	answer = api.delete("CRM Contact", [used.name, free.name])
	assert answer["done"] == 1
	assert "1 deal" in answer["refused"][0]["reason"]
	assert "<" not in answer["refused"][0]["reason"]
	assert frappe.db.exists("CRM Contact", used.name)
	assert not frappe.db.exists("CRM Contact", free.name)


def test_what_others_are_saving_is_tried_again_and_not_refused(committed, manager, seller, monkeypatch):
	tries = []

	def lose_to_another_transaction(*arguments):
		tries.append(arguments)
		raise BusyError

	contact = make_contact()
	monkeypatch.setattr(changes, "give", lose_to_another_transaction)
	frappe.db.commit()
	frappe.set_user(manager)
	with pytest.raises(BusyError):
		api.reassign("CRM Contact", seller, [contact.name])
	assert len(tries) == MOST_TRIES


def test_a_manager_deletes_nothing(manager):
	contact = make_contact()
	frappe.set_user(manager)
	with pytest.raises(frappe.PermissionError):
		api.delete("CRM Contact", [contact.name])


def test_everything_of_one_user_is_handed_over(manager, seller, other):
	contact = make_contact(contact_owner=seller)
	customer = make_customer(salesperson=seller)
	deal = make_deal(deal_owner=seller)
	planned = make_note(contact, assigned_to=seller, scheduled_on="2027-01-01 10:00:00")
	done = make_note(contact, assigned_to=seller, status="Done")
	running = make_project(project_owner=seller)
	over = make_project(project_owner=seller, status="Completed")
	untouched = make_contact()
	frappe.set_user(manager)
	answer = api.hand_over(seller, other)
	assert (answer["done"], answer["refused"]) == (5, [])
	assert [frappe.db.get_value("CRM Project", each.name, "project_owner") for each in (running, over)] == [
		other,
		seller,
	]
	assert owners(contact, untouched) == [other, "Administrator"]
	assert frappe.db.get_value("CRM Customer", customer.name, "salesperson") == other
	assert frappe.db.get_value("CRM Sales Deal", deal.name, "deal_owner") == other
	assert frappe.db.get_value("CRM Follow-up Note", planned.name, "assigned_to") == other
	assert frappe.db.get_value("CRM Follow-up Note", done.name, "assigned_to") == seller


def test_records_of_somebody_disabled_are_handed_over(manager, seller, other):
	contact = make_contact(contact_owner=seller)
	frappe.db.set_value("User", seller, "enabled", 0)
	frappe.set_user(manager)
	assert api.hand_over(seller, other)["done"] == 1
	assert owners(contact) == [other]


def test_salespeople_hand_nothing_over(seller, other):
	frappe.set_user(seller)
	with pytest.raises(frappe.PermissionError):
		api.hand_over(other, seller)


@pytest.mark.parametrize(
	("arguments", "sentence"),
	[
		({"names": []}, "Choose the records"),
		({}, "Choose the records"),
		({"names": "{}"}, "list of texts"),
		({"names": "[1]"}, "list of texts"),
		({"names": "nonsense"}, "cannot be read"),
		({"doctype": "CRM Stage", "names": ["x"]}, "not changed in bulk"),
		({"names": ["x"], "to_user": "nobody@x.example"}, "Choose the user"),
		({"names": ["x"], "to_user": "Guest"}, "no role of the CRM"),
	],
)
def test_what_cannot_be_is_refused_in_a_sentence(seller, arguments, sentence):
	with pytest.raises(BulkChangeError, match=sentence):
		api.reassign(**{"doctype": "CRM Contact", "to_user": seller, **arguments})


# --- more than one request takes ---


@pytest.fixture
def few_at_once(committed, monkeypatch):
	monkeypatch.setattr(start, "AT_ONCE", 2)
	monkeypatch.setattr(running, "CHUNK", 2)


def test_many_records_are_changed_by_a_job_as_the_user_who_asked(few_at_once, make_user, seller, worker):
	user = make_user("CRM Sales Rep", "CRM Reassigner")
	contacts = [make_contact(contact_owner=user) for _number in range(5)]
	hidden = make_contact()
	frappe.set_user(user)
	answer = api.reassign("CRM Contact", seller, [contact.name for contact in [*contacts, hidden]])
	assert (answer["total"], answer["done"]) == (6, 0)
	frappe.set_user("Administrator")
	worker.run()
	state = api.get_state(answer["queued"])
	assert (state["status"], state["done"], state["refused"]) == ("Completed", 5, 1)
	assert owners(*contacts, hidden) == [seller] * 5 + ["Administrator"]
	assert hidden.name in frappe.db.get_value("CRM Bulk Change", answer["queued"], "refusals")


def test_a_job_goes_on_where_a_dead_worker_stopped(few_at_once, manager, seller, monkeypatch):
	contacts = [make_contact() for _number in range(6)]
	frappe.set_user(manager)
	queued = api.reassign("CRM Contact", seller, [contact.name for contact in contacts])["queued"]
	frappe.db.commit()
	change, calls = running.change, iter([None])
	monkeypatch.setattr(running, "change", lambda *arguments: next(calls, 1) or change(*arguments) or 1 / 0)
	with pytest.raises(AttributeError):
		running.run(queued)
	frappe.db.rollback()
	assert owners(*contacts).count(seller) == 2
	monkeypatch.setattr(running, "change", change)
	running.run(queued)
	state = api.get_state(queued)
	assert (state["status"], state["done"], owners(*contacts)) == ("Completed", 6, [seller] * 6)


def test_a_change_that_gives_no_sign_of_life_is_resumed(few_at_once, manager, seller, worker):
	contacts = [make_contact() for _number in range(3)]
	frappe.set_user(manager)
	queued = api.reassign("CRM Contact", seller, [contact.name for contact in contacts])["queued"]
	long_ago = {"status": "Running", "place": 2, "done": 2, "beat_on": add_to_date(None, minutes=-10)}
	frappe.db.set_value("CRM Bulk Change", queued, long_ago, update_modified=False)
	frappe.db.after_commit.reset()
	resume_silent_changes()
	worker.run()
	assert owners(*contacts) == ["Administrator", "Administrator", seller]
	assert (api.get_state(queued)["status"], api.get_state(queued)["done"]) == ("Completed", 3)


def test_a_change_that_fails_again_and_again_at_one_place_ends(few_at_once, manager, seller, monkeypatch):
	contacts = [make_contact() for _number in range(3)]
	frappe.set_user(manager)
	queued = api.reassign("CRM Contact", seller, [contact.name for contact in contacts])["queued"]
	frappe.db.commit()
	monkeypatch.setattr(running, "change", lambda *arguments: 1 / 0)
	for _attempt in range(MOST_ATTEMPTS):
		with pytest.raises(ZeroDivisionError):
			running.run(queued)
		frappe.db.rollback()
	running.run(queued)
	state = api.get_state(queued)
	assert (state["status"], state["done"]) == ("Failed", 0)
	assert "interrupted 5 times" in state["failure"]


def test_a_change_waits_for_others_and_tries_again(few_at_once, manager, seller, monkeypatch):
	contacts = [make_contact() for _number in range(3)]
	frappe.set_user(manager)
	queued = api.reassign("CRM Contact", seller, [contact.name for contact in contacts])["queued"]
	frappe.db.commit()
	give, calls = changes.give, iter([BusyError, BusyError])

	def give_at_last(*arguments):
		for error in calls:
			raise error
		give(*arguments)

	monkeypatch.setattr(changes, "give", give_at_last)
	running.run(queued)
	state = api.get_state(queued)
	assert (state["status"], state["done"], owners(*contacts)) == ("Completed", 3, [seller] * 3)


def test_changes_of_others_are_not_shown_to_salespeople(few_at_once, manager, seller):
	contacts = [make_contact() for _number in range(3)]
	frappe.set_user(manager)
	queued = api.reassign("CRM Contact", seller, [contact.name for contact in contacts])["queued"]
	frappe.set_user(seller)
	with pytest.raises(frappe.PermissionError):
		api.get_state(queued)


def stages_of(*records) -> list[str]:
	names = [frappe.db.get_value(record.doctype, record.name, "stage") for record in records]
	return [frappe.db.get_value("CRM Stage", name, "stage_name") for name in names]


@pytest.mark.parametrize(
	("make", "pipeline", "stage_name"),
	[(make_deal, "Sales", "Proposal"), (make_customer, "Follow-up", "Need Confirmed")],
	ids=["deals", "customers"],
)
def test_many_records_move_to_a_stage_each_with_its_history(manager, make, pipeline, stage_name):
	records = [make(), make()]
	frappe.set_user(manager)
	to_stage = stage(stage_name, pipeline)
	answer = api.move(records[0].doctype, to_stage, names=[record.name for record in records])
	assert (answer["done"], answer["refused"]) == (2, [])
	assert stages_of(*records) == [stage_name, stage_name]
	for record in records:
		assert frappe.db.exists("CRM Stage Change", {"reference_name": record.name, "to_stage": to_stage})


def test_what_a_stage_asks_for_is_filled_where_it_is_missing(manager):
	price, timing = lost_reason("Price"), lost_reason("Timing")
	without, having = make_deal(), make_deal(lost_reason=timing)
	frappe.set_user(manager)
	answer = api.move("CRM Sales Deal", stage("Lost"), {"lost_reason": price}, [without.name, having.name])
	assert answer["done"] == 2
	assert frappe.db.get_value("CRM Sales Deal", without.name, "lost_reason") == price
	had = frappe.db.get_value("CRM Sales Deal", having.name, "lost_reason")
	assert had in (price, timing)
	assert stages_of(without, having) == ["Lost", "Lost"]


def test_records_that_lack_what_the_stage_asks_for_are_refused_with_the_reason(manager):
	deals = [make_deal(), make_deal()]
	frappe.set_user(manager)
	answer = api.move("CRM Sales Deal", stage("Lost"), names=[deal.name for deal in deals])
	assert answer["done"] == 0
	assert {refusal["name"] for refusal in answer["refused"]} == {deal.name for deal in deals}
	assert all("needs: Lost Reason" in refusal["reason"] for refusal in answer["refused"])
	assert stages_of(*deals) == ["Lead", "Lead"]


def test_a_rep_moves_what_they_may_write_alone(seller, make_user):
	own, hidden = make_deal(deal_owner=seller), make_deal()
	frappe.set_user(seller)
	answer = api.move("CRM Sales Deal", stage("Proposal"), names=[own.name, hidden.name])
	assert answer["done"] == 1
	assert [refusal["name"] for refusal in answer["refused"]] == [hidden.name]
	assert stages_of(own, hidden) == ["Proposal", "Lead"]
	frappe.set_user(make_user("CRM Viewer"))
	with pytest.raises(frappe.PermissionError):
		api.move("CRM Sales Deal", stage("Proposal"), names=[own.name])


def test_many_moves_run_as_a_job_with_counts_and_reasons(few_at_once, manager, worker):
	deals = [make_deal() for _number in range(4)]
	elsewhere = make_deal(pipeline=make_pipeline("One", "Two").name)
	frappe.set_user(manager)
	names = [deal.name for deal in (*deals, elsewhere)]
	answer = api.move("CRM Sales Deal", stage("Lost"), {"lost_reason": lost_reason()}, names)
	assert answer["done"] == 0
	worker.run()
	state = api.get_state(answer["queued"])
	assert (state["status"], state["done"], state["refused"]) == ("Completed", 4, 1)
	assert "does not belong to the pipeline" in frappe.db.get_value(
		"CRM Bulk Change", answer["queued"], "refusals"
	)
	assert stages_of(*deals) == ["Lost"] * 4


def plan_for(deal, **values) -> str:
	return make_note(deal, scheduled_on=add_to_date(now_datetime(), days=2), **values).name


def statuses(*notes: str) -> list[str]:
	return [frappe.db.get_value("CRM Follow-up Note", name, "status") for name in notes]


def test_what_is_planned_for_closed_deals_is_cancelled_where_that_is_wanted(seller):
	deals = [make_deal(deal_owner=seller), make_deal(deal_owner=seller), make_deal(deal_owner=seller)]
	elsewhere = make_deal(deal_owner=seller)
	planned = [plan_for(deal, assigned_to=seller) for deal in (*deals, elsewhere)]
	hidden = plan_for(deals[0], is_private=1)
	done = plan_for(deals[0], status="Done")
	frappe.set_user(seller)
	names = [deal.name for deal in deals]
	api.move("CRM Sales Deal", stage("Proposal"), names=names[:1], cancel_plans=True)
	assert statuses(planned[0]) == ["Open"]
	api.move("CRM Sales Deal", stage("Won"), names=names[1:2])
	assert statuses(planned[1]) == ["Open"]
	answer = api.move("CRM Sales Deal", stage("Won"), names=names, cancel_plans=True)
	assert (answer["done"], answer["refused"]) == (3, [])
	assert statuses(*planned, hidden, done) == ["Cancelled", "Open", "Cancelled", "Open", "Open", "Done"]


def test_a_refused_closing_cancels_nothing(manager):
	deal = make_deal()
	planned = plan_for(deal)
	frappe.set_user(manager)
	answer = api.move("CRM Sales Deal", stage("Lost"), names=[deal.name], cancel_plans=True)
	assert answer["done"] == 0
	assert statuses(planned) == ["Open"]


def test_a_job_cancels_the_plans_of_what_it_closes(few_at_once, manager, worker):
	deals = [make_deal() for _number in range(4)]
	planned = [plan_for(deal) for deal in deals]
	frappe.set_user(manager)
	api.move("CRM Sales Deal", stage("Won"), names=[deal.name for deal in deals], cancel_plans=True)
	assert statuses(*planned) == ["Open"] * 4
	worker.run()
	assert statuses(*planned) == ["Cancelled"] * 4


@pytest.mark.parametrize(
	("doctype", "stage_name", "values"),
	[
		("CRM Contact", "Lead", None),
		("CRM Sales Deal", "No Such Stage", None),
		("CRM Sales Deal", "Proposal", {"deal_owner": "Administrator"}),
		("CRM Sales Deal", "Proposal", "[]"),
	],
)
def test_moves_that_make_no_sense_are_refused_before_anything_is_done(manager, doctype, stage_name, values):
	deal = make_deal()
	frappe.set_user(manager)
	with pytest.raises(frappe.ValidationError):
		api.move(doctype, stage(stage_name) or "none", values, [deal.name])
	assert stages_of(deal) == ["Lead"]


def test_the_stages_there_are_come_with_what_they_ask_for(manager):
	frappe.set_user(manager)
	stages = {row["stage_name"]: row for row in api.get_stages("CRM Sales Deal")}
	assert stages["Lost"]["fields"] == ["lost_reason", "lost_notes"]
	assert [stages[name]["outcome"] for name in ("Lead", "Won", "Lost")] == ["Open", "Won", "Lost"]
	assert "Became Client" in {row["stage_name"] for row in api.get_stages("CRM Customer")}
	with pytest.raises(frappe.ValidationError):
		api.get_stages("CRM Contact")
