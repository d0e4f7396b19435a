"""One default pipeline for each kind of record, and where in it new records start."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_pipeline.options import Tracks
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.current_docs import current_doc
from frappe_crm_app.kit.exceptions import StageError
from frappe_crm_app.kit.phrases import plural
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.records.pipeline.stage_locks import count_standing

SETTING_OF = {Tracks.DEALS: "default_deal_pipeline", Tracks.FOLLOW_UPS: "default_follow_up_pipeline"}


def default_pipeline(tracks: Tracks) -> str | None:
	"""Return the pipeline for new records: the one in CRM Desk Settings, else the one marked default, else the oldest."""
	chosen = current_doc("CRM Desk Settings").get(SETTING_OF[tracks])
	if chosen:
		return chosen
	pipelines = frappe.get_all(
		"CRM Pipeline",
		filters={"tracks": tracks, "is_archived": 0},
		order_by="is_default desc, creation asc",
		limit=1,
		pluck="name",
	)
	return pipelines[0] if pipelines else None


def first_stage(pipeline: str) -> str | None:
	"""Return the pipeline's first open stage, or its first of any kind, of those that are not archived."""
	stages = frappe.get_all(
		"CRM Stage",
		filters={"pipeline": pipeline, "is_archived": 0},
		fields=["name", "outcome"],
		order_by="position asc, name asc",
	)
	open_stages = [stage.name for stage in stages if stage.outcome == Outcome.OPEN]
	return (open_stages or [stage.name for stage in stages] or [None])[0]


def unset_other_defaults(pipeline: str, tracks: Tracks) -> None:
	"""Leave `pipeline` the only default among those that track the same."""
	table = frappe.qb.DocType("CRM Pipeline")
	(
		update_records("CRM Pipeline")
		.set(table.is_default, 0)
		.where((table.tracks == tracks) & (table.name != pipeline) & (table.is_default == 1))
		.run()
	)
	frappe.clear_document_cache("CRM Pipeline")


def is_chosen_default(pipeline: Document) -> bool:
	"""Return whether the settings choose the pipeline for new records."""
	settings = current_doc("CRM Desk Settings")
	return pipeline.name in [settings.get(fieldname) for fieldname in SETTING_OF.values()]


def refuse_change_of_kind(pipeline: Document) -> None:
	"""Raise `StageError` where a pipeline that has stages, or is chosen in the settings, is to track the other kind."""
	if pipeline.is_new() or not pipeline.has_value_changed("tracks"):
		return
	if is_chosen_default(pipeline) or frappe.db.exists("CRM Stage", {"pipeline": pipeline.name}):
		frappe.throw(_("A pipeline that has stages cannot track another kind of record."), StageError)


def refuse_change_of_meaning(stage: Document) -> None:
	"""Raise `StageError` where a stage is to leave its pipeline, or, holding records, to mean another outcome."""
	if stage.is_new():
		return
	if stage.has_value_changed("pipeline"):
		frappe.throw(_("A stage stays in its pipeline. Add one to the other pipeline instead."), StageError)
	count = count_records(stage) if stage.has_value_changed("outcome") else 0
	if count:
		frappe.throw(
			plural(
				count,
				"1 record stands in “{1}”. Move it before the stage's outcome changes.",
				"{0} records stand in “{1}”. Move them before its outcome changes.",
				frappe.utils.escape_html(stage.stage_name),
			),
			StageError,
		)


def count_records(stage: Document) -> int:
	"""Return how many deals and customers stand in the stage."""
	return sum(count_standing(doctype, stage.name) for doctype in ("CRM Sales Deal", "CRM Customer"))


def next_position(pipeline: str) -> int:
	"""Return the position after the pipeline's last stage."""
	last = frappe.get_all(
		"CRM Stage", filters={"pipeline": pipeline}, order_by="position desc", limit=1, pluck="position"
	)
	return (last[0] if last else 0) + 1
