"""How surely a deal is counted on in a forecast: as its stage says, or as somebody chose.

A choice holds from stage to stage: who left out a deal that looks better than it is must not find it counted on after its next move.
It ends where the category is emptied or set to the stage's own, and with the deal's end.
"""

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, escape_html, flt

from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import ForecastCategory, Outcome
from frappe_crm_app.kit.exceptions import StageError
from frappe_crm_app.kit.field_values import is_changed
from frappe_crm_app.records.pipeline.staging import stage_of

if TYPE_CHECKING:
	from frappe_crm_app.frappe_crm_app.doctype.crm_stage.crm_stage import CRMStage

# What is won is counted on in every forecast, what is lost in none.
CERTAIN = {Outcome.WON: ForecastCategory.COMMIT, Outcome.LOST: ForecastCategory.OMITTED}
# From this percentage on, of an open stage for which nothing is set.
USUAL = ((75, ForecastCategory.COMMIT), (50, ForecastCategory.BEST_CASE), (0, ForecastCategory.PIPELINE))


def usual_category(outcome: Outcome, probability: float | None) -> ForecastCategory:
	"""Return the category of a stage for which none is set; `probability` in percent."""
	if outcome in CERTAIN:
		return CERTAIN[outcome]
	return next((each for least, each in USUAL if flt(probability) >= least), ForecastCategory.PIPELINE)


def category_of_stage(stage: "CRMStage") -> str:
	"""Return the category of the deals that stand in the stage; that of a closed stage cannot be set."""
	if stage.outcome in CERTAIN:
		return CERTAIN[stage.outcome]
	return stage.forecast_category or usual_category(stage.outcome, stage.probability)


def follow_stage_in_forecast(deal: Document) -> None:
	"""Set the deal's category to its stage's, unless it is open and another one was chosen, now or before.

	Raises `StageError` for what is no category.
	"""
	refuse_unknown_category(deal)
	usual = category_of_stage(stage_of(deal))
	deal.is_forecast_chosen = int(deal.outcome == Outcome.OPEN and is_chosen(deal, usual))
	if not deal.is_forecast_chosen:
		deal.forecast_category = usual


def is_chosen(deal: Document, usual: str) -> bool:
	"""Return whether the open deal's category is one that a person chose instead of the `usual` one of its stage."""
	if not deal.forecast_category or deal.forecast_category == usual:
		return False
	before = deal.get_doc_before_save()
	return is_changed(deal, "forecast_category") or bool(before and before.is_forecast_chosen)


def refuse_unknown_category(deal: Document) -> None:
	"""Raise `StageError` for a text that is no category; Frappe would store it during an import, and ignore it once closed."""
	category = deal.forecast_category = cstr(deal.forecast_category).strip()
	if category and category not in list(ForecastCategory):
		frappe.throw(
			_("“{0}” is no forecast category: choose {1}.").format(
				escape_html(category[:100]), ", ".join(_(each) for each in ForecastCategory)
			),
			StageError,
		)
