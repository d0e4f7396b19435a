"""Asks the service how far messages have come; of unsure ones, whether it has them. Once each at a time, with growing pauses."""

from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import cint, get_datetime, now_datetime

from frappe_crm_app.channels.messaging.changing import RELEASED, change, take_over
from frappe_crm_app.channels.messaging.outgoing import outgoing_of
from frappe_crm_app.channels.messaging.providers import all_providers, turn
from frappe_crm_app.channels.messaging.tasks import MESSAGE, OUTBOX
from frappe_crm_app.frappe_crm_app.doctype.crm_message.options import ON_ITS_WAY, MessageStatus
from frappe_crm_app.kit.messaging_provider import Channel, Known, MessagingProvider, ProviderProblem
from frappe_crm_app.kit.outbox.outcomes import MustWait

# Seconds until the next look at a message that was sent; those of campaigns are many, and looked at less.
PAUSES = (15, 60, 600, 3600, 21_600, 86_400)
OF_CAMPAIGNS = (600, 21_600, 86_400)
OF_UNSURE = (10, 60, 600, 3600, 21_600)


def first_look(row: frappe._dict) -> dict:
	"""Return when the service is asked for the first time about a message that it has just taken."""
	return {"asked": 0, "ask_on": next_look(row, MessageStatus.SENT, 0)}


def next_look(row: frappe._dict, status: str, asked: int) -> object:
	"""Return when to ask about a message after so many looks; `None` where it is over."""
	is_over = status == MessageStatus.READ or (
		status == MessageStatus.DELIVERED and row.channel == Channel.SMS
	)
	pauses = OF_CAMPAIGNS if row.campaign_recipient else PAUSES
	pauses = OF_UNSURE if status == MessageStatus.UNSURE else pauses
	if is_over or asked >= len(pauses):
		return None
	return now_datetime() + timedelta(seconds=pauses[asked])


def ask(name: str) -> None:
	"""Ask about one message, unless another job does; commits before it waits for the service."""
	row = claim(name)
	frappe.db.commit()
	if not row:
		return
	provider = all_providers().get(row.provider)
	if not provider or provider.problem():
		return
	try:
		known = answer_of(row, provider)
	except MustWait as limit:
		later = now_datetime() + timedelta(seconds=limit.seconds)
		frappe.db.set_value(MESSAGE, name, "ask_on", later, update_modified=False)
		return
	except ProviderProblem:
		return  # it is asked again
	heed(row, provider, known)


def claim(name: str) -> frappe._dict | None:
	"""Return a message about which is to be asked, and have others not ask meanwhile."""
	row = frappe.db.get_value(MESSAGE, name, "*", as_dict=True, for_update=True)
	if not row or not row.ask_on or get_datetime(row.ask_on) > now_datetime():
		return None
	is_open = row.status in (*ON_ITS_WAY, MessageStatus.UNSURE)
	asked = cint(row.asked) + 1
	following = next_look(row, row.status, asked) if is_open else None
	frappe.db.set_value(MESSAGE, name, {"ask_on": following, "asked": asked}, update_modified=False)
	return row if is_open else None


def answer_of(row: frappe._dict, provider: MessagingProvider) -> Known | None:
	"""Return what the service says of a message."""
	message = outgoing_of(row)
	frappe.db.commit()
	with turn(provider):
		if row.status != MessageStatus.UNSURE:
			return provider.state_of(message, row.provider_id) if row.provider_id else None
		return provider.find_sent(message) if provider.can_be_asked else None


def heed(row: frappe._dict, provider: MessagingProvider, known: Known | None) -> None:
	"""Store what the service says. What it surely does not have may be sent again; else an unsure one waits for a person."""
	if row.status != MessageStatus.UNSURE:
		if known:
			take_over(row.name, known)
		return
	if known:
		sent_on = row.sent_on or row.begun_on or now_datetime()
		take_over(row.name, known, sent_on=sent_on, **first_look(row))
	elif provider.can_be_asked and provider.knows_all_sent:
		owe_again(row)


def owe_again(row: frappe._dict) -> None:
	"""Owe a message again that the service surely does not have; that counts as an attempt."""
	attempts = cint(row.attempts) + 1
	values = {"attempts": attempts, "ask_on": None, **RELEASED}
	if OUTBOX.backoff.is_exhausted(attempts):
		reason = _("{0} attempts failed.").format(attempts)
		change(row.name, MessageStatus.FAILED, (MessageStatus.UNSURE,), reason=reason, **values)
		return
	values["next_attempt_on"] = now_datetime() + timedelta(seconds=OUTBOX.backoff.pause_after(attempts - 1))
	if change(row.name, MessageStatus.OWED, (MessageStatus.UNSURE,), reason=row.reason, **values):
		OUTBOX.enqueue()
