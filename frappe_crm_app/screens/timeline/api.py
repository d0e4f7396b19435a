"""The endpoint of timelines."""

import frappe

from frappe_crm_app.screens.timeline import feed


@frappe.whitelist(methods=["GET"])
def get_timeline(
	doctype: str,
	name: str,
	cursor: str | None = None,
	page_length: int = 20,
	sources: str | list | None = None,
) -> dict:
	"""Return `{planned, has_more_planned, entries, next_cursor}` of a contact, customer, deal, location or project.

	`entries`, newest first, come from notes, mails, comments, stage changes, files and field changes, or just from `sources` of
	note, mail, comment, stage, file, change, and what other capabilities add. With the first page, `planned` has the open notes, by their dates. What is about a deal
	stands in the timelines of its contact and its customer, too, and the other way round; `about` of an entry names its record
	where that is another one than the timeline's. Raises `frappe.PermissionError` where the caller may not read the
	record; what the caller may not see (private notes, fields, related records) is left out.
	"""
	return feed.page(doctype, name, cursor, page_length, sources)
