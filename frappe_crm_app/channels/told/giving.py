"""Tells whose a record has become, and whose it is no longer, in the transaction of the save that gives it (`on_update`)."""

from collections.abc import Callable
from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from frappe_crm_app.channels.told.sentences import list_of, of_many, of_many_taken, of_one, of_one_taken
from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.kit.field_values import is_changed
from frappe_crm_app.kit.meeting_points import is_bulk_writing
from frappe_crm_app.kit.telling import Reason, is_told_afterwards, say_otherwise, tell
from frappe_crm_app.visibility.guarded import NOTE
from frappe_crm_app.visibility.guards import HOLDER_FIELD, can_hold

TOLD = "crm_told_of"
TAKEN = "taken"


@dataclass
class Telling:
	"""A notification of this request or job, and of how many records it tells."""

	log: str
	number: int = 1


def tell_holder(doc: Document, _event: str | None = None) -> None:
	"""Tell who has just been given a record by somebody else."""
	user = doc.get(HOLDER_FIELD[doc.doctype])
	if not is_told_of(doc, user) or not frappe.has_permission(doc.doctype, "read", doc.name, user=user):
		return  # what they may not read would be told them with its title
	if not has_joined((doc.doctype, user, frappe.session.user), of_many):
		remember(user, doc, tell(user, of_one(doc), Reason.ASSIGNMENT, doc.doctype, doc.name))


def tell_former_holder(doc: Document, _event: str | None = None) -> None:
	"""Tell whose record somebody else has just given away: they know it, though they may read it no longer."""
	before = doc.get_doc_before_save()
	user = before and before.get(HOLDER_FIELD[doc.doctype])
	if not is_told_of(doc, user) or has_joined(
		(doc.doctype, user, frappe.session.user, TAKEN), of_many_taken
	):
		return
	sentence = of_one_taken(doc, doc.get(HOLDER_FIELD[doc.doctype]))
	if frappe.has_permission(doc.doctype, "read", doc.name, user=user):
		log = tell(user, sentence, Reason.ASSIGNMENT, doc.doctype, doc.name)
	else:
		log = tell(user, sentence, Reason.ASSIGNMENT, link=list_of(doc.doctype, user))
	remember(user, doc, log, TAKEN)


def is_told_of(doc: Document, user: str | None) -> bool:
	"""Return whether a user who holds, or held, the record is told that this save gives it to another."""
	if not user or user == frappe.session.user or not is_changed(doc, HOLDER_FIELD[doc.doctype]):
		return False
	return not is_silent() and concerns(doc) and can_hold(user)


def has_joined(key: tuple[str, ...], sentence_of_many: Callable[[str, int, str], str]) -> bool:
	"""Return whether a notification of this request tells of one record more now."""
	before = told().get(key)
	if not before or not frappe.db.exists("Notification Log", before.log):
		return False
	before.number += 1
	doctype, user, giver = key[:3]
	say_otherwise(before.log, sentence_of_many(doctype, before.number, giver), list_of(doctype, user))
	return True


def remember(user: str, doc: Document, log: str | None, *kind: str) -> None:
	"""Let further records of this request join what was told, if anything was."""
	if log:
		told()[(doc.doctype, user, frappe.session.user, *kind)] = Telling(log)


def told() -> dict[tuple[str, ...], Telling]:
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
