import frappe

from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.records.mail.mailboxes import keep_place, refuse_sharing_by_others
from frappe_crm_app.visibility.guards import keep_visibility_rules
from frappe_crm_app.visibility.record import VisibleRecord


class CRMMailboxEntry(VisibleRecord):
	"""A mail in a mailbox: in which folder, whether read, whose task, and what of it is shared."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		assigned_to: DF.Link | None
		bcc: DF.SmallText | None
		folder: DF.Literal["Inbox", "Archive", "Spam", "Sent", "Drafts"]
		is_read: DF.Check
		mail: DF.Link
		mailbox: DF.Link
		sent_on: DF.Datetime | None
		sharing: DF.Literal["Nothing", "That a mail was exchanged", "Subject", "Everything"]
		thread: DF.Data | None
	# end: auto-generated types

	def validate(self) -> None:
		read_values(self)
		keep_visibility_rules(self)
		keep_place(self)
		refuse_sharing_by_others(self)


def on_doctype_update() -> None:
	"""Let a mail lie in a mailbox once, and index what the inbox, threads and timelines ask for."""
	frappe.db.add_unique("CRM Mailbox Entry", ["mailbox", "mail"], "mailbox_entry_once")
	page = ["mailbox", "folder", "sent_on", "name", "thread"]  # all that a page of the inbox asks of its keys
	frappe.db.add_index("CRM Mailbox Entry", page, "mailbox_entry_page")
	frappe.db.add_index("CRM Mailbox Entry", ["mail", "sharing"], "mailbox_entry_mail")
	frappe.db.add_index("CRM Mailbox Entry", ["assigned_to", "folder", "sent_on"], "mailbox_entry_assigned")
	frappe.db.add_index(
		"CRM Mailbox Entry", ["thread", "mailbox", "folder", "sent_on"], "mailbox_entry_thread"
	)
	frappe.db.add_index("CRM Mailbox Entry", ["mailbox", "sent_on"], "mailbox_entry_newest")
	frappe.db.add_index("CRM Mailbox Entry", ["mailbox", "is_read", "folder"], "mailbox_entry_unread")
