"""What is still planned for deals that close, cancelled where whoever closes them wants it so; it stays in the timeline."""

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.received import read_texts

DEAL = "CRM Sales Deal"
NOTE = "CRM Follow-up Note"
MOST = 200


def read_plans(names: str | list | None) -> list[str]:
	"""Return the names of follow-ups that a caller sent; raises `frappe.ValidationError` where they are none."""
	given = read_texts(names or [], refuse)
	return given if len(given) <= MOST else refuse()


def refuse() -> NoReturn:
	frappe.throw(_("Follow-ups are named by a list of at most {0} texts.").format(MOST))


def is_closed_deal(doc: Document) -> bool:
	"""Return whether the record is a deal that stands in a stage that won or lost it."""
	return doc.doctype == DEAL and doc.outcome != Outcome.OPEN


def cancel_plans(deal: str, names: list[str]) -> int:
	"""Cancel those of the named follow-ups that are open, of this deal and the user's to change; return how many they were."""
	return cancel_open(deal, name=("in", names)) if names else 0


def cancel_all_plans(deal: str) -> int:
	"""Cancel the open follow-ups of this deal that are the user's to change; return how many they were."""
	return cancel_open(deal)


def cancel_open(deal: str, **among: object) -> int:
	"""Cancel open follow-ups of a deal, of those that further filters find."""
	filters = {"deal": deal, "status": NoteStatus.OPEN, **among}
	cancelled = 0
	for name in frappe.get_all(NOTE, filters=filters, pluck="name", order_by="creation asc, name asc"):
		note = frappe.get_doc(NOTE, name)
		if note.has_permission("write"):
			note.status = NoteStatus.CANCELLED
			note.save()
			cancelled += 1
	return cancelled
