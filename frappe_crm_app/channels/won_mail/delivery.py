"""Puts an owed mail into Frappe's Email Queue, in the transaction that marks its row (`kit/outbox/by_lock.py`): once."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import validate_email_address

from frappe_crm_app.channels.won_mail.message import compose
from frappe_crm_app.frappe_crm_app.doctype.crm_won_mail.options import WonMailStatus
from frappe_crm_app.kit.outbox.outcomes import GiveUp


def deliver(row: Document) -> dict:
	"""Queue the mail of one CRM Won Mail and return what is to be stored of it; raises `GiveUp` where the owner cannot be mailed."""
	recipient = address_of(row.deal_owner)
	email_queue = send(compose(row.deal, row.deal_owner), recipient, row.deal)
	return {"status": WonMailStatus.QUEUED, "email_queue": email_queue, "attempts": row.attempts + 1}


def address_of(user: str | None) -> str:
	"""Return the owner's email address; raises `GiveUp` where there is none to use."""
	if not user:
		raise GiveUp(_("the deal has no owner"))
	owner = frappe.db.get_value("User", user, ["enabled", "email"], as_dict=True)
	if not owner or not owner.enabled:
		raise GiveUp(_("{0} is disabled").format(user))
	if not owner.email or not validate_email_address(owner.email):
		raise GiveUp(_("{0} has no email address").format(user))
	return owner.email


def send(message: dict, recipient: str, deal: str) -> str:
	"""Queue the message and return the Email Queue's name; raises `GiveUp` where the recipient wants no mail."""
	queued = frappe.sendmail(
		recipients=[recipient],
		reference_doctype="CRM Sales Deal",
		reference_name=deal,
		add_unsubscribe_link=0,
		**message,
	)
	if not queued:
		raise GiveUp(_("{0} has unsubscribed from mail").format(recipient))
	return queued.name


def tell_timeline(row: Document, reason: str) -> None:
	"""Say on the deal's timeline why the mail was not sent."""
	text = _("The mail about this win was not sent: {0}.").format(frappe.utils.escape_html(reason))
	frappe.get_doc("CRM Sales Deal", row.deal).add_comment("Info", text)
