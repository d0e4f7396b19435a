import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import HistoryError


class CRMSegmentMember(Document):
	"""Somebody who was added to a segment by hand. Written set-based only (`records/audiences/members.py`)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		contact: DF.Link
		segment: DF.Link
	# end: auto-generated types

	def validate(self) -> None:
		frappe.throw(_("People are added to a segment from the list of contacts."), HistoryError)


def on_doctype_update() -> None:
	"""Let a person be in a segment once."""
	frappe.db.add_unique("CRM Segment Member", ["segment", "contact"], "crm_segment_member_key")
