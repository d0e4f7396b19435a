"""The step of rules that writes to a contact, and rules that listen to messages."""

import frappe
import pytest

from frappe_crm_app.channels.messaging import api, receiving
from frappe_crm_app.channels.messaging.tasks import MESSAGE
from frappe_crm_app.kit.exceptions import RuleError
from frappe_crm_app.kit.messaging_provider import Channel
from tests.factories import make_contact, make_deal, move
from tests.site.automation.workflow_rules.engine import outcome, rule, run_of, steps_of, work_off
from tests.site.channels.messaging.conftest import work

PHONE = "+14155550100"
STEP = {"step": "message", "channel": "SMS", "text": "Dear {{ first_name }}, we have begun."}


@pytest.fixture
def deal(peer):
	return make_deal(contact=make_contact(first_name="Ada", phone=PHONE).name)


def detail_of(doc) -> str:
	return steps_of(run_of(doc))[0].detail


def test_a_rule_writes_to_the_deals_contact(peer, deal):
	doc = rule(STEP)
	move(deal, "Qualified")
	work_off()
	assert outcome(doc)[0] == "Completed"
	name = frappe.db.get_value(MESSAGE, {"contact": deal.contact})
	assert work(name).status == "Sent"
	assert peer.taken[0]["text"] == "Dear Ada, we have begun."


def test_a_rule_sends_a_template(peer, deal):
	step = {
		"step": "message",
		"channel": "WhatsApp",
		"template": "offer",
		"parameters": "{{ first_name }}\n5 boats",
	}
	doc = rule(step)
	move(deal, "Qualified")
	work_off()
	assert outcome(doc)[0] == "Completed"
	assert frappe.db.get_value(MESSAGE, {"contact": deal.contact}, "text").startswith(
		"Dear Ada, your offer over 5"
	)


def test_a_rule_sends_nothing_to_who_wants_no_messages(peer, deal):
	frappe.get_doc("CRM Contact", deal.contact).update({"messaging_opt_out": 1}).save()
	doc = rule(STEP)
	move(deal, "Qualified")
	work_off()
	assert detail_of(doc) == "The contact wants no such messages."
	assert not frappe.db.exists(MESSAGE, {"contact": deal.contact})


def test_a_rule_says_what_keeps_it_from_sending(peer, deal):
	doc = rule({"step": "message", "channel": "WhatsApp", "text": "Hello"})
	move(deal, "Qualified")
	work_off()
	assert run_of(doc).status == "Failed"
	assert "only within 24 hours" in run_of(doc).reason


@pytest.mark.parametrize(
	"wrong",
	[
		{"channel": "Chat", "text": "Hello"},
		{"channel": "SMS"},
		{"channel": "SMS", "text": "Hello", "template": "offer"},
		{"channel": "SMS", "text": "{{ phone }}"},
		{"channel": "SMS", "text": 5},
		{"channel": "SMS", "text": "Hello", "pigeon": "x"},
	],
)
def test_a_step_that_cannot_be_is_refused(peer, wrong):
	with pytest.raises(RuleError):
		rule({"step": "message", **wrong})


def test_rules_listen_to_answers_and_to_what_was_sent(peer, deal):
	tag = {"step": "change", "of": "contact", "values": {"job_title": "Answers"}}
	heard = rule(tag, record_type=MESSAGE, event_kind="message.received")
	sent = rule(
		{"step": "notify", "to": {"user": "Administrator"}, "text": "It went"},
		record_type=MESSAGE,
		event_kind="message.sent",
	)
	frappe.db.commit()
	contact = deal.contact
	receiving.log_answer(
		receiving.Heard("asked", contact, Channel.SMS, "Yes", frappe.utils.now_datetime(), "in-1")
	)
	name = api.send(contact, "SMS", "Hello", provider="asked")["message"]
	work(name)
	work_off()
	assert outcome(heard)[0] == "Completed", run_of(heard)
	assert frappe.db.get_value("CRM Contact", contact, "job_title") == "Answers"
	assert run_of(sent).reference_name == name


def test_rules_listen_to_what_could_not_be_sent(peer, deal):
	tag = {"step": "change", "of": "contact", "values": {"job_title": "Call them"}}
	doc = rule(tag, record_type=MESSAGE, event_kind="message.failed")
	frappe.db.commit()
	peer.days.refuses = PHONE
	assert work(api.send(deal.contact, "SMS", "Hello", provider="asked")["message"]).status == "Failed"
	work_off()
	assert outcome(doc)[0] == "Completed", run_of(doc)
	assert frappe.db.get_value("CRM Contact", deal.contact, "job_title") == "Call them"
