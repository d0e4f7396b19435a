"""An assignment gives what whoever assigns has: reading always, writing only where they may write.

Frappe's ToDo holds an assignment. Two fields of ours on it say who gave it, and whether it lets write. They are set as it is given
(hook `validate` of ToDo), from the stored rights of the session's user, never from what was sent; an assignment without them, from
before there were any, lets read. As a share ends, or is made smaller, so does what was given on the strength of it.
"""

from collections.abc import Iterable
from enum import IntEnum

import frappe
from frappe import _
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields
from frappe.model.document import Document

from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.cache import forget
from frappe_crm_app.visibility.given import RIGHT_FIELD, Given, Right
from frappe_crm_app.visibility.guarded import GUARDED, PEOPLE
from frappe_crm_app.visibility.user_access import access_of

GIVER_FIELD = "crm_given_by"
MARKS = (RIGHT_FIELD, GIVER_FIELD)
GIVEN_BY_CHANGING = ("allocated_to", "reference_type", "reference_name")


class Level(IntEnum):
	"""How far somebody reaches a record."""

	NOTHING = 0
	READING = 1
	WRITING = 2


LEVEL_OF = {Right.NONE: Level.NOTHING, "": Level.READING, None: Level.READING, Right.WRITE: Level.WRITING}
RIGHT_OF = {Level.NOTHING: Right.NONE, Level.READING: "", Level.WRITING: Right.WRITE}


def ship_marks() -> None:
	"""Make the two fields on ToDo where they are missing (installing, patch)."""
	options = {"fieldtype": "Data", "hidden": 1, "read_only": 1, "no_copy": 1, "print_hide": 1}
	fields = [
		{"fieldname": RIGHT_FIELD, "label": "What It Lets Do", **options},
		{"fieldname": GIVER_FIELD, "label": "Given By", **options},
	]
	create_custom_fields({"ToDo": fields}, update=False)


def remove_marks() -> None:
	"""Take them away again (uninstalling)."""
	frappe.db.delete("Custom Field", {"dt": "ToDo", "fieldname": ("in", MARKS)})
	for column in MARKS:
		if frappe.db.has_column("ToDo", column):
			table = '"tabToDo"' if frappe.db.db_type == "postgres" else "`tabToDo`"
			frappe.db.sql_ddl(f"ALTER TABLE {table} DROP COLUMN {column}")
	frappe.clear_cache(doctype="ToDo")


def mark_right(todo: Document, method: str | None = None) -> None:
	"""Note on a ToDo what it gives, if it is about a record of ours, and who gives it (hook `validate`)."""
	before = todo.get_doc_before_save()
	if before and not is_given_now(todo, before):
		todo.update({mark: before.get(mark) for mark in MARKS})
		is_ended = before.status == "Open" and todo.status != "Open"
		if is_ended and todo.allocated_to != frappe.session.user:
			refuse_changing_field(todo)
		return
	todo.update(dict.fromkeys(MARKS))
	if is_about_ours(todo):
		refuse_changing_field(todo)
		refuse_giving_people(todo)
		may_write = may_write_reference(todo)
		todo.update({RIGHT_FIELD: Right.WRITE if may_write else "", GIVER_FIELD: frappe.session.user})


def is_given_now(todo: Document, before: Document) -> bool:
	"""Return whether a change gives a record to somebody: to another person, another record, or again."""
	is_reopened = todo.status == "Open" and before.status != "Open"
	return is_reopened or any(todo.get(name) != before.get(name) for name in GIVEN_BY_CHANGING)


def is_about_ours(todo: Document) -> bool:
	"""Return whether a ToDo names a record of ours that not everybody sees."""
	return todo.reference_type in GUARDED and bool(todo.reference_name)


def may_write_reference(todo: Document) -> bool:
	"""Return whether the session's user may write the record that a ToDo is about."""
	about = (todo.reference_type, todo.reference_name)
	return bool(frappe.db.exists(*about)) and bool(frappe.has_permission(about[0], "write", about[1]))


def refuse_changing_field(todo: Document) -> None:
	"""Raise `frappe.PermissionError` where assigning, or ending it, would write into a record that the user only reads.

	Frappe puts the assignee into a field `assigned_to`, where there is one, takes them out again, and asks nobody.
	"""
	is_written = is_about_ours(todo) and frappe.get_meta(todo.reference_type).has_field("assigned_to")
	if is_written and not may_write_reference(todo):
		frappe.throw(_("Only who may change it can assign it."), frappe.PermissionError)


def refuse_giving_people(todo: Document) -> None:
	"""Raise `frappe.PermissionError` where somebody would give on what they read only because of a deal or follow-up they have."""
	doctype, name = todo.reference_type, todo.reference_name
	if doctype not in PEOPLE or frappe.session.user == "Administrator":
		return
	reached = policy.criterion_for(access_of().without_people(), doctype)
	if reached is not None and not policy.fulfils(doctype, name, reached):
		frappe.throw(
			_("You see this only because of a deal or a follow-up of yours, so you cannot assign it."),
			frappe.PermissionError,
		)


def end_what_share_gave(share: Document, method: str | None = None) -> None:
	"""Let assignments give no more than whoever gave them still has (hooks `on_update` and `after_delete` of DocShare)."""
	if share.share_doctype not in GUARDED:
		return
	forget()
	about = {"reference_type": share.share_doctype, "reference_name": share.share_name, "status": "Open"}
	given = frappe.get_all(
		"ToDo", filters={**about, GIVER_FIELD: ("is", "set")}, fields=["name", "allocated_to", *MARKS]
	)
	if not given:
		return
	levels = levels_of_givers(share.share_doctype, share.share_name, given)
	for todo in given:
		left = min(LEVEL_OF[todo[RIGHT_FIELD]], levels[todo[GIVER_FIELD]])
		if left < LEVEL_OF[todo[RIGHT_FIELD]]:
			frappe.db.set_value("ToDo", todo.name, RIGHT_FIELD, RIGHT_OF[left])


def levels_of_givers(doctype: str, name: str, given: Iterable[frappe._dict]) -> dict[str, Level]:
	"""Return how far each giver reaches the record: by themselves, and by what others have given them."""
	levels = {giver: level_of(doctype, name, giver) for giver in {todo[GIVER_FIELD] for todo in given}}
	for _round in levels:  # what is given goes on at most from each to each other
		for todo in given:
			receiver = todo.allocated_to
			if receiver in levels:
				passed_on = min(LEVEL_OF[todo[RIGHT_FIELD]], levels[todo[GIVER_FIELD]])
				levels[receiver] = max(levels[receiver], passed_on)
	return levels


def level_of(doctype: str, name: str, user: str) -> Level:
	"""Return how far somebody reaches a stored record without any assignment."""
	if user == "Administrator":
		return Level.WRITING
	shares = frappe.get_all(
		"DocShare",
		filters={"share_doctype": doctype, "share_name": name, "read": 1},
		or_filters={"user": user, "everyone": 1},
		fields=["write"],
	)
	shared = Given()
	if shares:
		shared.shared[doctype].add(name)
	for action, level in (("write", Level.WRITING), ("read", Level.READING)):
		who = access_of(user).with_given(shared)
		allowed = policy.criterion_for(who, doctype, action)
		if allowed is None or policy.fulfils(doctype, name, allowed):
			return level
		if action == "write" and any(share.write for share in shares):
			return level
	return Level.NOTHING
