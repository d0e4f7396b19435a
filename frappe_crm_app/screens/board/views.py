"""Saved views that were shared: what a board shows, under a name, offered to people with a role."""

import frappe
from frappe import _
from frappe.model.document import Document
from pypika.terms import Criterion

from frappe_crm_app.kit.received import read_json
from frappe_crm_app.records.pipeline.kinds import KIND_OF_TRACKS
from frappe_crm_app.screens.board.filters import parse, read_filters
from frappe_crm_app.visibility.criteria import as_condition
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
	view = frappe.qb.DocType(VIEW)
	query = frappe.qb.from_(view).select(view.name, view.title, view.pipeline, view.filters)
	is_offered = offered_to(frappe.session.user)
	if is_offered is not None:
		query = query.where(is_offered)
	rows = query.orderby(view.title).orderby(view.name).run(as_dict=True)
	return [{**each, "filters": read_json(each.filters) or {}} for each in rows]


def may_share(user: str | None = None) -> bool:
	"""Return whether the user, or the session's, may share views, and change those that are."""
	user = user or frappe.session.user
	return user == "Administrator" or not SHARERS.isdisjoint(frappe.get_roles(user))


def offered_to(user: str) -> Criterion | None:
	"""Return the criterion of the views that are theirs, offered to a role of theirs, or to everybody; `None` where that is all of them."""
	if may_share(user):
		return None
	view, row = frappe.qb.DocType(VIEW), frappe.qb.DocType(ROLE)
	of_some = frappe.qb.from_(row).select(row.parent).where(row.parenttype == VIEW)
	is_for_them = view.name.isin(of_some.where(row.role.isin(frappe.get_roles(user))))
	return (view.owner == user) | view.name.notin(of_some) | is_for_them


def condition(user: str | None = None, **options) -> str:
	"""Return the SQL condition of the views that the user reads (hook `permission_query_conditions`)."""
	return as_condition(offered_to(user or frappe.session.user))


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None, **options) -> bool:
	"""Return whether the view is offered to the user, as it is stored (hook of the same name); their roles are asked besides."""
	is_offered = offered_to(user or frappe.session.user)
	if is_offered is None or ptype == "create":
		return True
	view = frappe.qb.DocType(VIEW)
	return bool(frappe.qb.from_(view).select(view.name).where((view.name == doc.name) & is_offered).run())


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
