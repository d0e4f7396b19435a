import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import HistoryError


class CRMMessage(Document):
	"""One SMS or WhatsApp to or from a person: the log, and the row that `messaging/` works off. Written by set-based SQL only."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.Data | None
		asked: DF.Int
		ask_on: DF.Datetime | None
		attempts: DF.Int
		begun_on: DF.Datetime | None
		campaign_recipient: DF.Data | None
		channel: DF.Literal["SMS", "WhatsApp", "Chat"]
		contact: DF.Link
		delivered_on: DF.Datetime | None
		direction: DF.Literal["Out", "In"]
		is_doubtful: DF.Check
		language: DF.Data | None
		lease_key: DF.Data | None
		lease_until: DF.Datetime | None
		next_attempt_on: DF.Datetime | None
		note: DF.Link | None
		parameters: DF.LongText | None
		parts: DF.Int
		provider: DF.Data | None
		provider_channel: DF.Data | None
		provider_id: DF.Data | None
		read_on: DF.Datetime | None
		reason: DF.SmallText | None
		sent_by: DF.Link | None
		sent_on: DF.Datetime | None
		status: DF.Literal[
			"Owed", "Sending", "Sent", "Delivered", "Read", "Failed", "Unsure", "Received", "Cancelled"
		]
		template: DF.Data | None
		text: DF.LongText | None
	# end: auto-generated types

	def before_insert(self) -> None:
		self.refuse_other_doors()

	def validate(self) -> None:
		self.refuse_other_doors()

	def refuse_other_doors(self) -> None:
		"""Raise `HistoryError`: a message is sent by `messaging/api.py`, and what became of it is not for people to write."""
		frappe.throw(_("A message is sent with “Send Message”, and not changed afterwards."), HistoryError)


def on_doctype_update() -> None:
	"""Index what the sweeps, the window for free texts and the matching of echoes ask for."""
	frappe.db.add_index("CRM Message", ["status", "next_attempt_on"], "message_due")
	frappe.db.add_index("CRM Message", ["ask_on"], "message_to_ask")
	frappe.db.add_index("CRM Message", ["contact", "creation"], "message_of_contact")
