import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from frappe_crm_app.visibility.absence_entry import may_enter
from frappe_crm_app.visibility.cache import forget


class CRMSalesperson(Document):
	"""A user who sells, whom they report to and what they sell."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from frappe_crm_app.frappe_crm_app.doctype.crm_salesperson_role.crm_salesperson_role import (
			CRMSalespersonRole,
		)

		away_from: DF.Date | None
		away_until: DF.Date | None
		full_name: DF.Data | None
		reports_to: DF.Link | None
		respondio_assignee: DF.Data | None
		sales_roles: DF.TableMultiSelect[CRMSalespersonRole]
		user: DF.Link
	# end: auto-generated types

	def onload(self) -> None:
		self.set_onload("may_enter_absence", may_enter(self.user))

	def validate(self) -> None:
		self.refuse_circle()
		self.refuse_absence_without_days()

	def on_update(self) -> None:
		forget()

	def after_delete(self) -> None:
		forget()

	def refuse_circle(self) -> None:
		"""Refuse a line of reporting that comes back to this person."""
		seen, boss = {self.name}, self.reports_to
		while boss:
			if boss in seen:
				frappe.throw(
					_("{0} cannot report to themselves, directly or through others.").format(self.user)
				)
			seen.add(boss)
			boss = frappe.db.get_value("CRM Salesperson", boss, "reports_to")

	def refuse_absence_without_days(self) -> None:
		"""Refuse an absence that ends before it begins, and one that begins never."""
		if self.away_until and (not self.away_from or getdate(self.away_until) < getdate(self.away_from)):
			frappe.throw(_("An absence begins before it ends."))
