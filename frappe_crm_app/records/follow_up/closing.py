"""What is still planned for deals that close, cancelled where whoever closes them wants it so; it stays in the timeline.

The desk's form sends with its save, as `cancelled_plans`, the names of the follow-ups that are to be cancelled if that closes the deal; it is told
how many were.
"""

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.field_values import is_changed
from frappe_crm_app.kit.received import read_texts
from frappe_crm_app.records.follow_up.activity import DERIVED_FIELDS

DEAL = "CRM Sales Deal"
NOTE = "CRM Follow-up Note"
MOST = 200
SENT = "cancelled_plans"


def read_plans(names: str | list | None) -> list[str]:
	"""Return the names of follow-ups that a caller sent; raises `frappe.ValidationError` where they are none."""
	given = read_texts(names or [], refuse)
	return given if len(given) <= MOST else refuse()


def refuse() -> NoReturn:
	frappe.throw(_("Follow-ups are named by a list of at most {0} texts.").format(MOST))


def is_closed_deal(doc: Document) -> bool:
	"""Return whether the record is a deal that stands in a stage that won or lost it."""
	return doc.doctype == DEAL and doc.outcome != Outcome.OPEN


def read_sent_plans(deal: Document, _event: str | None = None) -> None:
	"""Keep the follow-ups that were sent with the deal for its save; raises `frappe.ValidationError` where they are none."""
	deal.flags.plans = read_plans(deal.get(SENT))
	deal.delete_key(SENT)


def cancel_sent_plans(deal: Document, _event: str | None = None) -> None:
	"""Cancel what was sent with a save that closed the deal, in its transaction."""
	plans = deal.flags.pop("plans", None)
	if plans and is_closed_deal(deal) and is_changed(deal, "stage"):
		deal.flags.cancelled_plans = cancel_plans(deal.name, plans)


def tell_form(deal: Document, _event: str | None = None) -> None:
	"""Tell the form that has saved the deal how many follow-ups that cancelled, and what is next without them."""
	if (cancelled := deal.flags.cancelled_plans) is None:
		return
	deal.set_onload(SENT, cancelled)
	deal.update(frappe.db.get_value(DEAL, deal.name, DERIVED_FIELDS, as_dict=True))


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
