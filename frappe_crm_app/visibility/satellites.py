"""What Frappe keeps beside records (comments, files, tasks, tags, followers): seen and written with the record only.

Frappe checks some of these against the DocType alone, others not at all. Hooks on its DocTypes, wired in `hooks.py`.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from pypika.terms import Criterion

from frappe_crm_app import MODULE
from frappe_crm_app.kit.frappe_version import major_version
from frappe_crm_app.kit.references import BESIDE
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.criteria import all_of, any_of, as_condition, unindexed
from frappe_crm_app.visibility.guarded import GUARDED
from frappe_crm_app.visibility.user_access import access_of

# Of those that `kit/references.py` does not know, the fields by which each names its record.
OTHERS = {
	"Dynamic Link": ("link_doctype", "link_name"),
	"Event Participants": ("reference_doctype", "reference_docname"),
	"Energy Point Log": ("reference_doctype", "reference_name"),
	"Reminder": ("reminder_doctype", "reminder_docname"),
}

REASONS = "has_permission_check_logs"  # where Frappe gathers why something is refused


def refuse_hidden_reference(doc: Document, method: str | None = None) -> None:
	"""Raise `frappe.PermissionError` where a request hangs something on a record that its user cannot see.

	Also where Frappe itself writes it without asking: a like, an upload, an assignment. Jobs are the system's.
	"""
	doctype, name = (doc.get(fieldname) for fieldname in fields_of(doc.doctype))
	if doctype in GUARDED and name and is_request() and not sees(doctype, name):
		frappe.throw(_("There is no such record that you can see."), frappe.PermissionError)


def fields_of(satellite: str) -> tuple[str, str]:
	"""Return the fields by which rows of a DocType name the DocType and the name of their record."""
	beside = BESIDE.get(satellite)
	return (beside.type_field, beside.name_field) if beside else OTHERS[satellite]


def is_request() -> bool:
	"""Return whether somebody's request is being answered, and not the administrator's."""
	return bool(getattr(frappe.local, "request", None)) and frappe.session.user != "Administrator"


def sees(doctype: str, name: str, user: str | None = None) -> bool:
	"""Return whether a user, by default the session's, sees the record, shares and User Permissions considered.

	Where Frappe asks as it decides about something else, its reasons, which name the record, are not told with that.
	"""
	reasons, messages = frappe.flags.pop(REASONS, None), len(frappe.local.message_log)
	try:
		is_there = bool(frappe.db.exists(doctype, name))
		return is_there and bool(frappe.has_permission(doctype, "read", name, user=user))
	finally:
		del frappe.local.message_log[messages:]  # Frappe 16 tells its reasons at once
		if reasons is not None:
			frappe.flags[REASONS] = reasons


def refuse_public_file(file: Document, method: str | None = None) -> None:
	"""Raise `frappe.ValidationError` for a public file on a record of ours: anybody could read it, and find it listed."""
	is_local = (file.file_url or "").startswith("/files/")
	if file.attached_to_doctype in GUARDED and is_local and not file.is_private and is_request():
		frappe.throw(_("Attach it as a private file: whoever sees the record can read it."))


def condition(user: str | None = None, doctype: str | None = None, **options) -> str:
	"""Return the SQL condition that keeps a list of satellites to those of records that the user sees, and of none of ours.

	Also where Frappe lists the rows of tables (Dynamic Link, Communication Link), which carry titles, asking for their parent at most.
	"""
	return as_condition(referring(doctype, user))


def hangs_on_seen(doc: Document, ptype: str | None = None, user: str | None = None, **options) -> bool | None:
	"""Return whether the user may reach this satellite, for whatever but creating it: its record is seen (hook `has_permission`).

	The stored reference counts beside what was sent. Where nothing speaks against it, the hook of others is asked, too: on Frappe
	15, `True` would keep it from that.
	"""
	user = user or frappe.session.user
	is_open = (
		user == "Administrator"
		or ptype == "create"
		or all(sees(doctype, name, user) for doctype, name in references(doc) if doctype in GUARDED and name)
	)
	return (None if major_version() < 16 else True) if is_open else False


def references(doc: Document) -> set[tuple[str | None, str | None]]:
	"""Return DocType and name of the record that a satellite names, and of the one that it named as it was stored."""
	fieldnames = fields_of(doc.doctype)
	stored = frappe.db.get_value(doc.doctype, doc.name, fieldnames) if doc.name else None
	return {tuple(doc.get(fieldname) for fieldname in fieldnames), *([tuple(stored)] if stored else [])}


def condition_of_participants(user: str | None = None, **options) -> str:
	"""Return the SQL condition that keeps Event Participants to events that the user may read, and to what else they see.

	Frappe asks for the rows of a table only whether the user may read events at all.
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	row = frappe.qb.DocType("Event Participants")
	return as_condition(all_of(row.parent.isin(events_read_by(user)), referring("Event Participants", user)))


def events_read_by(user: str) -> object:
	"""Return the query of the events that a user may read: public ones, their own, those they take part in, shared ones."""
	event, guest, share = (
		frappe.qb.DocType(each).as_(alias)
		for each, alias in (("Event", "ev"), ("Event Participants", "gu"), ("DocShare", "sh"))
	)
	invited = frappe.qb.from_(guest).select(guest.parent).where(guest.email == user)
	shared = frappe.qb.from_(share).select(share.share_name).where(share.share_doctype == "Event")
	shared = shared.where((share.user == user) | (share.everyone == 1))
	is_read = (event.event_type == "Public") | (event.owner == user)
	is_read |= event.name.isin(invited) | event.name.isin(shared)
	return frappe.qb.from_(event).select(event.name).where(is_read)


def condition_of_follows(user: str | None = None, **options) -> str:
	"""Return the SQL condition that keeps Document Follow to what is not about our records, or the user's own."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	follow = frappe.qb.DocType("Document Follow")
	is_about_others = any_of(follow.ref_doctype.isnull(), follow.ref_doctype.notin(list(GUARDED)))
	return as_condition(any_of(follow.user == user, is_about_others))


def owns_log(doc: Document, ptype: str | None = None, user: str | None = None, **options) -> bool:
	"""Return whether a Notification Log is the user's own, or about no record of ours (hook `has_permission`).

	Its subject names the record.
	"""
	user = user or frappe.session.user
	return user == "Administrator" or doc.is_new() or doc.for_user == user or not is_ours(doc.document_type)


def is_ours(doctype: str | None) -> bool:
	"""Return whether it is a DocType of this app; the beginning of its name does not tell."""
	return bool(doctype) and frappe.db.get_value("DocType", doctype, "module", cache=True) == MODULE


def referring(satellite: str, user: str | None) -> Criterion | None:
	"""Return the criterion of the satellites that hang on none of our records, or on one that the user sees."""
	user = user or frappe.session.user
	if user == "Administrator":
		return None
	row, who = frappe.qb.DocType(satellite), access_of(user)
	type_field, name_field = (row[fieldname] for fieldname in fields_of(satellite))
	seen = [
		all_of(
			unindexed(type_field) == doctype,
			policy.is_reached(name_field, doctype, policy.criterion_for(who, doctype), who),
		)
		for doctype in GUARDED
	]
	return any_of(type_field.isnull(), type_field.notin(list(GUARDED)), *seen)
