"""Who may send to whom: whoever may change the contact."""

import frappe
from frappe import _

from frappe_crm_app.channels.messaging.tasks import MESSAGE
from frappe_crm_app.frappe_crm_app.doctype.crm_message.options import MessageDirection
from frappe_crm_app.kit.exceptions import MessageError
from frappe_crm_app.kit.messaging_provider import SENDABLE
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import CONTACT

MOST_A_MINUTE = 30  # messages that one person sends by hand
IN_A_MINUTE = 60  # seconds


def may_send(contact: str) -> bool:
	"""Return whether the session's user may write to a contact."""
	if not contact or not frappe.db.exists(CONTACT, contact):
		return False
	return bool(frappe.has_permission(CONTACT, "write", contact)) and policy.may(
		CONTACT, contact, action="write"
	)


def refuse_hidden(contact: str) -> None:
	"""Raise `frappe.PermissionError` unless the session's user may read the contact, be it that there is none."""
	is_there = contact and frappe.db.exists(CONTACT, contact)
	if not is_there or not frappe.has_permission(CONTACT, "read", contact):
		frappe.throw(_("There is no such record that you can see."), frappe.PermissionError)


def refuse_strangers(contact: str) -> None:
	"""Raise `frappe.PermissionError` unless the session's user may write to the contact, be it that there is none."""
	if not may_send(contact):
		frappe.throw(_("Only who may change a contact may send it messages."), frappe.PermissionError)


def message_to_change(name: str) -> frappe._dict:
	"""Return a message that we sent, locked, for who may write to its contact; raises `frappe.PermissionError`."""
	fields = [
		"name",
		"contact",
		"status",
		"direction",
		"attempts",
		"campaign_recipient",
		"channel",
		"begun_on",
	]
	row = frappe.db.get_value(MESSAGE, name, fields, as_dict=True, for_update=True) if name else None
	refuse_strangers(row.contact if row and row.direction == MessageDirection.OUT else "")
	return row


def refuse_too_many() -> None:
	"""Raise `MessageError` where somebody sends more by hand in a minute than people do."""
	since = frappe.utils.add_to_date(frappe.utils.now_datetime(), seconds=-IN_A_MINUTE)
	mine = {"sent_by": frappe.session.user, "creation": (">", since), "campaign_recipient": ("is", "not set")}
	if frappe.db.count(MESSAGE, mine) >= MOST_A_MINUTE:
		frappe.throw(
			_("These are many messages in a minute. Wait a moment, or make a campaign of them."), MessageError
		)


def refuse_other_channels(channel: str) -> None:
	"""Raise `MessageError` for a channel by which nobody can be written to."""
	if channel not in SENDABLE:
		frappe.throw(_("Choose one of these channels: {0}.").format(", ".join(SENDABLE)), MessageError)
