"""What is left where a project, or somebody who takes part in one, is deleted."""

import frappe
from frappe.model.document import Document
from pypika.terms import Criterion, ValueWrapper

from frappe_crm_app.kit.conflicts import refused_on_conflict
from frappe_crm_app.kit.domain_events.emitting import emit_update
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.records.follow_up.activity import lock_records_of, refresh_records_of
from frappe_crm_app.records.removal.dependents import remove_notes_on, remove_records
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, MILESTONE, NOTE, PLAN_CHANGE

HEIRS = {"customer": CUSTOMER, "deal": DEAL, "contact": CONTACT}
PARTICIPANT, BLOCKER = "CRM Project Participant", "CRM Task Blocker"


@refused_on_conflict()
def leave_notes_to_customer(project: Document) -> None:
	"""Let the notes of a project be about its customer, else its deal, else its contact; where it has none, they go with it.

	Those of a project for its participants only become private: who sees the customer did not see them.
	"""
	heir = next(((HEIRS[field], project.get(field)) for field in HEIRS if project.get(field)), None)
	note = frappe.qb.DocType(NOTE)
	remove_waiting(note.project == project.name)
	if not heir:
		remove_notes_on(project)
		return
	lock_records_of(project)
	values = {"reference_doctype": heir[0], "reference_name": heir[1], "project": None, "milestone": None}
	values |= {"is_private": 1} if project.is_for_participants else {}
	emit_update(NOTE, note.project == project.name, values)
	query = update_records(NOTE).where(note.project == project.name)
	for fieldname, value in values.items():
		query = query.set(note[fieldname], value)
	query.run()
	frappe.clear_document_cache(NOTE)
	refresh_records_of(project)


def remove_waiting(of_notes: Criterion) -> None:
	"""Delete what says that these notes wait for others."""
	note, row = frappe.qb.DocType(NOTE), frappe.qb.DocType(BLOCKER)
	names = frappe.qb.from_(note).select(note.name).where(of_notes)
	frappe.qb.from_(row).delete().where(row.parent.isin(names)).run()


def remove_plan(project: Document) -> None:
	"""Remove the milestones of a project, and what was noted of its plan."""
	remove_records(project, MILESTONE, {"project": project.name})
	remove_records(project, PLAN_CHANGE, {"project": project.name})


def leave_projects(contact: Document, _event: str | None = None) -> None:
	"""Let somebody who is deleted take part in nothing and do no task any more (`on_trash` of CRM Contact)."""
	named_by = where_named(contact.name)
	if PARTICIPANT in named_by:
		leave_participants(contact.name)
	if NOTE in named_by:
		note = frappe.qb.DocType(NOTE)
		update_records(NOTE).set(note.contact_assigned, None).where(
			note.contact_assigned == contact.name
		).run()
		frappe.clear_document_cache(NOTE)


def where_named(contact: str) -> list[str]:
	"""Return which of participants and tasks name a contact; most contacts none, which one statement tells."""
	queries = []
	for doctype, fieldname in ((PARTICIPANT, "contact"), (NOTE, "contact_assigned")):
		table = frappe.qb.DocType(doctype)
		query = frappe.qb.from_(table).select(ValueWrapper(doctype).as_("doctype"))
		queries.append(query.where(table[fieldname] == contact).limit(1))
	return union_all(queries).run(pluck=True)


def leave_participants(contact: str) -> None:
	"""Let a contact take part in no project; whoever has a login still does, with that."""
	row = frappe.qb.DocType(PARTICIPANT)
	is_theirs = row.contact == contact
	has_login = row.user.isnotnull() & (row.user != "")
	frappe.qb.update(row).set(row.contact, None).where(is_theirs & has_login).run()
	frappe.qb.from_(row).delete().where(is_theirs).run()
	frappe.clear_document_cache("CRM Project")
