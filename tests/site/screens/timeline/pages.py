"""Reading a timeline page by page."""

from frappe.model.document import Document

from frappe_crm_app.screens.timeline.api import get_timeline


def all_pages(doc: Document, length: int) -> list[tuple[str, str]]:
	"""Return source and name of every entry, read page by page."""
	seen, cursor = [], None
	while True:
		page = get_timeline(doc.doctype, doc.name, cursor=cursor, page_length=length)
		assert len(page["entries"]) <= length
		seen += [(entry["source"], entry["name"]) for entry in page["entries"]]
		cursor = page["next_cursor"]
		if not cursor:
			return seen
