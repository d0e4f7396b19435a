"""A contact is deleted: a campaign keeps that it had somebody, and nothing of who that was."""

import frappe
from frappe.model.document import Document
from pypika import Case

from frappe_crm_app.channels.campaigns.rows import RECIPIENT, update_recipients
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import Reason, RecipientStatus


def forget_contact(contact: Document, _event: str | None = None) -> None:
	"""Take the person out of campaigns (`on_trash`): figures stay, those who wait get nothing."""
	row = frappe.qb.DocType(RECIPIENT)
	waits = row.status == RecipientStatus.PENDING
	# In this order: MariaDB reads in a later assignment what an earlier one has written.
	reason = Case().when(waits, str(Reason.CONTACT_REMOVED)).else_(row.reason)
	status = Case().when(waits, str(RecipientStatus.LEFT_OUT)).else_(row.status)
	update_recipients(
		row.contact == contact.name, reason=reason, status=status, contact=None, address=None, problem=None
	)
