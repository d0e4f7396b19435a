import frappe

from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMMailLink(PartOfRecord):
	"""A contact, customer or deal that a mail is about."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		is_chosen: DF.Check
		link_doctype: DF.Link
		link_name: DF.DynamicLink
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types


def on_doctype_update() -> None:
	"""Index the mails of a record."""
	frappe.db.add_index("CRM Mail Link", ["link_name", "link_doctype"], "mail_link_record")
