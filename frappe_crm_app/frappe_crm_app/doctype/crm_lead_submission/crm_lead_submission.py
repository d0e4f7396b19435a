import frappe
from frappe import _

from frappe_crm_app.visibility.record import VisibleRecord


class CRMLeadSubmission(VisibleRecord):
	"""What a stranger sent through a form: stored first, turned into a lead by a job (`public_lead_form/`)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answers: DF.LongText | None
		answers_digest: DF.Data | None
		attempts: DF.Int
		company_name: DF.Data | None
		confirmation_sent_on: DF.Datetime | None
		confirmed_on: DF.Datetime | None
		consent: DF.Check
		consent_on: DF.Datetime | None
		consent_text: DF.SmallText | None
		contact: DF.Link | None
		email: DF.Data | None
		fbclid: DF.SmallText | None
		fill_seconds: DF.Int
		first_name: DF.Data | None
		form: DF.Link
		full_name: DF.Data | None
		gclid: DF.SmallText | None
		ip_hash: DF.Data | None
		last_name: DF.Data | None
		message: DF.LongText | None
		msclkid: DF.SmallText | None
		page_url: DF.SmallText | None
		phone: DF.Data | None
		processed_on: DF.Datetime | None
		reason: DF.SmallText | None
		received_on: DF.Datetime | None
		referrer: DF.SmallText | None
		status: DF.Literal["Received", "Awaiting Confirmation", "Processed", "Quarantined", "Failed"]
		token_id: DF.Data | None
		utm_campaign: DF.Data | None
		utm_content: DF.Data | None
		utm_medium: DF.Data | None
		utm_source: DF.Data | None
		utm_term: DF.Data | None
	# end: auto-generated types

	def before_insert(self) -> None:
		self.refuse_other_doors()

	def refuse_other_doors(self) -> None:
		"""Raise `frappe.PermissionError` unless `public_lead_form/storing.py` stores this: no other way looks for abuse."""
		if not self.flags.comes_through_form:
			frappe.throw(_("A submission comes through its form only."), frappe.PermissionError)


def on_doctype_update() -> None:
	"""Index what the job, the sweep and the look for repetitions ask for."""
	frappe.db.add_index("CRM Lead Submission", ["status", "modified"], "lead_submission_owed")
	frappe.db.add_index("CRM Lead Submission", ["answers_digest", "received_on"], "lead_submission_repeated")
