import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import HistoryError


class CRMConsent(Document):
	"""What a person allowed or forbade, on one channel, at one moment. Written set-based only, and removed with its contact."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.Data | None
		channel: DF.Literal["Email", "SMS", "WhatsApp"]
		contact: DF.Link
		evidence_doctype: DF.Link | None
		evidence_name: DF.DynamicLink | None
		occurred_on: DF.Datetime
		said_by: DF.Link | None
		source: DF.Literal[
			"Form",
			"Import",
			"Preference Page",
			"One-Click",
			"Complaint",
			"Desk",
			"API",
			"Message",
			"Merge",
		]
		state: DF.Literal["Given", "Withdrawn"]
		wording: DF.SmallText | None
	# end: auto-generated types

	def validate(self) -> None:
		frappe.throw(_("A consent is noted on the contact, and never changed."), HistoryError)

	def on_trash(self) -> None:
		frappe.throw(_("A consent is kept as long as its contact is."), HistoryError)


def on_doctype_update() -> None:
	"""Index by what the newest consent of a person on a channel is found."""
	frappe.db.add_index("CRM Consent", ["contact", "channel", "occurred_on"], "crm_consent_newest")
