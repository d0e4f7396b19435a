"""What an entry of each source says. Texts are plain: whatever markup came in is gone."""

from collections.abc import Callable
from html import unescape

import frappe
from frappe.utils import strip_html

from frappe_crm_app.screens.timeline.details import select_details
from frappe_crm_app.screens.timeline.fields import readable_changes
from frappe_crm_app.screens.timeline.sources import Source

SHORT = 600  # characters of a mail or comment that a timeline shows


def entries_of(doctype: str, keys: list[frappe._dict]) -> list[dict]:
	"""Return the entries in the order of their keys: `{source, name, happened_on, by, by_name, ...}`.

	A field change that changed nothing the reader may see is left out.
	"""
	if not keys:
		return []
	rows = {(row.source, row.name): row for row in select_details(keys)}
	changes = readable_changes(
		doctype, {row.name: row.text for row in rows.values() if row.source == Source.CHANGE}
	)
	entries = [
		{
			"source": key.source,
			"name": key.name,
			"happened_on": key.happened_on,
			"by": row.by,
			"by_name": row.by_name or row.user_name or row.by,
			**DESCRIBE[Source(key.source)](row, changes),
		}
		for key in keys
		if (row := rows.get((key.source, key.name)))
	]
	return [entry for entry in entries if entry.get("changes", True)]


def describe_note(row: frappe._dict, changes: dict) -> dict:
	"""Return action, texts and plan of a note."""
	return {
		"action": row.kind,
		"subject": row.subject,
		"text": plain(row.text),
		"scheduled_on": row.scheduled_on,
		"assigned_to": row.person,
		"status": row.status,
		"completed_on": row.completed_on,
		"is_private": row.number,
	}


def describe_mail(row: frappe._dict, changes: dict) -> dict:
	"""Return what was written to whom."""
	return {
		"subject": row.subject,
		"text": plain(row.text)[:SHORT],
		"recipients": row.person,
		"is_sent": row.kind == "Sent",
	}


def describe_comment(row: frappe._dict, changes: dict) -> dict:
	"""Return the comment's text."""
	return {"text": plain(row.text)[:SHORT]}


def describe_move(row: frappe._dict, changes: dict) -> dict:
	"""Return the stages that were left and entered, by their names."""
	return {"from_stage": row.kind, "to_stage": row.subject, "seconds_in_stage": row.number}


def describe_file(row: frappe._dict, changes: dict) -> dict:
	"""Return the file's name and address."""
	return {"file_name": row.subject, "file_url": row.text}


def describe_change(row: frappe._dict, changes: dict) -> dict:
	"""Return what changed, `[{label, before, after}]`, of what the reader may see."""
	return {"changes": changes[row.name]}


DESCRIBE: dict[Source, Callable[[frappe._dict, dict], dict]] = {
	Source.NOTE: describe_note,
	Source.MAIL: describe_mail,
	Source.COMMENT: describe_comment,
	Source.STAGE: describe_move,
	Source.FILE: describe_file,
	Source.CHANGE: describe_change,
}


def plain(html: str | None) -> str:
	"""Return the text of something that may hold markup, with its line breaks."""
	text = (html or "").replace("<br>", "\n").replace("</p>", "\n").replace("</div>", "\n")
	return unescape(strip_html(text)).strip()
