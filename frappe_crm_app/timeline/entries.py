"""What an entry of each source says. Texts are plain: whatever markup came in is gone."""

from collections.abc import Callable
from html import unescape

import frappe
from frappe.utils import strip_html

from frappe_crm_app.timeline.fields import readable_changes
from frappe_crm_app.timeline.sources import DOCTYPE_OF, Source
from frappe_crm_app.timeline.titles import titles_of

SHORT = 600  # characters of a mail or comment that a timeline shows

FIELDS = {
	Source.NOTE: (
		*("name", "owner", "action", "subject", "content", "scheduled_on", "assigned_to", "status"),
		*("completed_on", "is_private", "reference_doctype", "reference_name"),
	),
	Source.MAIL: (
		"name",
		"sender",
		"sender_full_name",
		"recipients",
		"subject",
		"content",
		"sent_or_received",
	),
	Source.COMMENT: ("name", "owner", "content"),
	Source.STAGE: ("name", "changed_by", "from_stage", "to_stage", "seconds_in_stage"),
	Source.FILE: ("name", "owner", "file_name", "file_url", "is_private"),
	Source.CHANGE: ("name", "owner", "data"),
}


def entries_of(doctype: str, keys: list[frappe._dict]) -> list[dict]:
	"""Return the entries in the order of their keys: `{source, name, happened_on, by, by_name, ...}`.

	A field change that changed nothing the reader may see is left out.
	"""
	details = {}
	for source in Source:
		names = [key.name for key in keys if key.source == source]
		if names:
			details.update(details_of(source, doctype, names))
	entries = [
		{
			"source": key.source,
			"name": key.name,
			"happened_on": key.happened_on,
			**details[key.source, key.name],
		}
		for key in keys
		if (key.source, key.name) in details
	]
	people = titles_of("User", {entry["by"] for entry in entries})
	for entry in entries:
		entry["by_name"] = entry.get("by_name") or people.get(entry["by"]) or entry["by"]
	return entries


def details_of(source: Source, doctype: str, names: list[str]) -> dict[tuple[str, str], dict]:
	"""Return what these rows of one source say, by source and name."""
	table = frappe.qb.DocType(DOCTYPE_OF[source])
	query = frappe.qb.from_(table).select(*FIELDS[source]).where(table.name.isin(names))
	rows = query.run(as_dict=True)
	described = DESCRIBE[source](doctype, rows)
	return {(str(source), name): entry for name, entry in described.items()}


def describe_notes(doctype: str, rows: list[frappe._dict]) -> dict[str, dict]:
	"""Return action, texts and plan of notes."""
	kept = ("action", "subject", "scheduled_on", "assigned_to", "status", "completed_on", "is_private")
	return {
		row.name: {"by": row.owner, "text": plain(row.content), **{name: row[name] for name in kept}}
		for row in rows
	}


def describe_mails(doctype: str, rows: list[frappe._dict]) -> dict[str, dict]:
	"""Return who wrote what to whom."""
	return {
		row.name: {
			"by": row.sender,
			"by_name": row.sender_full_name,
			"subject": row.subject,
			"text": plain(row.content)[:SHORT],
			"recipients": row.recipients,
			"is_sent": row.sent_or_received == "Sent",
		}
		for row in rows
	}


def describe_comments(doctype: str, rows: list[frappe._dict]) -> dict[str, dict]:
	"""Return the comments' texts."""
	return {row.name: {"by": row.owner, "text": plain(row.content)[:SHORT]} for row in rows}


def describe_moves(doctype: str, rows: list[frappe._dict]) -> dict[str, dict]:
	"""Return the stages that were left and entered, by their names."""
	stages = titles_of("CRM Stage", {stage for row in rows for stage in (row.from_stage, row.to_stage)})
	return {
		row.name: {
			"by": row.changed_by,
			"from_stage": stages.get(row.from_stage),
			"to_stage": stages.get(row.to_stage),
			"seconds_in_stage": row.seconds_in_stage,
		}
		for row in rows
	}


def describe_files(doctype: str, rows: list[frappe._dict]) -> dict[str, dict]:
	"""Return the files' names and addresses."""
	return {row.name: {"by": row.owner, "file_name": row.file_name, "file_url": row.file_url} for row in rows}


def describe_changes(doctype: str, rows: list[frappe._dict]) -> dict[str, dict]:
	"""Return what changed, `[{label, before, after}]`, for versions of which the reader may see something."""
	changes = readable_changes(doctype, {row.name: row.data for row in rows})
	return {row.name: {"by": row.owner, "changes": changes[row.name]} for row in rows if changes[row.name]}


DESCRIBE: dict[Source, Callable[[str, list[frappe._dict]], dict[str, dict]]] = {
	Source.NOTE: describe_notes,
	Source.MAIL: describe_mails,
	Source.COMMENT: describe_comments,
	Source.STAGE: describe_moves,
	Source.FILE: describe_files,
	Source.CHANGE: describe_changes,
}


def plain(html: str | None) -> str:
	"""Return the text of something that may hold markup, with its line breaks."""
	text = (html or "").replace("<br>", "\n").replace("</p>", "\n").replace("</div>", "\n")
	return unescape(strip_html(text)).strip()
