"""What each step does."""

import json
from email import message_from_string, policy

import frappe
from frappe.utils import getdate

from tests.factories import lost_reason, make_contact, make_customer, make_deal, move, stage
from tests.site.automation.workflow_rules.engine import (
	TAG,
	asked,
	outcome,
	rule,
	run_of,
	runs,
	steps_of,
	tags_of,
	work_off,
)


def deal_moved(**values):
	return move(make_deal(**values), "Proposal")


def mails() -> list[tuple[str, list[str], str]]:
	"""Return subject, recipients and text of each queued mail."""
	found = []
	for queued in frappe.get_all("Email Queue", {}, ["name", "message"], order_by="creation asc"):
		mail = message_from_string(queued.message, policy=policy.default)
		to = frappe.get_all("Email Queue Recipient", {"parent": queued.name}, pluck="recipient")
		found.append((mail["Subject"], sorted(to), mail.get_body(preferencelist=("html",)).get_content()))
	return found


def test_a_mail_goes_to_the_owner_with_fields_of_the_record(make_user):
	owner = make_user("CRM Sales Rep")
	doc = rule(
		{
			"step": "mail",
			"to": "owner",
			"subject": "{{ title }}",
			"text": "Worth {{ value }}\nfor {{ customer.customer_name }}",
		}
	)
	customer = make_customer(customer_name="R&D")
	deal_moved(title="Cranes", value=1200, customer=customer.name, deal_owner=owner)
	work_off()
	((subject, to, text),) = mails()
	assert (subject, to) == ("Cranes", [owner])
	assert "Worth 1,200" in text
	assert "R&amp;D" in text
	assert outcome(doc) == ("Completed", None)


def test_a_mail_to_the_contact_is_left_out_where_they_opted_out():
	doc = rule({"step": "mail", "to": "contact", "subject": "Hello", "text": "Dear {{ contact.first_name }}"})
	ada = make_contact(first_name="Ada", email="ada@example.com")
	bob = make_contact(email="bob@example.com", email_opt_out=1)
	for contact in (ada, bob):
		deal_moved(contact=contact.name)
	work_off()
	assert [(subject, to) for subject, to, _text in mails()] == [("Hello", ["ada@example.com"])]
	details = {(step.reference_name, step.detail) for run in runs(doc) for step in steps_of(run)}
	assert details == {(ada.name, "Mailed to 1."), (bob.name, "Nobody could be mailed.")}


def test_a_mail_is_an_email_template_and_goes_to_a_role_or_an_address(make_user):
	manager = make_user("CRM Manager")
	template = {"doctype": "Email Template", "name": "Moved", "subject": "{{ title }} moved", "use_html": 1}
	frappe.get_doc(
		{**template, "response_html": "<b>{{ value }}</b>", "response": "<b>{{ value }}</b>"}
	).insert()
	rule(
		{"step": "mail", "to": {"role": "CRM Manager"}, "template": "Moved"},
		{"step": "mail", "to": {"address": "press@example.com"}, "template": "Moved"},
	)
	deal_moved(title="Cranes")
	work_off()
	assert [(subject, manager in to or to) for subject, to, _text in mails()] == [
		("Cranes moved", True),
		("Cranes moved", ["press@example.com"]),
	]


def test_a_follow_up_is_due_on_the_morning_of_a_working_day(make_user):
	rep = make_user("CRM Sales Rep", time_zone="Asia/Kathmandu")
	rule(
		{
			"step": "note",
			"action": "Call",
			"subject": "Ask",
			"assigned_to": {"user": rep},
			"in_working_days": 2,
		}
	)
	deal = deal_moved()
	work_off()
	note = frappe.get_doc("CRM Follow-up Note", {"deal": deal.name})
	assert (note.action, note.status, note.assigned_to) == ("Call", "Open", rep)
	from frappe_crm_app.kit.timezones import local_time

	local = local_time(note.scheduled_on, rep)
	assert (local.hour, local.minute) == (9, 0)
	assert local.weekday() < 5


def test_fields_of_the_record_and_of_its_customer_are_changed_as_a_form_would():
	customer = make_customer()
	doc = rule(
		{"step": "change", "values": {"expected_close_date": {"in_days": 7}, "description": "Ask"}},
		{"step": "change", "of": "customer", "values": {"industry": "Steel"}},
	)
	deal = deal_moved(customer=customer.name)
	work_off()
	deal.reload()
	assert (deal.description, deal.expected_close_date) == ("Ask", frappe.utils.add_days(getdate(), 7))
	assert frappe.db.get_value("CRM Customer", customer.name, "industry") == "Steel"
	assert [step.reference_name for step in steps_of(run_of(doc))] == [deal.name, customer.name]


def test_what_another_record_refuses_is_said_with_that_one():
	contact = make_contact(email="taken@example.com")
	other = make_contact()
	doc = rule({"step": "change", "of": "contact", "values": {"email": "taken@example.com"}})
	deal_moved(contact=other.name)
	work_off()
	run = run_of(doc)
	(step,) = steps_of(run)
	assert (run.status, run.reason) == ("Failed", "A step about another record was refused.")
	assert (step.reference_name, step.status) == (other.name, "Failed")
	assert "taken@example.com" in step.reason or contact.name in step.reason


def test_a_record_without_a_customer_stops_the_run():
	doc = rule({"step": "change", "of": "customer", "values": {"industry": "Steel"}})
	deal_moved(customer=None)
	work_off()
	assert outcome(doc) == ("Failed", "refused")


def test_a_stage_is_changed_with_what_it_asks_for():
	lost = {"step": "stage", "stage": stage("Lost"), "values": {"lost_reason": lost_reason()}}
	doc, deal = rule(lost), deal_moved()
	work_off()
	deal.reload()
	assert (deal.outcome, deal.lost_reason) == ("Lost", lost_reason())
	assert frappe.db.exists("CRM Stage Change", {"reference_name": deal.name, "to_stage": stage("Lost")})
	assert runs(doc)[0].status == "Completed"


def test_people_get_records_in_turns_and_who_is_disabled_is_passed_over(make_user):
	ann, bob, cid = (make_user("CRM Sales Rep") for _ in range(3))
	frappe.db.set_value("User", bob, "enabled", 0)
	frappe.clear_document_cache("User", bob)
	rule({"step": "assign", "to": {"turns": [ann, bob, cid]}})
	deals = [deal_moved() for _ in range(4)]
	for _deal in deals:
		work_off()
	owners = [frappe.db.get_value("CRM Sales Deal", deal.name, "deal_owner") for deal in deals]
	assert sorted(owners) == sorted([ann, cid] * 2)


def test_nobody_to_give_it_to_stops_the_run(make_user):
	ann = make_user("CRM Sales Rep")
	doc = rule({"step": "assign", "to": {"user": ann}})
	frappe.db.set_value("User", ann, "enabled", 0)
	frappe.clear_document_cache("User", ann)
	deal_moved()
	work_off()
	assert outcome(doc) == ("Failed", "refused")


def test_a_tag_is_put_on_and_taken_off():
	rule(TAG, {"step": "tag", "tag": "Cold", "take_off": True})
	deal = make_deal()
	deal.add_tag("Cold")
	move(deal, "Proposal")
	work_off()
	assert tags_of(deal) == {"Seen"}


def test_only_who_sees_the_record_is_notified(make_user):
	manager, rep = make_user("CRM Manager"), make_user("CRM Sales Rep")
	rule(
		{"step": "notify", "to": {"user": manager}, "text": "{{ title }} <b>moved</b>"},
		{"step": "notify", "to": {"user": rep}, "text": "{{ title }} moved"},
	)
	deal = deal_moved(title="Cranes")
	work_off()
	logs = frappe.get_all("Notification Log", {"document_name": deal.name}, ["for_user", "subject"])
	assert [(log.for_user, log.subject) for log in logs] == [(manager, "Cranes &lt;b&gt;moved&lt;/b&gt;")]


def test_if_and_else_and_stop():
	rich = {"all": [asked("value", "at_least", 1000)]}
	steps = [
		{
			"step": "if",
			"if": rich,
			"then": [{"step": "tag", "tag": "Rich"}],
			"else": [{"step": "stop", "reason": "Poor"}],
		},
		{"step": "tag", "tag": "After"},
	]
	doc = rule(*steps)
	rich_deal, poor_deal = deal_moved(value=2000), deal_moved(value=10)
	work_off()
	assert (tags_of(rich_deal), tags_of(poor_deal)) == ({"Rich", "After"}, set())
	stopped = runs(doc, reference_name=poor_deal.name)[0]
	assert (stopped.status, stopped.reason_key, stopped.reason) == ("Completed", "stopped", "Poor")
	places = [step.place for step in steps_of(runs(doc, reference_name=rich_deal.name)[0])]
	assert sorted(places) == ["0", "0.then.0", "1"]


def test_a_repetition_ends_once_it_holds_or_after_so_many_rounds():
	wait = {"step": "wait", "hours": 1}
	note = {"step": "note", "subject": "Again", "in_working_days": 1}
	until = {"all": [asked("description", "is_filled")]}
	doc = rule(
		{"step": "repeat", "until": until, "most": 3, "steps": [note, wait]}, {"step": "tag", "tag": "End"}
	)
	from tests.site.automation.workflow_rules.engine import pass_time

	held, never = deal_moved(), deal_moved()
	work_off()
	frappe.db.set_value("CRM Sales Deal", held.name, "description", "Answered")
	for _round in range(4):
		pass_time(hours=2)
		work_off()
	notes = [frappe.db.count("CRM Follow-up Note", {"deal": deal.name}) for deal in (held, never)]
	assert notes == [1, 3]
	assert tags_of(held) == tags_of(never) == {"End"}
	assert {(run.status, run.iteration) for run in runs(doc)} == {("Completed", 0)}


def test_a_step_of_another_app(another_app):
	from frappe_crm_app.kit.workflow_steps import Done, StepType

	done = []
	step = StepType(
		"sing",
		"Sing",
		lambda given, _reading: given["song"],
		lambda context, song: done.append((context.name, song)) or Done("Sung."),
	)
	another_app(crm_workflow_steps=[step])
	doc, deal = rule({"step": "sing", "song": "La"}), deal_moved()
	work_off()
	assert done == [(deal.name, "La")]
	assert [row.detail for row in steps_of(run_of(doc))] == ["Sung."]


def test_a_webhook_sends_a_body_of_ones_own():
	body = {
		"deal": {"title": "{{ title }}", "worth": "{{ value }}", "doubled": "{{= value * 2 }}"},
		"closes": ["{{ expected_close_date }}", "{{ customer.industry }}", 7, None, True],
		"said": "{{ title }} is worth {{ value }}",
	}
	doc = rule({"step": "webhook", "url": "https://hooks.example.com/x", "shape": "own", "body": body})
	deal_moved(title='The "Cranes"', value=1200.5, expected_close_date="2026-12-24")
	work_off()
	(step,) = steps_of(run_of(doc))
	assert json.loads(json.loads(step.payload)["body"]) == {
		"deal": {"title": 'The "Cranes"', "worth": 1200.5, "doubled": 2401.0},
		"closes": ["2026-12-24", None, 7, None, True],
		"said": 'The "Cranes" is worth 1,200.50',
	}


def test_a_webhook_is_owed_with_what_the_record_held():
	slack = {
		"step": "webhook",
		"url": "https://hooks.example.com/x",
		"shape": "slack",
		"text": "{{ title }} moved",
	}
	plain = {"step": "webhook", "url": "https://hooks.example.com/y"}
	teams = {**slack, "shape": "teams"}
	doc = rule(slack, plain, teams)
	deal_moved(title="Cranes", value=7)
	work_off()
	rows = steps_of(run_of(doc))
	assert {row.status for row in rows} == {"Owed"}
	requests = {row.place: json.loads(row.payload) for row in rows}
	assert json.loads(requests["0"]["body"]) == {"text": "Cranes moved"}
	assert json.loads(requests["1"]["body"])["record"]["value"] == 7
	card = json.loads(requests["2"]["body"])["attachments"][0]["content"]
	assert card["body"][0]["text"] == "Cranes moved"
	assert outcome(doc) == ("Completed", None)
