"""Archived pipelines and stages: hidden from boards and choices, and nothing new comes to them. What stands there stays, and is read."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html

from frappe_crm_app.kit.current_docs import current_doc
from frappe_crm_app.kit.exceptions import StageError
from frappe_crm_app.kit.field_values import is_changed
from frappe_crm_app.records.pipeline.defaults import is_chosen_default
from frappe_crm_app.records.pipeline.stage_locks import has_other_pipeline, has_other_stage

PIPELINE, STAGE = "CRM Pipeline", "CRM Stage"


def refuse_archived_place(doc: Document) -> None:
	"""Raise `StageError` where a record that comes to a stage would stand in an archived one."""
	refuse_archived_stage(doc.stage, doc.pipeline)


def refuse_archived_stage(stage: str, pipeline: str) -> None:
	"""Raise `StageError` for a stage to which nothing comes: it is archived, or its pipeline is."""
	stage, pipeline = frappe.get_cached_doc(STAGE, stage), current_doc(PIPELINE, pipeline)
	if pipeline.is_archived:
		frappe.throw(
			_("The pipeline “{0}” is archived. Choose another one.").format(
				escape_html(pipeline.pipeline_name)
			),
			StageError,
		)
	if stage.is_archived:
		frappe.throw(
			_("The stage “{0}” is archived. Choose another one.").format(escape_html(stage.stage_name)),
			StageError,
		)


def refuse_archiving_needed_pipeline(pipeline: Document) -> None:
	"""Raise `StageError` where a pipeline that is archived would leave new records without a place."""
	if not cint(pipeline.is_archived):
		return
	title = escape_html(pipeline.pipeline_name)
	if not has_other_pipeline(pipeline.name, pipeline.tracks):
		frappe.throw(
			_("“{0}” is the only pipeline for {1}: it cannot be archived.").format(title, _(pipeline.tracks)),
			StageError,
		)
	if pipeline.is_default or is_chosen_default(pipeline):
		frappe.throw(
			_("New records start in “{0}”. Choose another default pipeline before it is archived.").format(
				title
			),
			StageError,
		)


def refuse_archiving_needed_stage(stage: Document) -> None:
	"""Raise `StageError` where the last stage of its pipeline in which deals are open, won or lost is archived.

	One that was archived before is saved, whatever has become of the others: at another place, or by another name.
	"""
	if not cint(stage.is_archived) or not (is_changed(stage, "is_archived") or is_changed(stage, "outcome")):
		return
	if not has_other_stage(stage.name, stage.pipeline, stage.outcome):
		frappe.throw(
			_("“{0}” is the only stage of its pipeline that means {1}: it cannot be archived.").format(
				escape_html(stage.stage_name), _(stage.outcome)
			),
			StageError,
		)


def refuse_archived_default(pipeline: str | None) -> None:
	"""Raise `StageError` where an archived pipeline is chosen for new records."""
	if pipeline and frappe.db.get_value(PIPELINE, pipeline, "is_archived"):
		frappe.throw(_("An archived pipeline takes no new records. Choose another one."), StageError)
