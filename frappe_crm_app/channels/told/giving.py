"""Tells whose a record has become, in the transaction of the save that gives it (`on_update`)."""

from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from frappe_crm_app.channels.told.sentences import list_of, of_many, of_one
from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.kit.field_values import is_changed
from frappe_crm_app.kit.meeting_points import is_bulk_writing
from frappe_crm_app.kit.telling import Reason, is_told_afterwards, say_otherwise, tell
from frappe_crm_app.visibility.guarded import NOTE
from frappe_crm_app.visibility.guards import HOLDER_FIELD, can_hold

TOLD = "crm_told_of"


@dataclass
class Telling:
	"""A notification of this request or job, and of how many records it tells."""

	log: str
	number: int = 1


def tell_holder(doc: Document, _event: str | None = None) -> None:
	"""Tell who has just been given a record by somebody else."""
	fieldname = HOLDER_FIELD[doc.doctype]
	user = doc.get(fieldname)
	if not user or user == frappe.session.user or not is_changed(doc, fieldname):
		return
	if is_silent() or not concerns(doc) or not can_hold(user):
		return
	if not frappe.has_permission(doc.doctype, "read", doc.name, user=user):  # it would tell them its title
		return
	key = (doc.doctype, user, frappe.session.user)
	before = told().get(key)
	if before and frappe.db.exists("Notification Log", before.log):
		before.number += 1
		sentence = of_many(doc.doctype, before.number, frappe.session.user)
		say_otherwise(before.log, sentence, list_of(doc.doctype, user))
		return
	log = tell(user, of_one(doc), Reason.ASSIGNMENT, doc.doctype, doc.name)
	if log:
		told()[key] = Telling(log)


def told() -> dict[tuple[str, str, str], Telling]:
	"""Return what this request or job has told already, by DocType, user and giver: several of a kind are told in one sentence."""
	if TOLD not in frappe.flags:
		frappe.flags[TOLD] = {}
	return frappe.flags[TOLD]


def is_silent() -> bool:
	"""Return whether somebody else tells of this save, or it is no work of people's: installing, migrating."""
	flags = frappe.flags
	is_setting_up = flags.in_install or flags.in_migrate or flags.in_patch
	return bool(is_told_afterwards() or is_bulk_writing() or is_setting_up)


def concerns(doc: Document) -> bool:
	"""Return whether there is something to do with what was given: not with a follow-up that is done."""
	return doc.doctype != NOTE or doc.status == NoteStatus.OPEN
