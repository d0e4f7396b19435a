"""Places of a customer; open follow-ups and files of a customer or deal."""

import frappe
from pypika import Order

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.screens.customer_page.seen import ROWS, readable, seen
from frappe_crm_app.visibility.user_criteria import UserCriteria

PLACE = (
	*("name", "location_name", "location_type", "address_line1", "city", "country", "phone"),
	*("is_primary", "latitude", "longitude"),
)
STEP = ("name", "action", "subject", "scheduled_on", "assigned_to", "is_private", "reference_doctype")


def select_locations(customer: str, criteria: UserCriteria) -> list[frappe._dict]:
	"""Return the places, the primary one first."""
	location = frappe.qb.DocType("CRM Location")
	query = frappe.qb.from_(location).select(*(location[name] for name in PLACE))
	query = seen(query.where(location.customer == customer), "CRM Location", criteria)
	query = query.orderby(location.is_primary, order=Order.desc).orderby(
		location.location_name, location.name
	)
	return readable("CRM Location", PLACE, query.limit(ROWS).run(as_dict=True))


def select_follow_ups(link_field: str, name: str, criteria: UserCriteria) -> list[frappe._dict]:
	"""Return what is to be done about a record, a customer's people and deals included: by date, undated tasks last.

	Two branches, so that the dated ones come in the order of the index on them, however many there are.
	"""
	note, user = frappe.qb.DocType("CRM Follow-up Note"), frappe.qb.DocType("User")
	query = frappe.qb.from_(note).select(*(note[name] for name in STEP))
	query = query.where((note[link_field] == name) & (note.status == NoteStatus.OPEN))
	query = seen(query, "CRM Follow-up Note", criteria)
	dated = query.where(note.scheduled_on.isnotnull()).orderby(note.scheduled_on, note.name)
	undated = query.where(note.scheduled_on.isnull()).orderby(note.name)
	steps = union_all([dated.limit(ROWS), undated.limit(ROWS)]).as_("steps")
	query = frappe.qb.from_(steps).left_join(user).on(user.name == steps.assigned_to)
	query = query.select(steps.star, user.full_name.as_("assignee_name"))
	query = query.orderby(steps.scheduled_on.isnull(), steps.scheduled_on, steps.name).limit(ROWS)
	return readable("CRM Follow-up Note", STEP, query.run(as_dict=True), {"assignee_name": "assigned_to"})


def select_files(doctype: str, name: str) -> list[frappe._dict]:
	"""Return the files attached to a record, newest first: who reads the record reads these."""
	file = frappe.qb.DocType("File")
	query = frappe.qb.from_(file).select(
		file.name, file.file_name, file.file_url, file.file_size, file.creation
	)
	is_attached = (file.attached_to_doctype == doctype) & (file.attached_to_name == name)
	query = query.where(is_attached).orderby(file.creation, file.name, order=Order.desc)
	return query.limit(ROWS).run(as_dict=True)
