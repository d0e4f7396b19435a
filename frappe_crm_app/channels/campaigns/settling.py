"""A person says whether an unsure mail went out. What was not sent is not sent again by that: who wants to may make a second campaign."""

import frappe
from frappe import _
from frappe.utils import now_datetime

from frappe_crm_app.channels.campaigns.rows import CAMPAIGN, RECIPIENT
from frappe_crm_app.channels.messaging import settling
from frappe_crm_app.channels.messaging.tasks import MESSAGE
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import Reason, RecipientStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_message.options import MessageStatus
from frappe_crm_app.kit.exceptions import CampaignStateError
from frappe_crm_app.visibility import policy


def settle(recipient: str, was_sent: bool) -> dict:
	"""Store what somebody found out of an unsure recipient, and return `{status}`. Raises `CampaignStateError`, `frappe.PermissionError`."""
	if not frappe.has_permission(CAMPAIGN, "write") or not policy.may(RECIPIENT, recipient):
		frappe.throw(_("There is no such recipient that you can see."), frappe.PermissionError)
	message = unsure_message_of(recipient)
	if message:  # its log says the same, and tells the recipient
		settling.take_word(message, was_sent)
	stored = frappe.db.get_value(RECIPIENT, recipient, "status", for_update=True)
	if not message:
		refuse_settled(stored)
		frappe.db.set_value(RECIPIENT, recipient, values_of_mail(was_sent))
	frappe.db.set_value(RECIPIENT, recipient, {"settled_by": frappe.session.user, "problem": None})
	return {"status": frappe.db.get_value(RECIPIENT, recipient, "status")}


def unsure_message_of(recipient: str) -> frappe._dict | None:
	"""Return the SMS or WhatsApp message of a recipient of which nobody knows whether it was sent, `None` for a mail."""
	filters = {"campaign_recipient": recipient, "status": str(MessageStatus.UNSURE)}
	return frappe.db.get_value(MESSAGE, filters, ["name", "status", "begun_on"], as_dict=True)


def refuse_settled(status: str | None) -> None:
	"""Raise `CampaignStateError` for a recipient of whom it is known what they got."""
	if status != RecipientStatus.UNSURE:
		frappe.throw(_("Of this recipient nothing is unsure."), CampaignStateError)


def values_of_mail(was_sent: bool) -> dict:
	"""Return what is to be stored of whoever got a mail, or did not."""
	if was_sent:
		return {"status": str(RecipientStatus.SENT), "sent_on": now_datetime()}
	return {"status": str(RecipientStatus.FAILED), "reason": str(Reason.NOT_ACCEPTED)}
