"""Carries a change out record by record, so that each one's permission and rules hold."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_bulk_change.options import BulkAction
from frappe_crm_app.intake.bulk_edit.selection import HOLDER_FIELD, visible_among
from frappe_crm_app.kit.conflicts import refused_on_conflict
from frappe_crm_app.kit.meeting_points import Point, tell
from frappe_crm_app.kit.set_based import catching_refusal
from frappe_crm_app.kit.telling import telling_afterwards


@dataclass
class Outcome:
	"""How many records were changed, and why others were not: `[{doctype, name, reason}]`."""

	done: int = 0
	refused: list[dict] = field(default_factory=list)


@refused_on_conflict()
def change(records: Sequence[tuple[str, str]], action: BulkAction, to_user: str | None) -> Outcome:
	"""Change the records, each `(DocType, name)`, as the session's user; a refused one stays as it was.

	Raises `BusyError`, with nothing changed, where somebody else is saving the same records.
	"""
	outcome, visible = Outcome(), visible_among(records)
	with telling_afterwards():
		for doctype, name in records:
			reason = refusal_of(doctype, name, action, to_user) if (doctype, name) in visible else hidden()
			if reason:
				outcome.refused.append({"doctype": doctype, "name": name, "reason": reason})
			else:
				outcome.done += 1
	return outcome


def tell_receiver(doctypes: Iterable[str], action: BulkAction, to_user: str | None, number: int) -> None:
	"""Have whoever got so many records told of them, in one sentence."""
	if action != BulkAction.DELETE and number:
		kinds = set(doctypes)
		doctype = kinds.pop() if len(kinds) == 1 else None
		tell(Point.RECORDS_GIVEN, doctype=doctype, to_user=to_user, number=number)


def refusal_of(doctype: str, name: str, action: BulkAction, to_user: str | None) -> str:
	"""Change one record; return why it was refused, `""` where it was not."""
	with catching_refusal() as refusal:
		if action == BulkAction.DELETE:
			frappe.delete_doc(doctype, name)
		else:
			give(doctype, name, to_user)
	return refusal.reason


def give(doctype: str, name: str, to_user: str) -> None:
	"""Save the record as somebody else's."""
	doc = frappe.get_doc(doctype, name)
	fieldname = HOLDER_FIELD[doctype]
	if doc.get(fieldname) != to_user:
		doc.set(fieldname, to_user)
		doc.save()


def hidden() -> str:
	"""Return why a record that is not there, or that the user cannot see, is not changed: the same words for both."""
	return _("There is no such record that you can see.")
