"""Sends one message whose lease is ours, and says what became of it.

*Sending* is committed before the request, with the moment at which it began; *sent* after it. What a crash leaves in between, or an answer
that is lost, is *unsure*: the service is asked (`asking.py`), or a person says what happened, and nothing is sent again by itself. A
service that answers that something went wrong there is asked first whether it has the message, and then tried again, with pauses.
"""

from functools import partial

import frappe
from frappe import _
from frappe.utils import cint, now_datetime

from frappe_crm_app.channels.messaging import window
from frappe_crm_app.channels.messaging.asking import first_look
from frappe_crm_app.channels.messaging.changing import RELEASED, UNDER_WAY, change, take_over
from frappe_crm_app.channels.messaging.consent import is_withdrawn
from frappe_crm_app.channels.messaging.outgoing import outgoing_of
from frappe_crm_app.channels.messaging.providers import all_providers, rate_of, turn
from frappe_crm_app.channels.messaging.tasks import ASKING, OUTBOX
from frappe_crm_app.frappe_crm_app.doctype.crm_message.options import MessageStatus
from frappe_crm_app.kit.conflicts import committed
from frappe_crm_app.kit.messaging_provider import (
	Doubtful,
	Known,
	MessagingProvider,
	NotTaken,
	Outgoing,
	Refused,
)
from frappe_crm_app.kit.outbox.outcomes import GiveUp, MustWait, TryLater
from frappe_crm_app.kit.sentences import sentence_in

WHILE_CLOSED = 300  # seconds after which a service that is not set up, or paused, is looked at again
NOTHING_BEGUN = {"begun_on": None, "is_doubtful": 0}


def send(row: frappe._dict) -> None:
	"""Send a message and store what became of it; raises `GiveUp`, `TryLater`, `MustWait` or `LeaseLost`."""
	if row.begun_on and not cint(row.is_doubtful):
		return be_unsure(row, _("The server stopped while the message was being sent."))
	provider = all_providers().get(row.provider)
	problem = provider.problem() if provider else _("Its messaging provider is not there any more.")
	if problem:
		raise TryLater(problem, WHILE_CLOSED)
	if cint(row.is_doubtful) and find_again(row, provider):
		return None
	reason = reason_not_to(row, provider)
	if reason:
		committed(partial(change, row.name, MessageStatus.CANCELLED, UNDER_WAY, reason=reason, **RELEASED))
		return None
	message = outgoing_of(row)
	frappe.db.commit()  # no transaction is open while the service is waited for
	return attempt(row, provider, message)


def attempt(row: frappe._dict, provider: MessagingProvider, message: Outgoing) -> None:
	"""Hand the message to the service."""
	try:
		with turn(provider):
			known = provider.send(message, partial(begin, row))
	except Refused as problem:
		raise unsent(row, GiveUp(sentence_in(problem), **NOTHING_BEGUN)) from problem
	except NotTaken as problem:
		if problem.seconds and provider.per_second:
			rate_of(provider).pause(problem.seconds)  # it is about all requests
		raise unsent(row, TryLater(sentence_in(problem), problem.seconds, **NOTHING_BEGUN)) from problem
	except MustWait:
		if row.begun_on:
			OUTBOX.note(row, **NOTHING_BEGUN)
		raise
	except Doubtful as problem:
		if not (problem.is_answered and provider.can_be_asked):
			return be_unsure(row, sentence_in(problem))
		raise TryLater(sentence_in(problem), is_doubtful=1) from problem
	committed(partial(store, row, known))


def begin(row: frappe._dict) -> None:
	"""Store that the person may have the message from now on, whatever becomes of us."""
	OUTBOX.note(row, begun_on=now_datetime(), is_doubtful=0)
	frappe.db.commit()


def store(row: frappe._dict, known: Known) -> None:
	"""Store that the service has the message."""
	take_over(row.name, known, sent_on=now_datetime(), **first_look(row))


def find_again(row: frappe._dict, provider: MessagingProvider) -> bool:
	"""Return whether the service has a message of which it said that something went wrong; it is stored then."""
	message = outgoing_of(row)
	frappe.db.commit()
	try:
		with turn(provider):
			known = provider.find_sent(message)
	except (Refused, NotTaken, Doubtful) as problem:
		raise TryLater(sentence_in(problem)) from problem
	if known:
		committed(partial(store, row, known))
	return bool(known)


def reason_not_to(row: frappe._dict, provider: MessagingProvider) -> str:
	"""Return why a message is not sent any more, though it was owed."""
	if row.campaign_recipient and is_withdrawn(row.contact, row.channel):
		return _("The contact wants no such messages any more.")
	if not row.template and not window.is_open(row.contact, row.channel, provider):
		return window.closed_sentence(provider, row.channel)
	return ""


def unsent(row: frappe._dict, outcome: Exception) -> Exception:
	"""Return what to raise, with the row knowing that the message surely was not sent (`given_up`)."""
	row.update(NOTHING_BEGUN)
	return outcome


def be_unsure(row: frappe._dict, reason: str) -> None:
	"""Store that nobody knows whether the person has the message."""
	committed(partial(note_unsure, row, reason))


def note_unsure(row: frappe._dict, reason: str) -> bool:
	values = {"lease_key": None, "lease_until": None, "asked": 0, "ask_on": now_datetime()}
	ASKING.enqueue()
	return change(row.name, MessageStatus.UNSURE, (MessageStatus.SENDING,), reason=reason, **values)


def given_up(row: frappe._dict, reason: str) -> dict:
	"""Tell that a message is not tried any more (hook of the outbox); where the service may have it, it is unsure."""
	if row.begun_on:
		note_unsure(row, reason)
		return {"status": MessageStatus.UNSURE}
	change(row.name, MessageStatus.FAILED, UNDER_WAY, reason=reason)
	return {}
