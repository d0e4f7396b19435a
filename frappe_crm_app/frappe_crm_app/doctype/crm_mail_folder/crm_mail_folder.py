import frappe

from frappe_crm_app.visibility.record import VisibleRecord


class CRMMailFolder(VisibleRecord):
	"""A folder of a mailbox on its server, with how far it was read."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		checked_on: DF.Datetime | None
		folder_name: DF.Data
		here: DF.Int
		highest_uid: DF.Int
		is_synced: DF.Check
		kind: DF.Literal["Inbox", "Archive", "Spam", "Sent", "Drafts", "Other"]
		lowest_uid: DF.Int
		mailbox: DF.Link
		on_server: DF.Int
		problem: DF.SmallText | None
		sent_name: DF.Data | None
		uidvalidity: DF.Data | None
	# end: auto-generated types


def on_doctype_update() -> None:
	"""Let a mailbox have each folder once."""
	frappe.db.add_unique("CRM Mail Folder", ["mailbox", "folder_name"], "mail_folder_once")
