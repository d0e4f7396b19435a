import frappe

from frappe_crm_app.visibility.record import VisibleRecord


class CRMMailCopy(VisibleRecord):
	"""Where a mail lies on a server: one message of one folder."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		entry: DF.Link | None
		folder: DF.Link
		mail: DF.Link | None
		uid: DF.Int
		uidvalidity: DF.Data | None
	# end: auto-generated types


def on_doctype_update() -> None:
	"""Let each message on a server be known once."""
	frappe.db.add_unique("CRM Mail Copy", ["folder", "uidvalidity", "uid"], "mail_copy_once")
