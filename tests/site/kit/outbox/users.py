"""All users of the engine: how each comes to owe something, and how often each of it took effect."""

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import frappe
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.automation.workflow_rules.buttons import press
from frappe_crm_app.automation.workflow_rules.tasks import RUNS
from frappe_crm_app.channels.mail.writing.api import send_mail
from frappe_crm_app.channels.messaging.owing import Owed, owe_many
from frappe_crm_app.channels.respondio.webhook import store
from frappe_crm_app.kit.domain_events.emitting import emit
from frappe_crm_app.records.audiences.subscribing import subscribe
from tests.factories import (
	make_contact,
	make_customer,
	make_deal,
	make_form,
	make_list,
	make_note,
	make_submission,
	move,
	stage,
)
from tests.site.automation.workflow_rules.engine import asked, pass_time, rule
from tests.site.automation.workflow_rules.peer import HookPeer
from tests.site.channels.mail.writing.conftest import mailbox_by, suspend
from tests.site.channels.mail.writing.peer import SmtpPeer
from tests.site.channels.messaging.peer import MessagePeer
from tests.site.kit.outbox import second_user
from tests.stack.site import new_user

PHONE = "+1415555{:04}"


@dataclass(frozen=True)
class User:
	"""`owe(number)` owes so many pieces of work; `effects(peer)` says how often each of them took effect."""

	owe: Callable[[int], None]
	effects: Callable[[object], Counter]


def owe_won_mails(number: int) -> None:
	owner = new_user("CRM Manager")
	for _ in range(number):
		move(make_deal(deal_owner=owner), "Won")


def owe_leads(number: int) -> None:
	form = make_form().name
	for place in range(number):
		answers = {"first_name": "Ada", "last_name": str(place), "email": f"ada{place}@example.com"}
		make_submission(form=form, status="Received", answers=json.dumps(answers), **answers)


def owe_prospects(number: int) -> None:
	for place in range(number):
		make_customer(customer_kind="Person", customer_name=f"Ada {place}", phone=PHONE.format(place))


def owe_events(number: int) -> None:
	for place in range(number):
		contact = make_contact(phone=PHONE.format(place))
		body = {"event_type": "conversation.opened", "event_id": f"event-{place}"}
		store(body | {"contact": {"id": place, "phone": contact.phone}, "conversation": {"source": "user"}})


def owe_reminders(number: int) -> None:
	frappe.db.set_single_value("CRM Desk Settings", "send_reminders", 1)
	deal, rep = make_deal(), new_user("CRM Sales Rep")
	for place in range(number):
		due = add_to_date(now_datetime(), minutes=-1 - place)
		make_note(deal, subject=f"Ask {place}", assigned_to=rep, scheduled_on=due)


def owe_digests(number: int) -> None:
	frappe.db.set_single_value("CRM Desk Settings", {"digest_hour": 0, "send_reminders": 0})
	for _ in range(number):
		make_deal(deal_owner=new_user("CRM Sales Rep"))  # without a next step


def owe_telling(number: int) -> None:
	contact = make_contact()
	for place in range(number):
		emit("contact.tagged", contact, after={"tag": f"tag {place}"})


def owe_runs(number: int, *steps: dict) -> None:
	doc = rule(*steps, trigger_type="Button", event_kind=None, button_label="Go")
	for _ in range(number):
		press(doc.name, "CRM Sales Deal", make_deal().name)


def owe_mails_of_rules(number: int) -> None:
	"""Owe runs that have waited, with a step of each kind that works in the database; the last one leaves a mail."""
	to_me = {"user": "Administrator"}
	steps = [
		{"step": "note", "subject": "Ask", "in_working_days": 1},
		{"step": "change", "values": {"description": "Changed"}},
		{"step": "assign", "to": to_me},
		{"step": "stage", "stage": stage("Proposal")},
		{"step": "tag", "tag": "Seen"},
		{"step": "notify", "to": to_me, "text": "{{ title }}"},
		{"step": "mail", "to": {"address": "press@example.com"}, "subject": "{{ title }}", "text": "Hello"},
	]
	until = {"all": [asked("description", "is_empty")]}
	again = {"step": "repeat", "until": until, "most": 2, "steps": [{"step": "tag", "tag": "Again"}]}
	branch = {"step": "if", "if": {"all": []}, "then": [*steps[:-1], again]}
	owe_runs(number, {"step": "wait", "minutes": 5}, branch, steps[-1])
	for name in RUNS.find_due(number):
		RUNS.carry_out(name)
	pass_time(minutes=6)


def owe_looks(number: int) -> None:
	for place in range(number):
		deal = make_deal(title=f"Deal of rule {place}")
		conditions = [asked("title", "is", deal.title)]
		doc = rule(trigger_type="Schedule", event_kind=None, cron="0 9 * * *", conditions=conditions)
		frappe.db.set_value(doc.doctype, doc.name, "next_look_on", add_to_date(now_datetime(), minutes=-1))


HOOKS = HookPeer()


def owe_requests(number: int) -> None:
	"""Have runs owe requests to a peer of its own; their keys are the steps."""
	HOOKS.taken.clear()
	HOOKS.start()
	owe_runs(number, {"step": "webhook", "url": HOOKS.url})
	for name in RUNS.find_due(number):
		RUNS.carry_out(name)


MAILS = SmtpPeer()


def owe_mails(number: int) -> None:
	"""Owe mails to a server of its own; which of them it took is told by their Message-IDs."""
	MAILS.taken.clear()
	if not MAILS.port:
		MAILS.start()
	suspend(0)  # the site sends no mails otherwise; the fixture of `user` puts it back
	user = new_user("CRM Sales Rep")
	mailbox_by(MAILS, user)
	frappe.set_user(user)
	for place in range(number):
		send_mail(to="grace@navy.example", subject=f"Mail {place}")
	frappe.set_user("Administrator")
	past = add_to_date(now_datetime(), minutes=-1)
	frappe.db.set_value("CRM Mail", {"delivery_state": "Owed"}, "next_attempt_on", past)


MESSAGES = MessagePeer()


def owe_messages(number: int) -> None:
	"""Owe messages to a service of its own, which can be asked; the fixture of `user` has its provider listed."""
	MESSAGES.taken.clear()
	MESSAGES.start()
	contacts = [make_contact(phone=PHONE.format(place)) for place in range(number)]
	owe_many([Owed(contact.name, "SMS", "Hello", "asked") for contact in contacts])


def owe_subscriptions(number: int) -> None:
	"""Owe mails that ask strangers to confirm."""
	news = make_list().name
	for place in range(number):
		subscribe(news, None, address=f"ada{place}@example.com", source="Form")


def counted(doctype: str, fieldname: str, **filters) -> Counter:
	return Counter(frappe.get_all(doctype, filters=filters, pluck=fieldname))


USERS = {
	"won_mail": User(
		owe_won_mails,
		lambda _peer: counted("Email Queue", "reference_name", reference_doctype="CRM Sales Deal"),
	),
	"lead_forms": User(owe_leads, lambda _peer: counted("CRM Follow-up Note", "contact")),
	"respondio": User(
		owe_prospects, lambda peer: Counter(contact["phone"] for contact in peer.contacts.values())
	),
	"respondio_events": User(owe_events, lambda _peer: counted("CRM Follow-up Note", "contact")),
	"reminders": User(
		owe_reminders,
		lambda _peer: counted("Notification Log", "document_name", subject=("like", "%is due%")),
	),
	"digests": User(
		owe_digests,
		lambda _peer: counted("Notification Log", "for_user", subject=("like", "%without a next step%")),
	),
	"domain_events": User(owe_telling, lambda _peer: counted("ToDo", "description")),
	"subscriptions": User(
		owe_subscriptions,
		lambda _peer: counted("Email Queue", "reference_name", reference_doctype="CRM Subscription"),
	),
	"workflow_runs": User(
		owe_mails_of_rules,
		lambda _peer: counted("Email Queue", "reference_name", reference_doctype="CRM Sales Deal"),
	),
	"workflow_triggers": User(owe_looks, lambda _peer: counted("CRM Workflow Run", "rule")),
	# At least once, and twice only where a worker dies while the server takes the mail.
	"mails": User(owe_mails, lambda _peer: Counter(set(MAILS.ids()))),
	"messages": User(owe_messages, lambda _peer: MESSAGES.keys()),
	# At least once: whoever takes them tells by the key that one came before.
	"workflow_requests": User(owe_requests, lambda _peer: Counter(set(HOOKS.keys()))),
	"test_parcels": User(
		lambda number: second_user.owe(second_user.PARCELS, number),
		lambda _peer: counted("ToDo", "description"),
	),
	"test_calls": User(
		lambda number: second_user.owe(second_user.CALLS, number),
		lambda _peer: counted("ToDo", "description"),
	),
}
