"""What somebody wrote in their room: they see it when they come back, as long as CRM Room View has it."""

import html
from collections import defaultdict

import frappe
from frappe.utils import format_datetime, strip_html

from frappe_crm_app.visibility.guarded import NOTE
from frappe_crm_app.work.events.room.keeping import LINK
from frappe_crm_app.work.events.room.views import VIEW

MOST = 200


def comments_of(link: frappe._dict) -> dict[str, list[dict]]:
	"""Return by task, oldest first, `{text, written_on}` of what was written by this link and by earlier links of this contact to this room.

	Nobody else's comments are among them; of very many, the last ones.
	"""
	view, room, comment = (frappe.qb.DocType(doctype) for doctype in (VIEW, LINK, "Comment"))
	query = frappe.qb.from_(view).join(room).on(room.name == view.room_link)
	query = query.join(comment).on(comment.name == view.comment)
	query = query.select(comment.reference_name, comment.content, comment.creation)
	query = query.where((room.contact == link.contact) & (room.project == link.project))
	query = query.where(comment.reference_doctype == NOTE)
	found = defaultdict(list)
	for row in reversed(query.orderby(comment.creation, order=frappe.qb.desc).limit(MOST).run(as_dict=True)):
		said = {"text": text_of(row.content), "written_on": format_datetime(row.creation, "medium")}
		found[row.reference_name].append(said)
	return found


def text_of(content: str | None) -> str:
	"""Return the text of a comment, which is kept as HTML."""
	return html.unescape(strip_html((content or "").replace("<br>", "\n")))
