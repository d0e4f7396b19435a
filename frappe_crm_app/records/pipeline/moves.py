"""A record is moved to a stage, from the board or with many others: a save like any other, with what the stage asks for."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import StageError
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.records.pipeline.kinds import DEALS, KIND_OF_DOCTYPE, KIND_OF_TRACKS
from frappe_crm_app.records.pipeline.staging import required_fieldnames

ASKED_WITH_LOSS = ("lost_reason", "lost_notes")


def move(doc: Document, stage: str, values: dict) -> None:
	"""Save the record in the stage, with these values; nothing where it stands there already."""
	if stage != doc.stage:
		doc.update({**values, "stage": stage})
		doc.save()


def read_values_of(doctype: str, stage: str, values: str | dict | None) -> dict:
	"""Return the values that come with the move: of just those fields that the stage asks for."""
	if doctype not in KIND_OF_DOCTYPE:
		frappe.throw(_("Only deals and customers stand on a board."), StageError)
	if not frappe.db.exists("CRM Stage", stage):
		frappe.throw(_("There is no such stage. It may have been deleted."), StageError)
	given = read_json(values or {})
	if not isinstance(given, dict) or any(isinstance(value, dict | list) for value in given.values()):
		frappe.throw(_("What comes with a move are fields and their values."), StageError)
	asked = set(required_fieldnames(frappe.get_cached_doc("CRM Stage", stage)))
	if doctype == DEALS.doctype:
		asked.update(ASKED_WITH_LOSS)
	others = sorted(set(given) - asked)
	if others:
		frappe.throw(
			_("The stage does not ask for {0}.").format(frappe.utils.escape_html(", ".join(others)[:140])),
			StageError,
		)
	return given


def stages_for(doctype: str) -> list[dict]:
	"""Return the stages that records of a DocType can stand in, by pipeline and position; see `bulk_edit.api.get_stages`."""
	tracks = next((tracks for tracks, kind in KIND_OF_TRACKS.items() if kind.doctype == doctype), None)
	if not tracks:
		frappe.throw(_("Only deals and customers stand on a board."), StageError)
	stage, pipeline = frappe.qb.DocType("CRM Stage"), frappe.qb.DocType("CRM Pipeline")
	rows = (
		frappe.qb.from_(stage)
		.join(pipeline)
		.on(stage.pipeline == pipeline.name)
		.where(pipeline.tracks == tracks)
		.where((pipeline.is_archived == 0) & (stage.is_archived == 0))
		.select(
			stage.name.as_("stage"), stage.stage_name, stage.outcome, stage.pipeline, pipeline.pipeline_name
		)
		.orderby(pipeline.pipeline_name, pipeline.name, stage.position, stage.name)
		.run(as_dict=True)
	)
	return [{**row, "fields": fields_asked_for(doctype, row.stage)} for row in rows]


def fields_asked_for(doctype: str, stage: str) -> list[str]:
	"""Return the fields that a move to the stage may bring."""
	asked = required_fieldnames(frappe.get_cached_doc("CRM Stage", stage))
	is_loss = doctype == DEALS.doctype and "lost_reason" in asked
	return list(dict.fromkeys([*asked, *(ASKED_WITH_LOSS if is_loss else ())]))
