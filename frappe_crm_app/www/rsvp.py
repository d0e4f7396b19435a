"""The page on which whoever was invited says whether they come. Fetching it changes nothing: preview bots do it, too."""

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import ANSWERS, EventStatus
from frappe_crm_app.kit.exceptions import RoomError, TooManyRequestsError
from frappe_crm_app.kit.standalone_pages import around_the_page, as_data
from frappe_crm_app.work.events.answering import is_over
from frappe_crm_app.work.events.invitations import links
from frappe_crm_app.work.events.invitations.api import sentence_of
from frappe_crm_app.work.events.invitations.facts import organizer_of, when
from frappe_crm_app.work.events.limits import LIMITS, Asked

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Give the page the event of its link, or the sentence that says why there is none, with that one's status."""
	context.update(around_the_page())
	context.event = None
	context.texts = as_data({"failed": _("That did not work. Please try again.")})
	try:
		LIMITS.refuse_flood_from_address(Asked.PAGE)
		context.event = present(*links.find(frappe.form_dict.get("t")), frappe.form_dict.get("a"))
	except (RoomError, TooManyRequestsError) as refused:
		frappe.clear_messages()
		context.update({"refusal": str(refused), "http_status_code": refused.http_status_code})


def present(event: object, row: object, chosen: object) -> dict:
	"""Return what the page shows; `chosen` is the answer that was clicked on in the mail, which is not given before somebody says so."""
	organizer = organizer_of(event)
	return {
		"title": event.title,
		"when": when(event),
		"place": event.place or "",
		"meeting_link": event.meeting_link or "",
		"description": event.description or "",
		"organizer": organizer.name if organizer else "",
		"status": row.status,
		"said": sentence_of(row),
		"chosen": chosen if chosen in ANSWERS else "",
		"is_cancelled": event.status == EventStatus.CANCELLED,
		"is_open": event.status != EventStatus.CANCELLED and not is_over(event),
		"answers": [{"value": str(each), "label": _(each)} for each in ANSWERS],
	}
