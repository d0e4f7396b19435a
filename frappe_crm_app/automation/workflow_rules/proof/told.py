"""Events of which rows say themselves that they happened: tags, merges, what was sent through forms; and domain events that were kept."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import formatdate
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion

from frappe_crm_app.automation.workflow_rules.proof.occasions import Happening, History
from frappe_crm_app.frappe_crm_app.doctype.crm_lead_submission.options import SubmissionStatus
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.domain_events.kinds import Kind
from frappe_crm_app.records.identity.event_kinds import MERGED, PREFIX, TAGGED, UNMERGED
from frappe_crm_app.visibility.labels import label_of

EVENT = "CRM Domain Event"
RECEIVED, CONFIRMED = "form.submission_received", "form.submission_confirmed"


class OfRows:
	"""A kind of event each of which has left a row: `query` gives name and moment."""

	paths: tuple[str, ...] = ()
	is_edits = is_moves = False

	def __init__(self, kind: Kind) -> None:
		self.kind = kind

	@property
	def unknown(self) -> tuple[str, ...]:
		return ()

	def query(self, since: datetime) -> tuple[QueryBuilder, Criterion]:
		"""Return the query of the name of the record, and the column of the moment."""
		raise NotImplementedError

	def among(self, record: Table, since: datetime) -> Criterion:
		query, moment = self.query(since)
		return record.name.isin(query.where(moment >= since))

	def happenings(
		self, history: History, _kept: object, since: datetime, _present: Present
	) -> Iterator[Happening]:
		query, moment = self.query(since)
		for name, on in query.select(moment).where(moment >= since).run():
			if name in history.rows:
				yield Happening(name, on)


class OfTags(OfRows):
	"""Tags of contacts."""

	@property
	def unknown(self) -> tuple[str, ...]:
		return (_("Tags that were taken off again are not counted."),)

	def query(self, since: datetime) -> tuple[QueryBuilder, Criterion]:
		link = frappe.qb.DocType("Tag Link")
		query = (
			frappe.qb.from_(link).select(link.document_name).where(link.document_type == self.kind.doctype)
		)
		return query, link.creation


class OfMerges(OfRows):
	"""Merges, or what undid them."""

	def query(self, since: datetime) -> tuple[QueryBuilder, Criterion]:
		merge = frappe.qb.DocType("CRM Merge")
		query = frappe.qb.from_(merge).select(merge.kept).where(merge.record_type == self.kind.doctype)
		return query, merge.undone_on if self.kind.name.endswith(UNMERGED) else merge.merged_on


class OfSubmissions(OfRows):
	"""What was sent through forms, or confirmed."""

	@property
	def unknown(self) -> tuple[str, ...]:
		return (_("What was released later, after looking like abuse, counts as of when it was sent."),)

	def query(self, since: datetime) -> tuple[QueryBuilder, Criterion]:
		submission = frappe.qb.DocType("CRM Lead Submission")
		query = frappe.qb.from_(submission).select(submission.name)
		if self.kind.name == CONFIRMED:
			return query, submission.confirmed_on
		return query.where(submission.status != SubmissionStatus.QUARANTINED), submission.received_on


class OfEvents(OfRows):
	"""A kind of event of which nothing tells but the domain events themselves, which are kept for a while where somebody listens."""

	@property
	def unknown(self) -> tuple[str, ...]:
		first = frappe.get_all(
			EVENT, {"kind": self.kind.name}, pluck="occurred_on", order_by="occurred_on asc", limit=1
		)
		if not first:
			return (
				_(
					"History does not tell of this: “{0}”. It is written down only from when a rule that listens is on."
				).format(str(self.kind.label)),
			)
		sentence = _("History tells of “{0}” only where it was written down, first on {1}.")
		return (sentence.format(str(self.kind.label), formatdate(first[0])),)

	def query(self, since: datetime) -> tuple[QueryBuilder, Criterion]:
		event = frappe.qb.DocType(EVENT)
		query = frappe.qb.from_(event).select(event.reference_name)
		is_meant = (event.kind == self.kind.name) & (event.reference_doctype == self.kind.doctype)
		return query.where(is_meant), event.occurred_on

	def happenings(
		self, history: History, _kept: object, since: datetime, _present: Present
	) -> Iterator[Happening]:
		query, moment = self.query(since)
		event = frappe.qb.DocType(EVENT)
		for name, on, changes in query.select(moment, event.changes).where(moment >= since).run():
			if name in history.rows:
				pairs = json.loads(changes or "{}")
				before, after = ({path: pair[side] for path, pair in pairs.items()} for side in (0, 1))
				yield Happening(name, on, before, after)


def since_deleted(doctype: str, since: datetime) -> list[str]:
	"""Return sentences on records that are not there any more; two statements."""
	gone, merge = frappe.qb.DocType("Deleted Document"), frappe.qb.DocType("CRM Merge")
	is_gone = (gone.deleted_doctype == doctype) & (gone.creation >= since) & (gone.restored == 0)
	is_merged = (merge.record_type == doctype) & (merge.merged_on >= since) & merge.undone_on.isnull()
	deleted = frappe.qb.from_(gone).select(Count("*")).where(is_gone).run()[0][0]
	merged = frappe.qb.from_(merge).select(Count("*")).where(is_merged).run()[0][0]
	sentences = {
		_("{0} records were deleted since ({1}): what happened to them is not counted."): deleted,
		_(
			"{0} records were merged into others since ({1}): what happened to them before counts for those, or not at all."
		): merged,
	}
	return [sentence.format(number, label_of(doctype)) for sentence, number in sentences.items() if number]


SAID: dict[str, Callable[[Kind], OfRows]] = {
	TAGGED: OfTags,
	RECEIVED: OfSubmissions,
	CONFIRMED: OfSubmissions,
	**{f"{prefix}.{what}": OfMerges for prefix in PREFIX.values() for what in (MERGED, UNMERGED)},
}
