"""Saved views that were shared: what a board shows, under a name, offered to people with a role."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.received import read_json
from frappe_crm_app.records.pipeline.kinds import KIND_OF_TRACKS
from frappe_crm_app.screens.board.filters import parse, read_filters
from frappe_crm_app.visibility.roles import CRMRole

VIEW, ROLE = "CRM Board View", "CRM Board View Role"
BOARD_ROLES = (
	CRMRole.ADMIN,
	CRMRole.MANAGER,
	CRMRole.SALES_REP,
	CRMRole.ACCOUNT_REP,
	CRMRole.PARTNER_MANAGER,
	CRMRole.VIEWER,
	CRMRole.MARKETER,
)
SHARERS = frozenset((CRMRole.ADMIN, CRMRole.MANAGER))


def shared_views() -> list[dict]:
	"""Return the views that are offered to the session's user, who sees boards: `[{name, title, pipeline, filters}]`, by title.

	Who shares views is offered all of them.
	"""
	view, row = frappe.qb.DocType(VIEW), frappe.qb.DocType(ROLE)
	query = frappe.qb.from_(view).select(view.name, view.title, view.pipeline, view.filters).distinct()
	query = query.left_join(row).on((row.parent == view.name) & (row.parenttype == VIEW))
	if not may_share():
		query = query.where(row.role.isnull() | row.role.isin(frappe.get_roles()))
	rows = query.orderby(view.title).orderby(view.name).run(as_dict=True)
	return [{**each, "filters": read_json(each.filters) or {}} for each in rows]


def may_share() -> bool:
	"""Return whether the session's user may share views, and change those that are."""
	return frappe.session.user == "Administrator" or not SHARERS.isdisjoint(frappe.get_roles())


def filters_of(text: str | None, pipeline: str) -> dict:
	"""Return the filters of a view as they are stored; raises `frappe.ValidationError` for what a board would refuse."""
	tracks = frappe.db.get_value("CRM Pipeline", pipeline, "tracks")
	if not tracks:
		frappe.throw(_("There is no such pipeline. It may have been deleted."))
	read_filters(text, KIND_OF_TRACKS[tracks])
	return parse(text)


def remove_of_pipeline(pipeline: Document, _event: str | None = None) -> None:
	"""Remove the views of a pipeline that is deleted (CRM Pipeline, `on_trash`)."""
	for name in frappe.get_all(VIEW, filters={"pipeline": pipeline.name}, pluck="name"):
		frappe.delete_doc(VIEW, name, ignore_permissions=True)
