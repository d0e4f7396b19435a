"""Carries a change out record by record, so that each one's permission and rules hold."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_bulk_change.options import BulkAction
from frappe_crm_app.intake.bulk_edit.selection import HOLDER_FIELD, visible_among
from frappe_crm_app.kit.conflicts import refused_on_conflict
from frappe_crm_app.kit.domain_events.cause import in_bulk
from frappe_crm_app.kit.exceptions import BulkChangeError
from frappe_crm_app.kit.field_values import is_blank
from frappe_crm_app.kit.meeting_points import Point, tell
from frappe_crm_app.kit.set_based import catching_refusal
from frappe_crm_app.kit.telling import telling_afterwards
from frappe_crm_app.records.follow_up.closing import cancel_all_plans, is_closed_deal
from frappe_crm_app.records.identity.normalise import clean_text
from frappe_crm_app.records.pipeline.moves import move

LONGEST_TAG = 60


@dataclass(frozen=True)
class Change:
	"""What is to be done with each record: given to `to_user`, deleted, tagged, or moved to `to_stage` with what the stage asks for as `values`.

	With `cancel_plans`, what is still planned for a deal that is closed by the move is cancelled.
	"""

	action: BulkAction
	to_user: str | None = None
	from_user: str | None = None
	to_stage: str | None = None
	values: dict = field(default_factory=dict)
	cancel_plans: bool = False
	tag: str | None = None


@dataclass
class Outcome:
	"""How many records were changed, of whom they were before, and why others were not: `[{doctype, name, reason, title}]`."""

	done: int = 0
	refused: list[dict] = field(default_factory=list)
	taken: Counter[str] = field(default_factory=Counter)


@refused_on_conflict()
def change(records: Sequence[tuple[str, str]], wish: Change) -> Outcome:
	"""Change the records, each `(DocType, name)`, as the session's user; a refused one stays as it was.

	Raises `BusyError`, with nothing changed, where somebody else is saving the same records.
	"""
	outcome, visible = Outcome(), visible_among(records)
	with telling_afterwards(), in_bulk():
		for doctype, name in records:
			reason = (
				refusal_of(doctype, name, wish, outcome.taken) if (doctype, name) in visible else hidden()
			)
			if reason:
				outcome.refused.append({"doctype": doctype, "name": name, "reason": reason})
			else:
				outcome.done += 1
	name_refused(outcome.refused, visible)
	return outcome


def name_refused(refused: Sequence[dict], visible: Collection[tuple[str, str]]) -> None:
	"""Give refused records their `title`: what people call them, of those that the user does not see the name that was given."""
	by_doctype: dict[str, list[str]] = {}
	for refusal in refused:
		if (refusal["doctype"], refusal["name"]) in visible:
			by_doctype.setdefault(refusal["doctype"], []).append(refusal["name"])
	titles = {
		(doctype, row.name): row[title_field]
		for doctype, names in by_doctype.items()
		if (title_field := frappe.get_meta(doctype).title_field)
		for row in frappe.get_all(doctype, {"name": ("in", names)}, ["name", title_field], order_by=None)
	}
	for refusal in refused:
		refusal["title"] = titles.get((refusal["doctype"], refusal["name"])) or refusal["name"]


def tell_holders(doctypes: Iterable[str], wish: Change, number: int, taken: Mapping[str, int]) -> None:
	"""Have whoever got so many records told of them in one sentence, and so whose they were before, `taken` by user."""
	if wish.to_user and number:
		kinds = set(doctypes)
		doctype = kinds.pop() if len(kinds) == 1 else None
		tell(Point.RECORDS_GIVEN, doctype=doctype, to_user=wish.to_user, number=number)
		tell(Point.RECORDS_TAKEN, doctype=doctype, taken=dict(taken))


def refusal_of(doctype: str, name: str, wish: Change, taken: Counter[str]) -> str:
	"""Change one record and count whose it was; return why it was refused, `""` where it was not."""
	with catching_refusal() as refusal:
		if wish.action == BulkAction.DELETE:
			frappe.delete_doc(doctype, name)
		elif wish.action == BulkAction.MOVE:
			fill_and_move(frappe.get_doc(doctype, name), wish)
		elif wish.action == BulkAction.TAG:
			put_tag(frappe.get_doc(doctype, name), wish.tag)
		else:
			taken.update(give(doctype, name, wish.to_user))
	return refusal.reason


def give(doctype: str, name: str, to_user: str) -> list[str]:
	"""Save the record as somebody else's; return whose it was, nobody where it was nobody's or theirs already."""
	doc = frappe.get_doc(doctype, name)
	fieldname = HOLDER_FIELD[doctype]
	former = doc.get(fieldname)
	if former == to_user:
		return []
	doc.set(fieldname, to_user)
	doc.save()
	return [former] if former else []


def put_tag(doc: Document, tag: str) -> None:
	"""Tag a record that the session's user may write."""
	doc.check_permission("write")
	doc.add_tag(tag)


def read_tag(text: object) -> str:
	"""Return the tag that is meant; raises `BulkChangeError` for what is none."""
	tag = clean_text(text) if isinstance(text, str) else ""
	if not tag or len(tag) > LONGEST_TAG or "," in tag:
		frappe.throw(
			_("A tag is a word of at most {0} characters, without a comma.").format(LONGEST_TAG),
			BulkChangeError,
		)
	return tag


def fill_and_move(doc: Document, wish: Change) -> None:
	"""Move the record; of the values, those that it lacks are filled: what it has was entered for it alone."""
	lacking = {fieldname: value for fieldname, value in wish.values.items() if is_blank(doc.get(fieldname))}
	is_moved = doc.stage != wish.to_stage
	move(doc, wish.to_stage, lacking)
	if is_moved and wish.cancel_plans and is_closed_deal(doc):
		cancel_all_plans(doc.name)


def hidden() -> str:
	"""Return why a record that is not there, or that the user cannot see, is not changed: the same words for both."""
	return _("There is no such record that you can see.")
