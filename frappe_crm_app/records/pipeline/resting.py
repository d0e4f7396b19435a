"""Which open deals have rested longer than their stage allows, as a criterion for queries on CRM Sales Deal."""

from collections import defaultdict
from datetime import datetime, timedelta

import frappe
from pypika.terms import Case, Criterion, Term

from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome


def has_rested_too_long(now: datetime) -> Criterion:
	"""Return the criterion that nothing happened with a deal for longer than its stage allows; reads the stages."""
	deal = frappe.qb.DocType("CRM Sales Deal")
	too_long = [
		deal.stage.isin(stages) & (rests_since() <= now - timedelta(days=days + 1))
		for days, stages in stages_by_days().items()
	]
	return Criterion.any(too_long) if too_long else deal.name.isnull()


def rests_since() -> Term:
	"""Return since when a deal rests: its last activity or, if that is later, when it came to its stage."""
	deal = frappe.qb.DocType("CRM Sales Deal")
	is_active = deal.last_activity_on > deal.stage_entered_on
	return Case().when(is_active, deal.last_activity_on).else_(deal.stage_entered_on)


def stages_by_days() -> dict[int, list[str]]:
	"""Return the open stages whose deals rot, by how many days they may rest there."""
	pipeline, stage = frappe.qb.DocType("CRM Pipeline"), frappe.qb.DocType("CRM Stage")
	query = (
		frappe.qb.from_(stage)
		.join(pipeline)
		.on(stage.pipeline == pipeline.name)
		.select(stage.name, stage.rot_after_days, pipeline.rot_after_days)
		.where((pipeline.rotting_enabled == 1) & (stage.outcome == Outcome.OPEN))
		.where((pipeline.is_archived == 0) & (stage.is_archived == 0))
	)
	stages = defaultdict(list)
	for name, own, of_pipeline in query.run():
		if own or of_pipeline:
			stages[own or of_pipeline].append(name)
	return stages
