import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_pipeline.options import Tracks
from frappe_crm_app.kit.field_values import is_changed, read_values
from frappe_crm_app.kit.sparse_tables import SparseTables
from frappe_crm_app.records.deal_people.in_step import PEOPLE, keep_people_in_step
from frappe_crm_app.records.follow_up.activity import keep_derived_dates, update_notes_of_deal
from frappe_crm_app.records.identity.normalise import clean_text
from frappe_crm_app.records.pipeline.forecast import follow_stage_in_forecast
from frappe_crm_app.records.pipeline.money import value_in_base_currency
from frappe_crm_app.records.pipeline.outcomes import follow_stage
from frappe_crm_app.records.pipeline.staging import place, record_move, require_fields_of_stage
from frappe_crm_app.records.removal.dependents import (
	remove_files_left_by,
	remove_notes_on,
	remove_stage_changes,
)
from frappe_crm_app.visibility.guards import keep_visibility_rules
from frappe_crm_app.visibility.record import VisibleRecord


class CRMSalesDeal(SparseTables, VisibleRecord):
	"""An opportunity: what somebody may buy, for how much, and how close it is."""

	SPARSE_TABLES = (PEOPLE.table,)
	ROWS_FIELD = "has_further_people"

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from frappe_crm_app.frappe_crm_app.doctype.crm_deal_contact.crm_deal_contact import (
			CRMDealContact,
		)

		base_currency: DF.Link | None
		base_value: DF.Currency
		closed_on: DF.Date | None
		contact: DF.Link | None
		conversion_rate: DF.Float
		currency: DF.Link | None
		customer: DF.Link | None
		deal_owner: DF.Link | None
		description: DF.LongText | None
		expected_close_date: DF.Date | None
		forecast_category: DF.Literal["", "Pipeline", "Best Case", "Commit", "Omitted"]
		has_further_people: DF.Check
		is_forecast_chosen: DF.Check
		last_activity_on: DF.Datetime | None
		lost_notes: DF.SmallText | None
		lost_reason: DF.Link | None
		next_follow_up_on: DF.Datetime | None
		outcome: DF.Literal["Open", "Won", "Lost"]
		people: DF.Table[CRMDealContact]
		pipeline: DF.Link | None
		probability: DF.Percent
		source: DF.Link | None
		stage: DF.Link | None
		stage_entered_on: DF.Datetime | None
		title: DF.Data
		value: DF.Currency
	# end: auto-generated types

	def validate(self) -> None:
		read_values(self)
		keep_visibility_rules(self)
		keep_derived_dates(self)
		self.title = clean_text(self.title)
		place(self, Tracks.DEALS)
		keep_people_in_step(self)
		self.note_rows()
		self.follow_contact()
		follow_stage(self)
		follow_stage_in_forecast(self)
		value_in_base_currency(self)
		require_fields_of_stage(self)

	def on_update(self) -> None:
		record_move(self)
		update_notes_of_deal(self)

	def on_trash(self) -> None:
		remove_notes_on(self)
		remove_stage_changes(self)

	def after_delete(self) -> None:
		remove_files_left_by(self)

	def follow_contact(self) -> None:
		"""Take the contact's customer where none was set, or where the deal had followed its former contact."""
		if not self.contact:
			return
		if self.customer and (not is_changed(self, "contact") or not self.followed_former_contact()):
			return
		self.customer = frappe.db.get_value("CRM Contact", self.contact, "customer")

	def followed_former_contact(self) -> bool:
		"""Return whether the customer is still the one that the contact before this save had brought."""
		before = self.get_doc_before_save()
		if not before or not before.contact or before.customer != self.customer:
			return False
		return frappe.db.get_value("CRM Contact", before.contact, "customer") == self.customer


def on_doctype_update() -> None:
	"""Index what boards, the customer's page and the figures of open and won deals read.

	Cards in their order, and totals, with all that visibility asks of a deal on a board, from the index alone; so the figures
	of who sees all deals, and what the Today page shows of everybody's.
	"""
	frappe.db.add_index("CRM Sales Deal", ["stage", "stage_entered_on", "name"], "deal_board_cards")
	frappe.db.add_index(
		"CRM Sales Deal",
		["stage", "base_value", "probability", "deal_owner", "owner", "customer"],
		"deal_board_totals",
	)
	frappe.db.add_index("CRM Sales Deal", ["customer", "outcome", "base_value"], "deals_of_customer")
	frappe.db.add_index("CRM Sales Deal", ["outcome", "closed_on", "base_value"], "deals_by_outcome")
	frappe.db.add_index(
		"CRM Sales Deal", ["outcome", "next_follow_up_on", "base_value"], "deals_by_next_step"
	)
	frappe.db.add_index("CRM Sales Deal", ["outcome", "expected_close_date"], "deals_by_close_date")
