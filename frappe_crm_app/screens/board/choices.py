"""What a board chooses from: pipelines, and the values of its filters."""

from collections.abc import Iterable

import frappe
from frappe import _
from pypika.terms import Criterion, ExistsCriterion

from frappe_crm_app.records.pipeline.defaults import SETTING_OF
from frappe_crm_app.records.pipeline.kinds import KIND_OF_TRACKS, Kind
from frappe_crm_app.screens.board.card_fields import offered_fields
from frappe_crm_app.screens.board.views import BOARD_ROLES, may_share, shared_views
from frappe_crm_app.visibility import manager_filters, policy
from frappe_crm_app.visibility.permlevels import is_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria

MOST_OWNERS = 500
MOST_TAGS = 200


def choices() -> dict:
	"""Return pipelines, sources, owners, tags, what cards may show, shared views and, for who sees everyone, sales roles
	`[{name, role_name}]`, for who shares views, the roles to share with.
	"""
	frappe.has_permission("CRM Pipeline", "read", throw=True)
	kinds = {
		tracks: kind for tracks, kind in KIND_OF_TRACKS.items() if frappe.has_permission(kind.doctype, "read")
	}
	if not kinds:
		frappe.throw(_("You may not see any board."), frappe.PermissionError)
	return {
		"pipelines": pipelines(list(kinds)),
		"sources": short_list("CRM Source", "source_name"),
		"sales_roles": manager_filters.choices()["sales_roles"],
		"owners": owners(kinds.values()),
		"tags": tags(kinds.values()),
		"card_fields": {kind.doctype: offered_fields(kind.doctype) for kind in kinds.values()},
		"views": shared_views(),
		"sharing_roles": list(BOARD_ROLES) if may_share() else [],
	}


def pipelines(tracks: list[str]) -> list[frappe._dict]:
	"""Return the pipelines that track these kinds, the default ones first."""
	settings = frappe.get_cached_doc("CRM Desk Settings")
	defaults = {settings.get(fieldname) for fieldname in SETTING_OF.values()}
	rows = frappe.get_all(
		"CRM Pipeline",
		filters={"tracks": ("in", tracks), "is_archived": 0},
		fields=["name", "pipeline_name", "tracks"],
		order_by="is_default desc, pipeline_name asc",
	)
	return sorted(rows, key=lambda row: (row.tracks, row.name not in defaults))


def short_list(doctype: str, title: str) -> list[frappe._dict]:
	"""Return names and titles of a short list, nothing for whom it is not."""
	if not frappe.has_permission(doctype, "read"):
		return []
	rows = frappe.get_all(doctype, fields=["name", f"{title} as title"], limit=MOST_OWNERS)
	return sorted(rows, key=lambda row: row.title.casefold())


def owners(kinds: object) -> list[frappe._dict]:
	"""Return the users who own records that the session's user may see."""
	names = {name for kind in kinds for name in owners_of(kind)}
	if not names:
		return []
	return frappe.get_all(
		"User",
		filters={"name": ("in", sorted(names))},
		fields=["name", "full_name as title"],
		order_by="full_name asc",
	)


def owners_of(kind: object) -> list[str]:
	"""Return the owners of one kind of record."""
	if is_hidden(kind.doctype, kind.owner):
		return []
	record = frappe.qb.DocType(kind.doctype)
	query = frappe.qb.from_(record).select(record[kind.owner]).distinct()
	query = query.where(record[kind.owner].isnotnull()).limit(MOST_OWNERS)
	allowed = policy.criterion(kind.doctype)
	return (query if allowed is None else query.where(allowed)).run(pluck=True)


def tags(kinds: Iterable[Kind]) -> list[str]:
	"""Return the tags of the records that the session's user may see."""
	link, criteria = frappe.qb.DocType("Tag Link"), UserCriteria()
	places = []
	for kind in kinds:
		record, allowed = frappe.qb.DocType(kind.doctype), criteria.criterion(kind.doctype)
		seen = frappe.qb.from_(record).select(record.name).where(record.name == link.document_name)
		of_kind = link.document_type == kind.doctype
		places.append(of_kind if allowed is None else of_kind & ExistsCriterion(seen.where(allowed)))
	query = frappe.qb.from_(link).select(link.tag).distinct().where(Criterion.any(places))
	return query.orderby(link.tag).limit(MOST_TAGS).run(pluck=True)
