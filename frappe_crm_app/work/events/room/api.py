"""The endpoints of rooms: of the desk, and of the page, for guests, who have the token of a link and nothing else."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import frappe
from frappe import _
from frappe.utils import cint

from frappe_crm_app.frappe_crm_app.doctype.crm_event.options import AnsweredBy
from frappe_crm_app.kit.conflicts import is_conflict, refuse_for_now, repeated
from frappe_crm_app.work.events import answering
from frappe_crm_app.work.events.access import locked_event
from frappe_crm_app.work.events.invitations.api import sentence_of
from frappe_crm_app.work.events.limits import LIMITS, Asked
from frappe_crm_app.work.events.room import doing, keeping
from frappe_crm_app.work.events.room.presenting import invited_to
from frappe_crm_app.work.events.room.uploads import LARGEST
from frappe_crm_app.work.events.room.views import Did, write

Result = TypeVar("Result")


@frappe.whitelist(methods=["POST"])
def make_link(contact: str, project: str | None = None, event: str | None = None) -> dict:
	"""Make the link of a contact to their room; return `{name, url}`. For who may change the project or event."""
	return keeping.make(contact, project or None, event or None)


@frappe.whitelist(methods=["POST"])
def end_link(link: str) -> None:
	"""Let a link open nothing any more. For who may change its project or event."""
	keeping.end(link)


def opened(token: object, asked: Asked | None = None) -> frappe._dict:
	"""Return the link of a token, counted; raises `RoomError` or `TooManyRequestsError`."""
	LIMITS.refuse_flood_from_address(Asked.PAGE)
	link = keeping.find(token)
	if asked:
		LIMITS.refuse_flood_by(asked, link.name)
	return link


@frappe.whitelist(allow_guest=True, methods=["POST"], xss_safe=True)
def saw(token: object = None, **_others: object) -> None:
	"""Write down that whoever has the link looks at the page."""
	link = opened(token, Asked.DOING)
	done_again_on_conflict(partial(write, link, Did.LOOKED))


@frappe.whitelist(allow_guest=True, methods=["POST"], xss_safe=True)
def tick(token: object = None, task: object = None, is_done: object = None, **_others: object) -> dict:
	"""Tick a task of one's own off, or open it again; return `{is_done}`."""
	link = opened(token, Asked.DOING)
	return done_again_on_conflict(partial(doing.tick, link, task, is_done in (1, True, "1", "true")))


@frappe.whitelist(allow_guest=True, methods=["POST"], xss_safe=True)
def comment(token: object = None, task: object = None, text: object = None, **_others: object) -> None:
	"""Comment on a task of one's own."""
	link = opened(token, Asked.DOING)
	done_again_on_conflict(partial(doing.comment, link, task, read_text(text)))


@frappe.whitelist(allow_guest=True, methods=["POST"], xss_safe=True)
def upload(token: object = None, task: object = None, **_others: object) -> dict:
	"""Attach the file `file` of the form that is sent to a task of one's own; return `{file_name}`."""
	link = opened(token, Asked.UPLOAD)
	sent = frappe.request.files.get("file")
	if sent is None:
		frappe.throw(_("Please choose a file."))
	content = sent.stream.read(LARGEST + 1)
	name = read_text(sent.filename or "")
	return done_again_on_conflict(partial(doing.upload, link, task, name, content))


@frappe.whitelist(allow_guest=True, methods=["POST"], xss_safe=True)
def answer(token: object = None, event: object = None, answer: object = None, **_others: object) -> dict:
	"""Say whether one comes to an event of the room; return `{status, is_waiting, sentence}`."""
	link = opened(token, Asked.ANSWER)
	return done_again_on_conflict(
		partial(note_answer, link, event, answer if isinstance(answer, str) else "")
	)


def note_answer(link: frappe._dict, event: object, said: str) -> dict:
	"""Note an answer of whoever has the link, under the event's lock."""
	is_name = isinstance(event, str) and event and event.isprintable()
	found = invited_to(link, event) if is_name else []
	stored = locked_event(found[0].name) if found else None
	row = next((row for row in stored.attendees if row.contact == link.contact), None) if stored else None
	if row is None:
		frappe.throw(_("You are not invited to this event."), frappe.PermissionError)
	row = answering.answer(stored, row.name, said, AnsweredBy.LINK)
	write(link, Did.ANSWERED, stored.title)
	return {"status": row.status, "is_waiting": bool(row.is_waiting), "sentence": sentence_of(row)}


def read_text(text: object) -> str:
	"""Return what a guest wrote, as text that can be stored; `""` for anything else."""
	if not isinstance(text, str):
		return ""
	return (
		"".join(each for each in text if each in "\n\t" or each.isprintable())
		.encode(errors="ignore")
		.decode()[: cint(doing.LONGEST)]
	)


def done_again_on_conflict(work: Callable[[], Result]) -> Result:
	"""Return the result of `work`, as often as others come in between; raises `BusyError` where that is too often."""
	try:
		return repeated(work)
	except Exception as error:
		if not is_conflict(error):
			raise
		refuse_for_now(error)
