"""Rules about what strangers send: begun once it has become a contact, done to that contact."""

import json

import frappe
import pytest

from frappe_crm_app.intake.lead_forms import processing
from frappe_crm_app.intake.lead_forms.event_kinds import CONFIRMED, QUARANTINED, RECEIVED
from frappe_crm_app.intake.lead_forms.tasks import OUTBOX
from frappe_crm_app.kit.domain_events.emitting import emit_state
from frappe_crm_app.kit.domain_events.tasks import OUTBOX as EVENTS
from frappe_crm_app.kit.exceptions import RuleError
from tests.factories import make_contact, make_form, make_submission
from tests.site.automation.workflow_rules.engine import (
	EVENT,
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
from tests.stack.site import refresh

SUBMISSION = "CRM Lead Submission"
ADA = {"first_name": "Ada", "last_name": "King", "email": "ada@example.com"}


def rule_of_form(*steps: dict, kind: str = RECEIVED, **values):
	return rule(*steps, record_type=SUBMISSION, event_kind=kind, **values)


def sent(form=None, kind: str = RECEIVED, status: str = "Received", **answers):
	"""A submission as it is stored, with what is said of it."""
	given = ADA | answers
	form = form or make_form()
	doc = make_submission(form=form.name, status=status, answers=json.dumps(given), **given)
	emit_state(kind, doc)
	return doc


def processed(doc):
	"""Make its contact, as the job does, and return that."""
	OUTBOX.carry_out(doc.name)
	return frappe.get_doc("CRM Contact", frappe.db.get_value(SUBMISSION, doc.name, "contact"))


def test_steps_are_done_to_the_contact_that_it_became(make_user):
	ann = make_user("CRM Sales Rep")
	doc = rule_of_form(
		{"step": "assign", "to": {"turns": [ann]}},
		{"step": "note", "subject": "Call {{ first_name }}", "in_working_days": 1},
		TAG,
		{"step": "change", "values": {"job_title": "Queen"}},
		{"step": "change", "of": "customer", "values": {"industry": "Steel"}},
		{"step": "mail", "to": "contact", "subject": "Thanks", "text": "Dear {{ contact.first_name }}"},
		{"step": "notify", "to": "owner", "text": "{{ email }}"},
	)
	contact = processed(sent(company_name="Acme"))
	work_off()
	run = run_of(doc)
	assert (run.status, run.reason) == ("Completed", None)
	contact.reload()
	assert (contact.contact_owner, contact.job_title, tags_of(contact)) == (ann, "Queen", {"Seen"})
	assert frappe.db.get_value("CRM Customer", contact.customer, "industry") == "Steel"
	notes = frappe.get_all(
		"CRM Follow-up Note", {"contact": contact.name, "subject": "Call Ada"}, pluck="assigned_to"
	)
	assert notes == [ann]
	about = {"reference_doctype": SUBMISSION, "reference_name": run.reference_name}
	(mail,) = frappe.get_all("Email Queue", about, pluck="name")
	assert frappe.get_all("Email Queue Recipient", {"parent": mail}, pluck="recipient") == ["ada@example.com"]
	assert frappe.db.exists("Notification Log", {"for_user": ann, "subject": "ada@example.com"})
	assert {step.reference_doctype for step in steps_of(run) if step.step_type in ("tag", "assign")} == {
		"CRM Contact"
	}


def test_conditions_ask_for_the_form_and_for_the_contact():
	fair, web = make_form(), make_form()
	doc = rule_of_form(
		TAG, conditions=[asked("form", "is", fair.name), asked("contact.status", "is", "Customer")]
	)
	make_contact(email="bob@example.com", status="Customer")
	for form, email in ((fair, "bob@example.com"), (fair, "new@example.com"), (web, "bob@example.com")):
		processed(sent(form, email=email))
	work_off()
	assert sorted(run.status for run in runs(doc)) == ["Completed", "Skipped", "Skipped"]


def test_what_is_not_a_contact_yet_is_told_again_once_it_is(committed, worker):
	doc = rule_of_form(TAG)
	submission = sent()
	frappe.db.commit()
	(event,) = frappe.get_all(EVENT, {"reference_name": submission.name}, pluck="name")
	EVENTS.attempt(event)
	refresh()
	assert (frappe.db.get_value(EVENT, event, "status"), runs(doc)) == ("Owed", [])
	EVENTS.forget_waking()
	before = worker.queued().count(EVENTS.key)
	OUTBOX.attempt(submission.name)
	assert worker.queued().count(EVENTS.key) == before + 1
	worker.run()
	refresh()
	contact = frappe.get_doc("CRM Contact", {"email": "ada@example.com"})
	assert (outcome(doc), tags_of(contact)) == (("Completed", None), {"Seen"})


def test_what_fails_to_become_a_contact_is_told_all_the_same(committed, monkeypatch, logged):
	doc = rule_of_form({"step": "notify", "to": {"user": "Administrator"}, "text": "Look"}, TAG)
	submission = sent()
	frappe.db.commit()
	monkeypatch.setattr(processing, "make_lead", lambda *_arguments: 1 / 0)
	OUTBOX.attempt(submission.name)
	(event,) = frappe.get_all(EVENT, {"reference_name": submission.name}, pluck="name")
	EVENTS.attempt(event)
	work_off()
	run = run_of(doc)
	assert (run.status, run.reason) == ("Failed", "It has become no Contact yet.")
	assert [step.status for step in steps_of(run)] == ["Done", "Failed"]


def test_one_under_suspicion_is_told_at_once_and_has_no_contact():
	doc = rule_of_form({"step": "notify", "to": {"user": "Administrator"}, "text": "Spam?"}, kind=QUARANTINED)
	received = rule_of_form(TAG)
	sent(kind=QUARANTINED, status="Quarantined")
	work_off()
	assert (outcome(doc), runs(received)) == (("Completed", None), [])


def test_a_confirmed_address_is_told_with_its_contact():
	doc = rule_of_form(TAG, kind=CONFIRMED)
	contact = processed(sent(kind=CONFIRMED))
	work_off()
	assert (outcome(doc), tags_of(contact)) == (("Completed", None), {"Seen"})


def test_once_is_once_for_a_contact():
	doc = rule_of_form(TAG, how_often="Once")
	for _time in range(2):
		processed(sent())
		work_off()
	assert sorted((run.status, run.reason_key) for run in runs(doc)) == [
		("Completed", None),
		("Skipped", "often"),
	]


def test_a_run_waits_for_what_happens_to_the_contact():
	wait = {"step": "wait_for_event", "event": "note.completed", "hours": 1}
	doc = rule_of_form({"step": "note", "subject": "Call"}, {**wait, "then": [TAG], "else": []})
	contact, other = processed(sent()), processed(sent(email="bob@example.com", last_name="Reed"))
	work_off()
	note = frappe.get_doc("CRM Follow-up Note", {"contact": contact.name, "subject": "Call"})
	note.update({"status": "Done"}).save()
	work_off()
	assert (tags_of(contact), tags_of(other)) == ({"Seen"}, set())
	assert sorted(run.status for run in runs(doc)) == ["Completed", "Waiting"]


def test_a_rule_about_a_contact_waits_for_a_form_of_theirs():
	contact = make_contact(email="ada@example.com")
	wait = {"step": "wait_for_event", "event": RECEIVED, "days": 3}
	rule({**wait, "then": [TAG]}, record_type="CRM Contact", event_kind="contact.status_changed")
	frappe.get_doc("CRM Contact", contact.name).update({"status": "Qualified"}).save()
	work_off()
	processed(sent())
	work_off()
	assert tags_of(contact) == {"Seen"}


@pytest.mark.parametrize(
	"step",
	[
		{"step": "stage", "stage": "x"},
		{"step": "change", "values": {"message": "changed"}},
		{"step": "change", "of": "deal", "values": {"title": "x"}},
	],
)
def test_what_was_sent_is_never_changed(step):
	with pytest.raises(RuleError):
		rule_of_form(step)


def test_a_rep_sees_what_a_rule_did_about_forms_of_their_contacts(make_user):
	rep = make_user("CRM Sales Rep")
	doc = rule_of_form(TAG)
	own = make_contact(email="ada@example.com", contact_owner=rep)
	for email in (own.email, "bob@example.com"):
		processed(sent(email=email))
	work_off()
	frappe.set_user(rep)
	seen = frappe.get_list("CRM Workflow Run", {"rule": doc.name}, pluck="reference_name")
	assert [frappe.db.get_value(SUBMISSION, name, "email") for name in seen] == ["ada@example.com"]
