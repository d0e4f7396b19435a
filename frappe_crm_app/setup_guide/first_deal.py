"""The deal that the first hour offers to win."""

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.setup_guide.site import OWN


def read_open_deal(pipeline: str) -> dict | None:
	"""Return the newest open deal of the site's own in a pipeline, `{name, title, won_stage}`, or `None`; the caller sees all deals."""
	if not pipeline:
		return None
	open_deals = {**OWN, "pipeline": pipeline, "outcome": Outcome.OPEN}
	deals = frappe.get_list(
		"CRM Sales Deal",
		filters=open_deals,
		fields=["name", "title"],
		order_by="creation desc, name desc",
		limit=1,
	)
	if not deals:
		return None
	return {**deals[0], "won_stage": won_stage(pipeline)}


def won_stage(pipeline: str) -> dict | None:
	"""Return the pipeline's first stage for Won that is not archived, `{stage, stage_name, outcome}`, or `None`."""
	stages = frappe.get_all(
		"CRM Stage",
		filters={"pipeline": pipeline, "outcome": Outcome.WON, "is_archived": 0},
		fields=["name as stage", "stage_name", "outcome"],
		order_by="position asc, name asc",
		limit=1,
	)
	return stages[0] if stages else None
