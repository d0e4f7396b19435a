"""Writes down what happened, in the transaction in which it happens, if somebody listens: one INSERT, however many records.

`tell_saved` and `tell_deleted` are events of documents (`hooks.py`); what is written set-based, past the documents, says so itself:
`emit_changes` of records whose values before and after are known, `emit_update` before an UPDATE, `emit` and `emit_many` of what no
value shows.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

import frappe
from frappe.model import no_value_fields, table_fields
from frappe.model.document import Document
from frappe.utils import cint, flt, get_datetime, getdate, now_datetime
from pypika.terms import Criterion

from frappe_crm_app.frappe_crm_app.doctype.crm_domain_event.options import Telling
from frappe_crm_app.kit.domain_events.cause import DEEPEST, Cause, present
from frappe_crm_app.kit.domain_events.changes import Change
from frappe_crm_app.kit.domain_events.kinds import Kind, all_kinds
from frappe_crm_app.kit.domain_events.listening import called, heard_of, is_heard
from frappe_crm_app.kit.domain_events.tasks import OUTBOX
from frappe_crm_app.kit.meeting_points import is_bulk_writing
from frappe_crm_app.kit.set_based import insert_records

EVENT = "CRM Domain Event"
# Without `docstatus` and `idx`, which are 0 by the database's own default.
COLUMNS = (
	"name", "owner", "creation", "modified", "modified_by",
	"kind", "reference_doctype", "reference_name", "changes", "actor", "cause_event", "cause_rule", "depth",
	"is_bulk", "occurred_on", "status",
)  # fmt: skip
ROWS_OF_A_STATEMENT = 2000
as_json = json.JSONEncoder(
	separators=(",", ":"), ensure_ascii=False
).encode  # made once: an import writes thousands

Happening = tuple[Kind, Change]
Values = Mapping[str, object]


def emit(
	kind: str,
	record: Document | tuple[str, str],
	before: Values | None = None,
	after: Values | None = None,
	cause: Cause | None = None,
) -> None:
	"""Say that something happened to a record, given as a document or as DocType and name."""
	doctype, name = (record.doctype, record.name) if isinstance(record, Document) else record
	emit_many(kind, doctype, [Change(name, before, after)], cause)


def emit_many(kind: str, doctype: str, changes: Iterable[Change], cause: Cause | None = None) -> None:
	"""Say that the same happened to many records of a DocType."""
	if is_heard(kind):
		write(doctype, ((all_kinds()[kind], change) for change in changes), cause)


def emit_state(kind: str, record: Document) -> None:
	"""Say that something happened to a record, with the values that it has now of the fields that the kind carries."""
	if is_heard(kind):
		emit(kind, record, None, {field: record.get(field) for field in all_kinds()[kind].fields})


def emit_changes(doctype: str, changes: Iterable[Change], cause: Cause | None = None) -> None:
	"""Say what these changes of records are: each is of as many kinds as its values show."""
	kinds = heard_of(doctype)
	if kinds:
		write(doctype, happenings(kinds, changes), cause)


def happenings(kinds: list[Kind], changes: Iterable[Change]) -> Iterator[Happening]:
	"""Yield what each change is."""
	for change in changes:
		for kind in kinds:
			if kind.happened(change):
				yield kind, change


def emit_update(doctype: str, condition: Criterion, values: Values) -> None:
	"""Say what an UPDATE that is about to set these values where this is fulfilled is; without listeners it reads nothing."""
	if not heard_of(doctype):
		return
	record = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(record).select(record.name, *(record[field] for field in values)).where(condition)
	rows = query.run(as_dict=True)
	emit_changes(doctype, (Change(row.pop("name"), row, values) for row in rows))


def tell_saved(doc: Document, _event: str | None = None) -> None:
	"""Say what the save of a document is (`on_update`)."""
	kinds = heard_of(doc.doctype)
	if kinds:
		before = doc.get_doc_before_save()
		change = Change(doc.name, before and values_of(before), values_of(doc))
		write(doc.doctype, happenings(kinds, [change]))


def tell_deleted(doc: Document, _event: str | None = None) -> None:
	"""Say that a document is gone (`after_delete`, when nothing forbids it any more)."""
	kinds = heard_of(doc.doctype)
	if kinds:
		write(doc.doctype, happenings(kinds, [Change(doc.name, values_of(doc), None)]))


def values_of(doc: Document) -> dict[str, object]:
	"""Return what the document's fields hold, in the types in which they are stored; of a table, the values of its rows."""
	values = {}
	for field in doc.meta.fields:
		if field.fieldtype in table_fields:
			values[field.fieldname] = [values_of(row) for row in doc.get(field.fieldname) or ()]
		elif field.fieldtype not in no_value_fields and field.fieldtype != "Password":
			values[field.fieldname] = stored(doc.get(field.fieldname), field.fieldtype)
	return values


def stored(value: object, fieldtype: str) -> object:
	"""Return a value as the database holds it, whether it was read from there or came as text."""
	if fieldtype in ("Int", "Check", "Duration"):
		return cint(value)
	if fieldtype in ("Float", "Currency", "Percent", "Rating"):
		return flt(value)
	if fieldtype == "Date":
		return getdate(value) if value else None
	if fieldtype == "Datetime":
		return get_datetime(value) if value else None
	return value


def write(doctype: str, happened: Iterable[Happening], cause: Cause | None = None) -> None:
	"""Insert the events, and have those who are to be called called after the commit."""
	cause, user, start = cause or present(), frappe.session.user, now_datetime()
	now, owed, rows, is_owed = str(start), called(), [], False
	is_bulk = int(cause.is_bulk or is_bulk_writing() or bool(frappe.flags.in_import))
	for place, (kind, change) in enumerate(happened):
		is_owed = is_owed or kind.name in owed
		# Who reads them by `creation` gets them in this order.
		stamp = str(start + timedelta(microseconds=place))
		rows.append(
			(
				frappe.generate_hash(length=10), user, stamp, now, user,
				kind.name, doctype, change.name, as_json(kind.carried(change)), user,
				cause.event, cause.rule, cause.depth, is_bulk, now, Telling.OWED if kind.name in owed else Telling.TOLD,
			)
		)  # fmt: skip
	for first in range(0, len(rows), ROWS_OF_A_STATEMENT):
		insert_records(EVENT, COLUMNS, rows[first : first + ROWS_OF_A_STATEMENT])
	if is_owed and cause.depth <= DEEPEST:
		OUTBOX.enqueue()
