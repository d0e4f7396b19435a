"""The sources of every timeline: notes, mails, comments, stage changes, files, field changes.

Texts are plain: whatever markup came in is gone.
"""

from html import unescape

import frappe
from frappe.utils import strip_html
from pypika.functions import Substring
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Term

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.timeline_source import TimelineSource
from frappe_crm_app.records.follow_up.activity import LINKS
from frappe_crm_app.screens.timeline.fields import readable_changes

NOTE_LINK = {doctype: fieldname for fieldname, doctype in LINKS.items()}
MAIL_TYPES = ("Communication", "Automated Message")
COMMENT_TYPES = ("Comment", "Info")
READ = 20_000  # characters of a mail or comment, markup included, that are read to show its beginning
SHORT = 600  # characters of a mail or comment that a timeline shows
Rows = list[frappe._dict]


class Source(StrEnum):
	"""The names of these sources."""

	NOTE = "note"
	MAIL = "mail"
	COMMENT = "comment"
	STAGE = "stage"
	FILE = "file"
	CHANGE = "change"


def notes_of(doctype: str, name: str) -> Criterion:
	"""Return the criterion for a record's notes: a customer's include those on its deals and people."""
	note = frappe.qb.DocType("CRM Follow-up Note")
	if doctype in NOTE_LINK:
		return note[NOTE_LINK[doctype]] == name
	return is_referenced(note, doctype, name)


def is_referenced(table: Table, doctype: str, name: str) -> Criterion:
	return (table.reference_doctype == doctype) & (table.reference_name == name)


def note_columns(note: Table) -> dict[str, Term]:
	"""Return what a note says: number is 1 where it is private, person its assignee."""
	return {
		"by": note.owner,
		"kind": note.action,
		"subject": note.subject,
		"text": note.content,
		"status": note.status,
		"person": note.assigned_to,
		"scheduled_on": note.scheduled_on,
		"completed_on": note.completed_on,
		"number": note.is_private,
	}


def tell_notes(_doctype: str, rows: Rows) -> dict[str, dict]:
	"""Return action, texts and plan of notes."""
	return {
		row.name: {
			"action": row.kind,
			"subject": row.subject,
			"text": plain(row.text),
			"scheduled_on": row.scheduled_on,
			"assigned_to": row.person,
			"status": row.status,
			"completed_on": row.completed_on,
			"is_private": row.number,
		}
		for row in rows
	}


def mails_of(doctype: str, name: str) -> Criterion:
	"""Return the criterion for mails about the record, and for those that name it among others."""
	mail, link = frappe.qb.DocType("Communication"), frappe.qb.DocType("Communication Link")
	linked = frappe.qb.from_(link).select(link.parent)
	linked = linked.where((link.link_doctype == doctype) & (link.link_name == name))
	is_about = is_referenced(mail, doctype, name) | mail.name.isin(linked)
	return is_about & mail.communication_type.isin(MAIL_TYPES)


def mail_columns(mail: Table) -> dict[str, Term]:
	"""Return what a mail says: person is who it went to."""
	return {
		"by": mail.sender,
		"by_name": mail.sender_full_name,
		"kind": mail.sent_or_received,
		"subject": mail.subject,
		"text": Substring(mail.content, 1, READ),
		"person": mail.recipients,
	}


def tell_mails(_doctype: str, rows: Rows) -> dict[str, dict]:
	"""Return what was written to whom."""
	return {
		row.name: {
			"subject": row.subject,
			"text": plain(row.text)[:SHORT],
			"recipients": row.person,
			"is_sent": row.kind == "Sent",
		}
		for row in rows
	}


def comments_of(doctype: str, name: str) -> Criterion:
	comment = frappe.qb.DocType("Comment")
	return is_referenced(comment, doctype, name) & comment.comment_type.isin(COMMENT_TYPES)


def tell_comments(_doctype: str, rows: Rows) -> dict[str, dict]:
	return {row.name: {"text": plain(row.text)[:SHORT]} for row in rows}


def stage_changes_of(doctype: str, name: str) -> Criterion:
	return is_referenced(frappe.qb.DocType("CRM Stage Change"), doctype, name)


def stages() -> tuple[Table, Table]:
	"""Return the stage that was left and the one that was entered."""
	stage = frappe.qb.DocType("CRM Stage")
	return stage.as_("left_stage"), stage.as_("entered")


def with_stages(query: QueryBuilder, change: Table) -> QueryBuilder:
	"""Return the query for stage changes with both stages joined."""
	left, entered = stages()
	query = query.left_join(left).on(left.name == change.from_stage)
	return query.left_join(entered).on(entered.name == change.to_stage)


def stage_columns(change: Table) -> dict[str, Term]:
	"""Return what a stage change says: kind and subject are the stages' names."""
	left, entered = stages()
	return {
		"by": change.changed_by,
		"kind": left.stage_name,
		"subject": entered.stage_name,
		"number": change.seconds_in_stage,
	}


def tell_stage_changes(_doctype: str, rows: Rows) -> dict[str, dict]:
	"""Return the stages that were left and entered, by their names."""
	return {
		row.name: {"from_stage": row.kind, "to_stage": row.subject, "seconds_in_stage": row.number}
		for row in rows
	}


def files_of(doctype: str, name: str) -> Criterion:
	file = frappe.qb.DocType("File")
	return (file.attached_to_doctype == doctype) & (file.attached_to_name == name)


def tell_files(_doctype: str, rows: Rows) -> dict[str, dict]:
	"""Return names and addresses of files."""
	return {row.name: {"file_name": row.subject, "file_url": row.text} for row in rows}


def changes_of(doctype: str, name: str) -> Criterion:
	version = frappe.qb.DocType("Version")
	return (version.ref_doctype == doctype) & (version.docname == name)


def tell_changes(doctype: str, rows: Rows) -> dict[str, dict]:
	"""Return what changed, `[{label, before, after}]`, of what the reader may see."""
	changes = readable_changes(doctype, {row.name: row.text for row in rows})
	return {name: {"changes": listed} for name, listed in changes.items() if listed}


def plain(html: str | None) -> str:
	"""Return the text of something that may hold markup, with its line breaks."""
	text = (html or "").replace("<br>", "\n").replace("</p>", "\n").replace("</div>", "\n")
	return unescape(strip_html(text)).strip()


NOTES = TimelineSource(Source.NOTE, "CRM Follow-up Note", notes_of, note_columns, tell_notes)
MAILS = TimelineSource(Source.MAIL, "Communication", mails_of, mail_columns, tell_mails)
COMMENTS = TimelineSource(
	Source.COMMENT,
	"Comment",
	comments_of,
	lambda comment: {"by": comment.owner, "text": Substring(comment.content, 1, READ)},
	tell_comments,
)
STAGE_CHANGES = TimelineSource(
	Source.STAGE, "CRM Stage Change", stage_changes_of, stage_columns, tell_stage_changes, with_stages
)
FILES = TimelineSource(
	Source.FILE,
	"File",
	files_of,
	lambda file: {"by": file.owner, "subject": file.file_name, "text": file.file_url},
	tell_files,
)
FIELD_CHANGES = TimelineSource(
	Source.CHANGE,
	"Version",
	changes_of,
	lambda version: {"by": version.owner, "text": version.data},
	tell_changes,
)
