"""Whose a new lead is."""

from typing import TYPE_CHECKING

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.options import Assignment
from frappe_crm_app.visibility.absence import without_absent
from frappe_crm_app.visibility.guards import can_hold

if TYPE_CHECKING:
	from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.crm_lead_form import CRMLeadForm


def owner_for(form: "CRMLeadForm") -> str | None:
	"""Return the form's owner, or whose turn it is; who is disabled or has no role of the CRM is passed over, and who is away, unless all are."""
	if form.assignment != Assignment.ROUND_ROBIN:
		return form.lead_owner if form.lead_owner and can_hold(form.lead_owner) else None
	people = [row.user for row in form.people if row.user and can_hold(row.user)]
	people = without_absent(people, now_datetime()) or people
	return people[take_turn(form.name) % len(people)] if people else None


def take_turn(form: str) -> int:
	"""Return the number of this turn, counted in the form's row, which stays locked until the lead is committed.

	The lock makes turns fair: nobody else takes one in between, and a lead that comes to nothing gives its turn back.
	"""
	table = frappe.qb.DocType("CRM Lead Form")
	frappe.qb.update(table).set(table.turn, table.turn + 1).where(table.name == form).run()
	return frappe.qb.from_(table).select(table.turn).where(table.name == form).run()[0][0] - 1


def is_enabled(user: str | None) -> bool:
	return bool(user) and bool(frappe.get_cached_value("User", user, "enabled"))
