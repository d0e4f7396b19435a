"""A deal's page: where it stands, what it is worth, whose it is, who takes part, what comes next."""

import frappe
from frappe.model.document import Document
from pypika.queries import QueryBuilder

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.kit.meeting_points import Point
from frappe_crm_app.screens.board.deal_people import people_of
from frappe_crm_app.screens.board.details import add_titles, fields_of
from frappe_crm_app.screens.board.own_fields import own_fields
from frappe_crm_app.screens.board.queries import visible_link
from frappe_crm_app.screens.board.stages import stage_rows
from frappe_crm_app.screens.customer_page.records import select_files, select_follow_ups
from frappe_crm_app.screens.customer_page.seen import count_seen, permitted
from frappe_crm_app.visibility.reading import read_record
from frappe_crm_app.visibility.user_criteria import UserCriteria

DEAL = "CRM Sales Deal"
SHOWN = (
	*("name", "title", "value", "currency", "probability", "outcome", "expected_close_date", "closed_on"),
	*("deal_owner", "customer", "contact", "pipeline", "stage", "stage_entered_on", "last_activity_on"),
)
FACTS = (
	*("value", "expected_close_date", "deal_owner", "customer"),
	*("forecast_category", "source", "description", "lost_reason", "lost_notes"),
)


def page(name: str) -> dict:
	"""Return the page; see `api.get_deal_page`."""
	criteria = UserCriteria()
	record = read_record(DEAL, name, criteria, **counted(name, criteria))
	deal = frappe.get_doc({**record, "doctype": DEAL})
	facts, own = written(deal)
	return {
		"deal": header(record),
		"facts": facts,
		"stages": [stage_of(row) for row in stage_rows(record.pipeline) if is_offered(row, record.stage)],
		"people": people_of(record, criteria),
		"follow_ups": {
			"total": record.follow_ups_total,
			"rows": select_follow_ups("deal", name, criteria),
		},
		"files": {"total": record.files_total, "rows": select_files(DEAL, name)},
		"fields": own,
		"sections": frappe.get_hooks(Point.DEAL_SECTIONS),
	}


def counted(name: str, criteria: UserCriteria) -> dict[str, QueryBuilder]:
	"""Return the subqueries that count what hangs on the deal, and name its owner and customer."""
	deal, note, file, user, customer = (
		frappe.qb.DocType(doctype) for doctype in (DEAL, "CRM Follow-up Note", "File", "User", "CRM Customer")
	)
	is_open = (note.deal == name) & (note.status == NoteStatus.OPEN)
	is_attached = (file.attached_to_doctype == DEAL) & (file.attached_to_name == name)
	is_customer = visible_link(deal.customer, customer, criteria.criterion("CRM Customer"))
	return {
		"follow_ups_total": count_seen(note, "CRM Follow-up Note", is_open, criteria),
		"files_total": count_seen(file, "File", is_attached, criteria),
		"owner_name": frappe.qb.from_(user).select(user.full_name).where(user.name == deal.deal_owner),
		"customer_name": frappe.qb.from_(customer).select(customer.customer_name).where(is_customer),
	}


def header(record: frappe._dict) -> dict:
	"""Return what the top of the page shows of the deal, of the fields that the session's user may read."""
	fields = permitted(DEAL, SHOWN)
	names = {"owner_name": record.owner_name, "customer_name": record.customer_name}
	return {**{fieldname: record[fieldname] for fieldname in fields}, **names}


def written(deal: Document) -> tuple[list[dict], list[dict]]:
	"""Return the deal's facts and the site's own fields, as a form would have them; one statement for the titles of all links."""
	can_write = bool(deal.has_permission("write"))
	facts, own = (fields_of(deal, names, can_write) for names in (FACTS, own_fields(DEAL)))
	add_titles([("", facts), ("", own)])
	return facts, own


def is_offered(row: frappe._dict, stage: str) -> bool:
	"""Return whether the bar has the stage of a row: one that is archived only while the deal stands in it."""
	return bool(row.stage) and (not row.is_archived or row.stage == stage)


def stage_of(row: frappe._dict) -> dict:
	"""Return a stage of the bar."""
	return {
		"stage": row.stage,
		"stage_name": row.stage_name,
		"stage_group": row.stage_group,
		"color": row.color,
		"outcome": row.outcome,
	}
