import frappe

from frappe_crm_app.visibility.record import VisibleRecord


class CRMMail(VisibleRecord):
	"""A mail, once, in however many mailboxes it lies: stored by `records/mail/` only."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from frappe_crm_app.frappe_crm_app.doctype.crm_mail_link.crm_mail_link import CRMMailLink
		from frappe_crm_app.frappe_crm_app.doctype.crm_mail_participant.crm_mail_participant import (
			CRMMailParticipant,
		)

		attempts: DF.Int
		chosen_links: DF.SmallText | None
		customer: DF.Link | None
		delivery_problem: DF.SmallText | None
		delivery_state: DF.Literal["", "Draft", "Owed", "Sending", "Sent", "Failed", "Bounced"]
		direction: DF.Literal["In", "Out"]
		from_email: DF.Data | None
		from_name: DF.Data | None
		has_attachments: DF.Check
		headers: DF.Code | None
		html: DF.Code | None
		identity: DF.Data | None
		in_reply_to: DF.Data | None
		inline_files: DF.Code | None
		is_automatic: DF.Check
		is_readable: DF.Check
		lease_key: DF.Data | None
		lease_until: DF.Datetime | None
		links: DF.Table[CRMMailLink]
		mailbox: DF.Link | None
		message_id: DF.Data | None
		next_attempt_on: DF.Datetime | None
		outgoing: DF.Code | None
		participants: DF.Table[CRMMailParticipant]
		problem: DF.SmallText | None
		received_on: DF.Datetime | None
		reference_ids: DF.Code | None
		root_id: DF.Data | None
		sent_on: DF.Datetime | None
		snippet: DF.Data | None
		subject: DF.Data | None
		text: DF.Code | None
		thread: DF.Data | None
		written_by: DF.Link | None
	# end: auto-generated types


def on_doctype_update() -> None:
	"""Index threads in their order, what is owed, and a customer's mails."""
	frappe.db.add_index("CRM Mail", ["thread", "sent_on"], "mail_thread")
	frappe.db.add_index("CRM Mail", ["delivery_state", "next_attempt_on"], "mail_due")
