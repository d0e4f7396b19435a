"""Changing many records at once."""

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_bulk_change.options import BulkAction
from frappe_crm_app.intake.bulk_edit.changes import Change, read_tag
from frappe_crm_app.intake.bulk_edit.selection import (
	check_new_holder,
	records_of_user,
	selected,
	visible_among,
)
from frappe_crm_app.intake.bulk_edit.start import carry_out
from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.exceptions import BulkChangeError
from frappe_crm_app.records.audiences.members import add_contacts
from frappe_crm_app.records.pipeline.moves import read_values_of, stages_for
from frappe_crm_app.visibility.roles import CRMRole

MAY_HAND_OVER = (CRMRole.MANAGER, CRMRole.ADMIN)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def reassign(
	doctype: str,
	to_user: str,
	names: str | list | None = None,
	filters: str | list | dict | None = None,
) -> dict:
	"""Give the named records, or all of a list's filters, to another user.

	Answers `{total, done, refused: [{doctype, name, reason, title}], queued}`; above 500 records nothing is done yet and `queued` is the
	name of the CRM Bulk Change that a job works off.
	"""
	frappe.has_permission(doctype, "write", throw=True)
	check_new_holder(to_user)
	return carry_out(selected(doctype, names, filters), Change(BulkAction.REASSIGN, to_user))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def add_to_segment(
	segment: str, names: str | list | None = None, filters: str | list | dict | None = None
) -> dict:
	"""Add the named contacts, or all of a list's filters, to a chosen segment, as far as the user sees them: `{added, of}`.

	`added` are those that were not in it, `of` how many were to be added; set-based, however many.
	"""
	frappe.has_permission("CRM Segment", "write", segment, throw=True)
	frappe.has_permission("CRM Contact", "read", throw=True)
	records = selected("CRM Contact", names, filters)
	seen = [name for _doctype, name in (visible_among(records) if names else records)]
	return {"added": add_contacts(segment, seen), "of": len(seen)}


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def move(
	doctype: str,
	stage: str,
	values: str | dict | None = None,
	names: str | list | None = None,
	filters: str | list | dict | None = None,
	cancel_plans: bool = False,
) -> dict:
	"""Move the named deals or customers, or all of a list's filters, to a stage, as a board's move does one; answers as `reassign` does.

	`values` are of just those fields that the stage asks for; they fill what a record lacks. With `cancel_plans`, the open follow-ups of each
	deal that the move wins or loses are cancelled, of those that are the caller's to change.
	"""
	frappe.has_permission(doctype, "write", throw=True)
	given = read_values_of(doctype, stage, values)
	wish = Change(BulkAction.MOVE, to_stage=stage, values=given, cancel_plans=cancel_plans)
	return carry_out(selected(doctype, names, filters), wish)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def tag(
	doctype: str,
	tag: str,
	names: str | list | None = None,
	filters: str | list | dict | None = None,
) -> dict:
	"""Give the named records, or all of a list's filters, a tag of Frappe's; answers as `reassign` does."""
	frappe.has_permission(doctype, "write", throw=True)
	return carry_out(selected(doctype, names, filters), Change(BulkAction.TAG, tag=read_tag(tag)))


@frappe.whitelist(methods=["GET"])
def get_stages(doctype: str) -> list[dict]:
	"""Return the stages that deals or customers can be moved to: `[{stage, stage_name, pipeline, pipeline_name, outcome, fields}]`.

	`fields` are the names of the fields that the stage asks for.
	"""
	frappe.has_permission(doctype, "write", throw=True)
	return stages_for(doctype)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def delete(doctype: str, names: str | list | None = None, filters: str | list | dict | None = None) -> dict:
	"""Delete the named records, or all of a list's filters; answers as `reassign` does."""
	frappe.has_permission(doctype, "delete", throw=True)
	return carry_out(selected(doctype, names, filters), Change(BulkAction.DELETE))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def hand_over(from_user: str, to_user: str) -> dict:
	"""Give a user's contacts, customers, deals, running projects and open notes to another user (CRM Manager, CRM Admin).

	Answers as `reassign` does.
	"""
	if frappe.session.user != "Administrator" and set(MAY_HAND_OVER).isdisjoint(frappe.get_roles()):
		frappe.throw(_("Only a CRM Manager or CRM Admin hands records over."), frappe.PermissionError)
	check_new_holder(to_user)
	if from_user == to_user or not frappe.db.exists("User", from_user):
		frappe.throw(_("Choose two users."), BulkChangeError)
	return carry_out(records_of_user(from_user), Change(BulkAction.HAND_OVER, to_user, from_user))


@frappe.whitelist(methods=["GET"])
def get_state(bulk_change: str) -> dict:
	"""Return how far a CRM Bulk Change is: `{name, action, status, total, done, refused, failure}`."""
	doc = frappe.get_doc("CRM Bulk Change", bulk_change)
	doc.check_permission("read")
	return doc.progress()
