"""Comments, stage changes, files and field changes as sources of timelines.

Texts are plain: whatever markup came in is gone.
"""

import frappe
from pypika.functions import Substring
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Term

from frappe_crm_app.kit.timeline_source import TimelineSource
from frappe_crm_app.screens.timeline.fields import readable_changes
from frappe_crm_app.screens.timeline.related import Told
from frappe_crm_app.screens.timeline.rows import READ, SHORT, Rows, Source, is_referenced, plain, referenced
from frappe_crm_app.screens.timeline.ways import SourceWithWays, Way
from frappe_crm_app.visibility.guarded import CUSTOMER, DEAL
from frappe_crm_app.visibility.permlevels import is_hidden

COMMENT_TYPES = ("Comment", "Info")


def comments_of(doctype: str, name: str) -> Criterion:
	comment = frappe.qb.DocType("Comment")
	return is_referenced(comment, doctype, name) & comment.comment_type.isin(COMMENT_TYPES)


def ways_to_comments(told: Told) -> list[Way]:
	"""Return the ways to comments on these records: Frappe keeps other things as comments, too."""
	comment = frappe.qb.DocType("Comment")
	is_comment = comment.comment_type.isin(COMMENT_TYPES)
	return [
		Way(records.are_named_by(*referenced(comment)) & is_comment, comment.creation, referenced(comment))
		for records in told.records
	]


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
	"""Return the stages that were left and entered, by their names; nothing to who does not read in which stage records are."""
	if any(is_hidden(doctype, "stage") for doctype in (CUSTOMER, DEAL)):
		return {}
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


COMMENTS = SourceWithWays(
	Source.COMMENT,
	"Comment",
	comments_of,
	lambda comment: {"by": comment.owner, "text": Substring(comment.content, 1, READ)},
	tell_comments,
	ways=ways_to_comments,
)
STAGE_CHANGES = TimelineSource(
	Source.STAGE,
	"CRM Stage Change",
	stage_changes_of,
	stage_columns,
	tell_stage_changes,
	with_stages,
	record=referenced,
	doctypes=(CUSTOMER, DEAL),
)
FILES = TimelineSource(
	Source.FILE,
	"File",
	files_of,
	lambda file: {"by": file.owner, "subject": file.file_name, "text": file.file_url},
	tell_files,
	record=lambda file: (file.attached_to_doctype, file.attached_to_name),
)
FIELD_CHANGES = TimelineSource(
	Source.CHANGE,
	"Version",
	changes_of,
	lambda version: {"by": version.owner, "text": version.data},
	tell_changes,
)
