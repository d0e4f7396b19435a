"""Says what happened to mails (`event_kinds.py`), in the transaction in which it happens, where somebody listens."""

from datetime import timedelta

import frappe
from frappe.utils import get_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import Direction
from frappe_crm_app.kit.domain_events.emitting import emit
from frappe_crm_app.kit.domain_events.listening import heard
from frappe_crm_app.records.mail.event_kinds import ANSWERED, BOUNCED, RECEIVED, SENT
from frappe_crm_app.records.mail.rows import MAIL

LATE = timedelta(hours=1)  # how long before a mailbox was connected a mail may have been sent that is news


def tell_stored(stored: frappe._dict, mailbox: str) -> None:
	"""Say that a mail came or was sent, unless it is older than its mailbox here; and that it answers one of ours."""
	is_out = stored.direction == Direction.OUT
	kind = SENT if is_out else RECEIVED
	names = () if is_history(stored, mailbox) else heard()
	if kind not in names and ANSWERED not in names:
		return
	emit(kind, (MAIL, stored.name))
	if not is_out and ANSWERED in names:
		tell_answered(stored)


def is_history(stored: frappe._dict, mailbox: str) -> bool:
	"""Return whether a mail was sent before its mailbox was connected: what happened then is no news."""
	connected_on = frappe.get_cached_value("CRM Mailbox", mailbox, "creation")
	return bool(connected_on) and get_datetime(stored.sent_on) < get_datetime(connected_on) - LATE


def tell_answered(stored: frappe._dict) -> None:
	"""Say of the latest mail that we sent in the thread of this one that it is answered."""
	mail = frappe.qb.DocType(MAIL)
	query = frappe.qb.from_(mail).select(mail.name).where(mail.thread == stored.thread)
	query = query.where((mail.direction == Direction.OUT) & (mail.sent_on <= stored.sent_on))
	names = query.orderby(mail.sent_on, order=frappe.qb.desc).limit(1).run(pluck=True)
	if names:
		emit(ANSWERED, (MAIL, names[0]))


def tell_sent(mail: str) -> None:
	"""Say that a mail that was written here is on its way."""
	emit(SENT, (MAIL, mail))


def tell_bounced(mail: str) -> None:
	"""Say that a mail of ours came back."""
	emit(BOUNCED, (MAIL, mail))
