"""A record's pipeline and stage: defaults, refusals, required fields, the history of moves.

A deal stands in a pipeline that tracks Deals, a customer in one that tracks Follow-ups; the rules are the same, and
they are part of saving, so that form, list, REST, board and import all keep them.
"""

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, now_datetime, time_diff_in_seconds

from frappe_crm_app.frappe_crm_app.doctype.crm_pipeline.options import Tracks
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.exceptions import MissingFieldsError, StageError
from frappe_crm_app.kit.field_values import is_blank
from frappe_crm_app.records.pipeline.archiving import refuse_archived_place
from frappe_crm_app.records.pipeline.defaults import default_pipeline, first_stage
from frappe_crm_app.records.pipeline.stage_locks import hold

if TYPE_CHECKING:
	from frappe_crm_app.frappe_crm_app.doctype.crm_stage.crm_stage import CRMStage


def place(doc: Document, tracks: Tracks) -> None:
	"""Put a record that names no pipeline or stage where new ones start, and refuse a stage it cannot have.

	Raises `StageError` for a pipeline of the other kind, for a stage of another pipeline, and for one that is archived.
	"""
	refuse_emptied_stage(doc)
	if doc.stage and not doc.pipeline:
		doc.pipeline = stage_of(doc).pipeline
	doc.pipeline = doc.pipeline or default_pipeline(tracks)
	if not doc.pipeline:
		frappe.throw(_("No pipeline tracks {0} yet. Create one first.").format(_(tracks)), StageError)
	refuse_pipeline_of_other_kind(doc, tracks)
	doc.stage = doc.stage or first_stage(doc.pipeline)
	refuse_stage_of_other_pipeline(doc)
	if is_new_in_stage(doc):
		hold(doc.stage)
		if not doc.flags.stood_there:
			refuse_archived_place(doc)
		doc.stage_entered_on = now_datetime()
	else:
		doc.stage_entered_on = doc.get_doc_before_save().stage_entered_on


def refuse_emptied_stage(doc: Document) -> None:
	"""Raise `StageError` where a stored record is to stand nowhere; another pipeline without a stage means its first."""
	before = doc.get_doc_before_save()
	if before and before.stage and not doc.stage and doc.pipeline in (None, "", before.pipeline):
		frappe.throw(_("Choose the stage in which this stands."), StageError)


def stage_of(doc: Document) -> "CRMStage":
	"""Return the stage the record stands in, from the cache."""
	return frappe.get_cached_doc("CRM Stage", doc.stage)


def is_new_in_stage(doc: Document) -> bool:
	"""Return whether this save brings the record into its stage."""
	before = doc.get_doc_before_save()
	return not before or before.stage != doc.stage


def refuse_pipeline_of_other_kind(doc: Document, tracks: Tracks) -> None:
	"""Raise `StageError` where the pipeline tracks the other kind of record."""
	pipeline = frappe.get_cached_doc("CRM Pipeline", doc.pipeline)
	if pipeline.tracks != tracks:
		frappe.throw(
			_("The pipeline “{0}” tracks {1}, not {2}.").format(
				pipeline.pipeline_name, _(pipeline.tracks), _(tracks)
			),
			StageError,
		)


def refuse_stage_of_other_pipeline(doc: Document) -> None:
	"""Raise `StageError` where the stage is a column of another pipeline, or where the pipeline has none."""
	pipeline_name = escape_html(frappe.get_cached_value("CRM Pipeline", doc.pipeline, "pipeline_name"))
	if not doc.stage:
		frappe.throw(_("The pipeline “{0}” has no stage yet.").format(pipeline_name), StageError)
	stage = stage_of(doc)
	if stage.pipeline != doc.pipeline:
		frappe.throw(
			_("The stage “{0}” does not belong to the pipeline “{1}”. Choose one of its stages.").format(
				escape_html(stage.stage_name), pipeline_name
			),
			StageError,
		)


def require_fields_of_stage(doc: Document) -> None:
	"""Raise `MissingFieldsError` naming what the stage asks for and the record lacks.

	On entering, everything the stage asks for must be there. Afterwards nothing of it may be emptied, but a field that
	was asked for later does not lock records that already stand in the stage.
	"""
	stage = stage_of(doc)
	missing = [fieldname for fieldname in required_fieldnames(stage) if is_blank(doc.get(fieldname))]
	if not is_new_in_stage(doc):
		before = doc.get_doc_before_save()
		missing = [fieldname for fieldname in missing if not is_blank(before.get(fieldname))]
	if not missing:
		return
	labels = ", ".join(_(doc.meta.get_label(fieldname)) for fieldname in missing)
	sentence = _("The stage “{0}” needs: {1}.").format(escape_html(stage.stage_name), labels)
	frappe.local.response["missing_fields"] = missing
	frappe.msgprint(sentence, title=_("Missing Fields"), indicator="red")
	raise MissingFieldsError(sentence, fieldnames=tuple(missing))


def required_fieldnames(stage: "CRMStage") -> list[str]:
	"""Return the fields that a record in this stage must have filled; a lost deal always needs its reason."""
	fieldnames = [row.fieldname for row in stage.required_fields]
	if stage.outcome == Outcome.LOST and "lost_reason" not in fieldnames and tracks_deals(stage):
		fieldnames.append("lost_reason")
	return fieldnames


def tracks_deals(stage: "CRMStage") -> bool:
	"""Return whether deals, not customers, stand in this stage."""
	return frappe.get_cached_value("CRM Pipeline", stage.pipeline, "tracks") == Tracks.DEALS


def take_off_board(doc: Document) -> None:
	"""Let a record that need not stand on a board stand on none."""
	doc.pipeline = doc.stage = doc.stage_entered_on = None


def record_move(doc: Document) -> None:
	"""Write the CRM Stage Change of this save, where it was a move. Being created, put on a board or taken off is none."""
	before = doc.get_doc_before_save()
	if not before or not before.stage or not doc.stage or before.stage == doc.stage:
		return
	change = frappe.new_doc("CRM Stage Change")
	change.update(
		{
			"reference_doctype": doc.doctype,
			"reference_name": doc.name,
			"pipeline": doc.pipeline,
			"from_stage": before.stage,
			"to_stage": doc.stage,
			"changed_by": frappe.session.user,
			"changed_on": doc.stage_entered_on,
			"seconds_in_stage": seconds_between(
				before.stage_entered_on or before.creation, doc.stage_entered_on
			),
		}
	)
	change.insert(ignore_permissions=True)


def seconds_between(start: object, end: object) -> int:
	"""Return whole seconds from `start` to `end`, never negative: clocks of two machines may differ."""
	return max(0, int(time_diff_in_seconds(end, start)))
