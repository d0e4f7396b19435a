"""A contact is deleted: a campaign keeps that it had somebody, and nothing of who that was."""

import frappe
from frappe.model.document import Document

from frappe_crm_app.channels.campaigns.rows import RECIPIENT, update_recipients
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import Reason, RecipientStatus


def forget_contact(contact: Document, _event: str | None = None) -> None:
	"""Take the person out of campaigns (`on_trash`): figures stay, those who wait get nothing."""
	row = frappe.qb.DocType(RECIPIENT)
	is_theirs = row.contact == contact.name
	update_recipients(
		is_theirs & (row.status == RecipientStatus.PENDING),
		status=str(RecipientStatus.LEFT_OUT),
		reason=str(Reason.CONTACT_REMOVED),
	)
	update_recipients(is_theirs, contact=None, address=None, problem=None)
