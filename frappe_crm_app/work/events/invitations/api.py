"""What the page of an invitation asks for: for guests, who have a signed link and nothing else."""

from functools import partial

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import AnsweredBy
from frappe_crm_app.kit.conflicts import is_conflict, refuse_for_now, repeated
from frappe_crm_app.work.events import answering
from frappe_crm_app.work.events.invitations import links
from frappe_crm_app.work.events.limits import LIMITS, Asked


@frappe.whitelist(allow_guest=True, methods=["POST"], xss_safe=True)
def answer(token: object = None, answer: object = None, **_others: object) -> dict:
	"""Note what whoever has the link says: Yes, No or Maybe; return `{status, is_waiting, sentence}`.

	Raises `RoomError` (410) for a link that is none, and for an event that is cancelled or over.
	"""
	LIMITS.refuse_flood_from_address(Asked.PAGE)
	_event, row = links.find(token)
	LIMITS.refuse_flood_by(Asked.ANSWER, row.name)
	try:
		return repeated(partial(note, token, answer))
	except Exception as error:
		if not is_conflict(error):
			raise
		refuse_for_now(error)


def note(token: object, said: object) -> dict:
	"""Note an answer under the event's lock, as often as it takes."""
	event, row = links.find(token, is_locked=True)
	said = said if isinstance(said, str) else ""
	row = answering.answer(event, row.name, said, AnsweredBy.LINK)
	return {"status": row.status, "is_waiting": bool(row.is_waiting), "sentence": sentence_of(row)}


def sentence_of(row: object) -> str:
	"""Return what an attendee said, and what that means."""
	if row.is_waiting:
		return _("All seats are taken. You are on the waiting list, and hear from us when one becomes free.")
	said = {
		"Yes": _("You are coming. Thank you."),
		"No": _("You do not come. Thank you for telling us."),
		"Maybe": _("You may come. Thank you."),
	}
	return said.get(row.status, "")
