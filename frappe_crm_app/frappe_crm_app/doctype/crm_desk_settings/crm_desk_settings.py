import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, flt

from frappe_crm_app.frappe_crm_app.doctype.crm_pipeline.options import Tracks
from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.records.pipeline.archiving import refuse_archived_default
from frappe_crm_app.records.pipeline.defaults import SETTING_OF
from frappe_crm_app.records.pipeline.money import LARGEST_AMOUNT, revalue_deals
from frappe_crm_app.records.trades.choosing import offer_sales_roles


class CRMDeskSettings(Document):
	"""The one settings page."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from frappe_crm_app.frappe_crm_app.doctype.crm_currency_rate.crm_currency_rate import CRMCurrencyRate

		base_currency: DF.Link | None
		currency_rates: DF.Table[CRMCurrencyRate]
		default_deal_pipeline: DF.Link | None
		default_follow_up_pipeline: DF.Link | None
		email_needs_consent: DF.Check
		first_hour_skipped: DF.SmallText | None
		keep_ip_hashes_days: DF.Int
		keep_submissions_days: DF.Int
		digest_hour: DF.Int
		mail_ignored_domains: DF.SmallText | None
		mail_own_domains: DF.SmallText | None
		mail_reminders: DF.Check
		mail_unanswered_days: DF.Int
		make_won_prospects_clients: DF.Check
		mail_won_history: DF.Check
		remind_of_history: DF.Check
		send_digest: DF.Check
		send_reminders: DF.Check
		send_won_mail: DF.Check
		trade: DF.Literal["", "Logistics"]
		won_mail_template: DF.Link | None
		working_day_begins: DF.Literal[
			"00:00",
			"00:30",
			"01:00",
			"01:30",
			"02:00",
			"02:30",
			"03:00",
			"03:30",
			"04:00",
			"04:30",
			"05:00",
			"05:30",
			"06:00",
			"06:30",
			"07:00",
			"07:30",
			"08:00",
			"08:30",
			"09:00",
			"09:30",
			"10:00",
			"10:30",
			"11:00",
			"11:30",
			"12:00",
			"12:30",
			"13:00",
			"13:30",
			"14:00",
			"14:30",
			"15:00",
			"15:30",
			"16:00",
			"16:30",
			"17:00",
			"17:30",
			"18:00",
			"18:30",
			"19:00",
			"19:30",
			"20:00",
			"20:30",
			"21:00",
			"21:30",
			"22:00",
			"22:30",
			"23:00",
			"23:30",
		]
		working_day_ends: DF.Literal[
			"00:00",
			"00:30",
			"01:00",
			"01:30",
			"02:00",
			"02:30",
			"03:00",
			"03:30",
			"04:00",
			"04:30",
			"05:00",
			"05:30",
			"06:00",
			"06:30",
			"07:00",
			"07:30",
			"08:00",
			"08:30",
			"09:00",
			"09:30",
			"10:00",
			"10:30",
			"11:00",
			"11:30",
			"12:00",
			"12:30",
			"13:00",
			"13:30",
			"14:00",
			"14:30",
			"15:00",
			"15:30",
			"16:00",
			"16:30",
			"17:00",
			"17:30",
			"18:00",
			"18:30",
			"19:00",
			"19:30",
			"20:00",
			"20:30",
			"21:00",
			"21:30",
			"22:00",
			"22:30",
			"23:00",
			"23:30",
		]
		works_on_friday: DF.Check
		works_on_monday: DF.Check
		works_on_saturday: DF.Check
		works_on_sunday: DF.Check
		works_on_thursday: DF.Check
		works_on_tuesday: DF.Check
		works_on_wednesday: DF.Check
	# end: auto-generated types

	def validate(self) -> None:
		self.refuse_pipelines_of_other_kind()
		self.refuse_bad_rates()
		self.refuse_other_hours()

	def on_update(self) -> None:
		if self.has_value_changed("base_currency"):
			revalue_deals(self)
		if self.has_value_changed("trade"):
			offer_sales_roles(self.trade or "")

	def refuse_pipelines_of_other_kind(self) -> None:
		"""Refuse a default pipeline that tracks the other kind of record, or is archived."""
		for tracks, fieldname in SETTING_OF.items():
			chosen = self.get(fieldname)
			refuse_archived_default(chosen)
			if chosen and frappe.db.get_value("CRM Pipeline", chosen, "tracks") != tracks:
				frappe.throw(
					_("{0} must be a pipeline that tracks {1}.").format(
						_(self.meta.get_label(fieldname)), _(Tracks(tracks))
					)
				)

	def refuse_bad_rates(self) -> None:
		"""Refuse a rate of nothing and two rates of one currency."""
		currencies = [row.currency for row in self.currency_rates]
		if len(currencies) != len(set(currencies)):
			frappe.throw(_("A currency can have only one rate."))
		for row in self.currency_rates:
			read_values(row)
			if not 0 < flt(row.rate) < LARGEST_AMOUNT:
				frappe.throw(_("A currency rate must be greater than zero, and no astronomical number."))

	def refuse_other_hours(self) -> None:
		"""Refuse a morning that begins at no hour of the day."""
		read_values(self)
		if not 0 <= cint(self.digest_hour) <= 23:
			frappe.throw(_("The morning begins at an hour from 0 to 23."))
