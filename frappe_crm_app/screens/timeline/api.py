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
	"""Return `{entries, next_cursor}` of a contact, customer, deal or location, newest first.

	Entries come from notes, mails, comments, stage changes, files and field changes, or just from `sources` of
	note, mail, comment, stage, file, change. Raises `frappe.PermissionError` where the caller may not read the
	record; what the caller may not see of it (private notes, fields) is left out.
	"""
	return feed.page(doctype, name, cursor, page_length, sources)
