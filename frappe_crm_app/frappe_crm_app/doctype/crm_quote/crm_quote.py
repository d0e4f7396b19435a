import frappe
from frappe.model.document import Document

from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.selling.quotes.drafting import begin_in_currency_of_deal, prepare_draft
from frappe_crm_app.selling.quotes.freezing import is_frozen, refuse_changes, refuse_deleting, refuse_writing
from frappe_crm_app.visibility.guards import keep_visibility_rules
from frappe_crm_app.visibility.record import VisibleRecord


class CRMQuote(VisibleRecord):
	"""What is offered to a customer, for how much and until when; frozen once it is sent."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from frappe_crm_app.frappe_crm_app.doctype.crm_quote_line.crm_quote_line import CRMQuoteLine
		from frappe_crm_app.frappe_crm_app.doctype.crm_quote_tax.crm_quote_tax import CRMQuoteTax

		accepted_by: DF.Data | None
		accepted_on: DF.Datetime | None
		addressee: DF.SmallText | None
		contact: DF.Link | None
		currency: DF.Link | None
		customer: DF.Link | None
		deal: DF.Link | None
		decline_reason: DF.SmallText | None
		declined_on: DF.Datetime | None
		display_number: DF.Data | None
		gross_total: DF.Currency
		introduction: DF.TextEditor | None
		is_current: DF.Check
		is_reminded: DF.Check
		lines: DF.Table[CRMQuoteLine]
		monthly_total: DF.Currency
		needs_code: DF.Check
		net_total: DF.Currency
		once_total: DF.Currency
		pdf: DF.Link | None
		pdf_sha256: DF.Data | None
		prices_include_tax: DF.Check
		quote_number: DF.Data | None
		quote_owner: DF.Link | None
		reference_doctype: DF.Link | None
		reference_name: DF.DynamicLink | None
		reminds_customer: DF.Check
		renewal_note: DF.Data | None
		renewed_by: DF.DynamicLink | None
		renewed_by_doctype: DF.Link | None
		renews_on: DF.Date | None
		revises: DF.Link | None
		rounding: DF.Literal["Per Line", "Per Total"]
		sent_on: DF.Datetime | None
		signed_pdf: DF.Link | None
		signed_pdf_sha256: DF.Data | None
		status: DF.Literal["Draft", "Sent", "Viewed", "Accepted", "Declined", "Expired", "Superseded"]
		tax_total: DF.Currency
		taxes: DF.Table[CRMQuoteTax]
		terms: DF.TextEditor | None
		title: DF.Data
		valid_until: DF.Date | None
		version: DF.Int
		viewed_on: DF.Datetime | None
		yearly_total: DF.Currency
	# end: auto-generated types

	def insert(self, *args, **kwargs) -> Document:
		begin_in_currency_of_deal(self)  # before Frappe fills in the site's default
		return super().insert(*args, **kwargs)

	def validate(self) -> None:
		read_values(self)
		keep_visibility_rules(self)
		if is_frozen(self):
			refuse_changes(self)
		else:
			prepare_draft(self)

	def on_trash(self) -> None:
		refuse_deleting(self)

	def db_set(self, fieldname: str | dict, value: object = None, *args, **options) -> None:
		refuse_writing(self, fieldname)
		super().db_set(fieldname, value, *args, **options)


def on_doctype_update() -> None:
	"""Index what expiry, the sections of pages and numbering ask for; a version of a number is there once."""
	frappe.db.add_index("CRM Quote", ["status", "valid_until"], "quotes_by_validity")
	frappe.db.add_index("CRM Quote", ["deal", "is_current"], "quotes_of_deal")
	frappe.db.add_unique("CRM Quote", ["quote_number", "version"], "quote_version")
