"""What a person decides about a message: send it again, do not send it, it was sent, it was not."""

from typing import NoReturn

import frappe
from frappe import _
from frappe.utils import get_fullname, now_datetime

from frappe_crm_app.channels.messaging.changing import RELEASED, change
from frappe_crm_app.channels.messaging.owing import cancel_many
from frappe_crm_app.channels.messaging.rights import message_to_change
from frappe_crm_app.channels.messaging.tasks import OUTBOX
from frappe_crm_app.frappe_crm_app.doctype.crm_message.options import MessageStatus
from frappe_crm_app.kit.exceptions import MessageStateError


def retry(name: str) -> None:
	"""Owe a message again that surely was not sent."""
	row = message_to_change(name)
	if row.status == MessageStatus.UNSURE:
		refuse(_("It may have been sent. Say first whether it was."))
	if row.status != MessageStatus.FAILED:
		refuse(_("This is {0}; there is nothing to try again.").format(_(row.status)))
	values = {"attempts": 0, "next_attempt_on": now_datetime(), "reason": None, "ask_on": None, **RELEASED}
	# A new message to the service: its former ID is no longer what it is asked about.
	change(name, MessageStatus.OWED, (MessageStatus.FAILED,), provider_id=None, **values)
	OUTBOX.enqueue()


def settle(name: str, was_sent: bool) -> None:
	"""Take a person's word for whether an unsure message was sent; one that was not can be sent again then."""
	take_word(message_to_change(name), was_sent)


def take_word(row: frappe._dict, was_sent: bool) -> None:
	"""Store what the session's user says of an unsure message; whether they may is asked before."""
	if row.status != MessageStatus.UNSURE:
		refuse(_("This is {0}; there is nothing to settle.").format(_(row.status)))
	values = {"ask_on": None, **RELEASED}
	who = get_fullname(frappe.session.user)
	if was_sent:
		reason = _("It was sent, says {0}.").format(who)
		values["sent_on"] = row.begun_on or now_datetime()
		change(row.name, MessageStatus.SENT, (MessageStatus.UNSURE,), reason=reason, **values)
	else:
		reason = _("It was not sent, says {0}.").format(who)
		change(row.name, MessageStatus.FAILED, (MessageStatus.UNSURE,), reason=reason, **values)


def cancel(name: str) -> None:
	"""Do not send a message that nobody has begun to send."""
	row = message_to_change(name)
	if not cancel_many([row.name], _("Taken back by {0}.").format(get_fullname(frappe.session.user))):
		refuse(_("This is {0}; it cannot be taken back.").format(_(row.status)))


def refuse(sentence: str) -> NoReturn:
	"""Raise `MessageStateError`."""
	frappe.throw(sentence, MessageStateError)
