"""Give stages and deals of a site from before there were forecasts their categories; what is set stays."""

import frappe
from pypika.terms import Criterion

from frappe_crm_app.records.pipeline.forecast import category_of_stage


def execute() -> None:
	stage, deal = frappe.qb.DocType("CRM Stage"), frappe.qb.DocType("CRM Sales Deal")
	fields = (stage.name, stage.outcome, stage.probability, stage.forecast_category)
	for row in frappe.qb.from_(stage).select(*fields).run(as_dict=True):
		category = category_of_stage(row)
		is_this = (stage.name == row.name) & is_unset(stage.forecast_category)
		frappe.qb.update(stage).set(stage.forecast_category, category).where(is_this).run()
		stands_here = (deal.stage == row.name) & is_unset(deal.forecast_category)
		frappe.qb.update(deal).set(deal.forecast_category, category).where(stands_here).run()
	for doctype in ("CRM Stage", "CRM Sales Deal"):
		frappe.clear_document_cache(doctype)


def is_unset(field: object) -> Criterion:
	"""Return the criterion that a text is empty. Nobody edits it before, so `modified` stays as it is."""
	return field.isnull() | (field == "")
