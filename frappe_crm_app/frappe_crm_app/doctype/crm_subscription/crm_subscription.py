import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import HistoryError


class CRMSubscription(Document):
	"""One person on one mailing list. Written by `records/audiences` alone, and removed with its contact or list."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.Data | None
		asked_on: DF.Datetime | None
		asked_times: DF.Int
		confirmed_on: DF.Datetime | None
		contact: DF.Link | None
		ended_on: DF.Datetime | None
		evidence_doctype: DF.Link | None
		evidence_name: DF.DynamicLink | None
		first_name: DF.Data | None
		is_owed: DF.Check
		last_name: DF.Data | None
		mailing_list: DF.Link
		requested_on: DF.Datetime | None
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
		status: DF.Literal["Pending", "Subscribed", "Unsubscribed", "Bounced", "Complained"]
		wording: DF.SmallText | None
	# end: auto-generated types

	def validate(self) -> None:
		frappe.throw(_("A subscription begins and ends by what the person says."), HistoryError)

	def on_trash(self) -> None:
		frappe.throw(_("A subscription is kept as proof; end it instead."), HistoryError)


def on_doctype_update() -> None:
	"""Let a person be on a list once, and index what a list's mails go to."""
	frappe.db.add_unique("CRM Subscription", ["mailing_list", "contact"], "crm_subscription_person_key")
	frappe.db.add_index("CRM Subscription", ["mailing_list", "status", "contact"], "crm_subscription_status")
	frappe.db.add_index("CRM Subscription", ["mailing_list", "address"], "crm_subscription_address")
