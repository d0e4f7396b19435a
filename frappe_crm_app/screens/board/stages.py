"""A pipeline and its stages as a board reads them: all in one query, one from the cache."""

from dataclasses import dataclass

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_pipeline.options import Tracks
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.exceptions import StageError
from frappe_crm_app.records.pipeline.defaults import default_pipeline
from frappe_crm_app.records.pipeline.kinds import KIND_OF_TRACKS, Kind
from frappe_crm_app.visibility.permlevels import is_hidden

PIPELINE_FIELDS = ("pipeline_name", "tracks", "rotting_enabled", "rot_after_days", "is_archived")
STAGE_FIELDS = (
	*("pipeline", "stage_name", "stage_group", "color", "outcome", "probability", "rot_after_days"),
	"is_archived",
)


@dataclass(frozen=True)
class BoardStage:
	"""One column; `rots_after` in days, 0 where cards do not rot; `probability` in percent."""

	name: str
	stage_name: str
	stage_group: str
	color: str
	outcome: str
	probability: float
	rots_after: int


@dataclass(frozen=True)
class BoardPipeline:
	"""A pipeline with its stages in order."""

	name: str
	pipeline_name: str
	tracks: str
	stages: tuple[BoardStage, ...]

	@property
	def kind(self) -> Kind:
		return KIND_OF_TRACKS[self.tracks]


def read_pipeline(name: str | None) -> BoardPipeline:
	"""Return the pipeline with its stages that are not archived, the default one of deals where none is named.

	Raises `frappe.PermissionError` where the session's user may read no pipelines or nothing of what this one tracks,
	`frappe.DoesNotExistError` where there is no such pipeline, `StageError` where it is archived.
	"""
	frappe.has_permission("CRM Pipeline", "read", throw=True)
	rows = stage_rows(name or default_pipeline(Tracks.DEALS))
	if not rows:
		frappe.throw(_("There is no such pipeline. It may have been deleted."), frappe.DoesNotExistError)
	first = rows[0]
	refuse_who_reads_no_stage(first.tracks)
	refuse_archived(first.pipeline_is_archived, first.pipeline_name)
	stages = tuple(board_stage(row) for row in rows if row.stage and not row.is_archived)
	return BoardPipeline(first.pipeline, first.pipeline_name, first.tracks, stages)


def read_stage(pipeline: str, stage: str) -> BoardPipeline:
	"""Return the pipeline with just this one of its stages, from Frappe's cache of documents.

	Raises what `read_pipeline` raises, and `frappe.DoesNotExistError` for a stage of another pipeline.
	"""
	frappe.has_permission("CRM Pipeline", "read", throw=True)
	whole = frappe.get_cached_value("CRM Pipeline", pipeline, PIPELINE_FIELDS, as_dict=True)
	part = frappe.get_cached_value("CRM Stage", stage, STAGE_FIELDS, as_dict=True)
	if not whole or not part or part.pipeline != pipeline or part.is_archived:
		frappe.throw(_("This pipeline has no such stage."), frappe.DoesNotExistError)
	refuse_who_reads_no_stage(whole.tracks)
	refuse_archived(whole.is_archived, whole.pipeline_name)
	rotting = {"rotting_enabled": whole.rotting_enabled, "pipeline_rots_after": whole.rot_after_days}
	column = board_stage(frappe._dict(part, stage=stage, **rotting))
	return BoardPipeline(pipeline, whole.pipeline_name, whole.tracks, (column,))


def refuse_archived(is_archived: int, pipeline_name: str) -> None:
	"""Raise `StageError` for an archived pipeline, which is on no board."""
	if is_archived:
		title = frappe.utils.escape_html(pipeline_name)
		frappe.throw(
			_("The pipeline “{0}” is archived. Its records are in the lists.").format(title), StageError
		)


def refuse_who_reads_no_stage(tracks: str) -> None:
	"""Raise `frappe.PermissionError` for who may not read what is tracked, or not in which stage it is."""
	doctype = KIND_OF_TRACKS[tracks].doctype
	frappe.has_permission(doctype, "read", throw=True)
	if is_hidden(doctype, "stage"):
		frappe.throw(_("You may not see any board."), frappe.PermissionError)


def stage_rows(pipeline: str | None) -> list[frappe._dict]:
	"""Return a row for each stage of the pipeline, archived ones too, one without stage where it has none."""
	table, stage = frappe.qb.DocType("CRM Pipeline"), frappe.qb.DocType("CRM Stage")
	return (
		frappe.qb.from_(table)
		.left_join(stage)
		.on(stage.pipeline == table.name)
		.select(
			table.name.as_("pipeline"),
			table.pipeline_name,
			table.tracks,
			table.is_archived.as_("pipeline_is_archived"),
			table.rotting_enabled,
			table.rot_after_days.as_("pipeline_rots_after"),
			stage.name.as_("stage"),
			stage.stage_name,
			stage.stage_group,
			stage.color,
			stage.outcome,
			stage.probability,
			stage.rot_after_days,
			stage.is_archived,
		)
		.where(table.name == pipeline)
		.orderby(stage.position, stage.name)
		.run(as_dict=True)
	)


def board_stage(row: frappe._dict) -> BoardStage:
	"""Return the column of a row; only what is open rots."""
	can_rot = row.rotting_enabled and row.outcome == Outcome.OPEN
	return BoardStage(
		name=row.stage,
		stage_name=row.stage_name,
		stage_group=row.stage_group or "",
		color=row.color or "",
		outcome=row.outcome,
		probability=row.probability or 0,
		rots_after=(row.rot_after_days or row.pipeline_rots_after or 0) if can_rot else 0,
	)
