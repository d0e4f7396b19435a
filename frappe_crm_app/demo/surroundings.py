"""Reads from the site what the making of the demo depends on."""

from datetime import date

import frappe
from frappe import _

from frappe_crm_app.demo.setting import Pipeline, Setting, Stage, rates_in
from frappe_crm_app.frappe_crm_app.doctype.crm_pipeline.options import Tracks
from frappe_crm_app.kit.exceptions import StageError
from frappe_crm_app.records.pipeline.defaults import default_pipeline
from frappe_crm_app.records.pipeline.money import base_currency


def read_setting(today: date) -> Setting:
	"""Return the site's pipelines, short lists and rates. Raises `StageError` where a pipeline is missing."""
	base = base_currency()
	listed = {row.currency: row.rate for row in frappe.get_cached_doc("CRM Desk Settings").currency_rates}
	return Setting(
		today=today,
		deals=_read_pipeline(Tracks.DEALS),
		follow_ups=_read_pipeline(Tracks.FOLLOW_UPS),
		base_currency=base,
		rates=rates_in(base, listed),
		sources=_read_list("CRM Source", "source_name"),
		lost_reasons=_read_list("CRM Deal Lost Reason", "reason"),
		sales_roles=_read_list("CRM Sales Role", "role_name"),
	)


def _read_pipeline(tracks: Tracks) -> Pipeline:
	name = default_pipeline(tracks)
	stages = frappe.get_all(
		"CRM Stage",
		filters={"pipeline": name, "is_archived": 0},
		fields=["name", "outcome", "probability", "forecast_category"],
		order_by="position asc, name asc",
	)
	if not name or not stages:
		frappe.throw(
			_("The demo needs a pipeline with stages that tracks {0}.").format(_(tracks)), StageError
		)
	return Pipeline(name, tuple(Stage(**stage) for stage in stages))


def _read_list(doctype: str, title_field: str) -> dict[str, str]:
	"""Return the names of the rows by title, in the order of titles."""
	rows = frappe.get_all(doctype, fields=["name", title_field], order_by=f"{title_field} asc")
	return {row[title_field]: row.name for row in rows}
