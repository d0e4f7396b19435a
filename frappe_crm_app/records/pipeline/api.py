"""Endpoints of pipelines: their stages as one table. The board's are in `screens/board/api.py`."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.records.pipeline import stage_table


@frappe.whitelist(methods=["GET"])
def get_stages(pipeline: str) -> dict:
	"""Return a pipeline's stages as a table, `{pipeline, title, tracks, may_write, warning, stages}`.

	For whoever may read pipelines. Raises `frappe.PermissionError`, the same for one that is not there.
	"""
	return stage_table.read_table(pipeline_for("read", pipeline))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def save_stages(pipeline: str, stages: list | str, removed: list | str = "[]") -> dict:
	"""Save the table: `stages` in their order, `removed` by name; return it as `get_stages` does.

	A stage is `{name, stage_name, stage_group, outcome, probability, color, rot_after_days}`; what is left out stays, one without
	`name` is new. For whoever may write pipelines. Raises `StageError` for a stage that holds records, and nothing is changed then.
	"""
	doc = pipeline_for("write", pipeline)
	stage_table.save_table(doc, stages, removed)
	return stage_table.read_table(doc)


def pipeline_for(action: str, name: str) -> Document:
	"""Return a pipeline that the caller may read or write."""
	if frappe.has_permission("CRM Pipeline", action) and frappe.db.exists("CRM Pipeline", name):
		pipeline = frappe.get_doc("CRM Pipeline", name)
		if frappe.has_permission("CRM Pipeline", action, pipeline):
			return pipeline
	frappe.throw(_("There is no such pipeline that you may use so."), frappe.PermissionError)
