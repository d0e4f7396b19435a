"""What the making depends on: the day, and what the site calls its stages, lists and currencies."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from frappe_crm_app.demo.data.offers import DOLLARS
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome


@dataclass(frozen=True)
class Stage:
	"""A stage of the site: the name of its row, what it means, how probable a win is in percent and how it is forecast."""

	name: str
	outcome: Outcome
	probability: float
	forecast_category: str = ""


@dataclass(frozen=True)
class Pipeline:
	"""A pipeline of the site with its stages in order."""

	name: str
	stages: tuple[Stage, ...]

	def open_stages(self) -> tuple[Stage, ...]:
		"""Return the stages on the way; of a pipeline without any, its first."""
		return self._with_outcome(Outcome.OPEN) or self.stages[:1]

	def end(self, outcome: Outcome) -> Stage | None:
		"""Return the first stage that means `outcome`, if the pipeline has one."""
		return next(iter(self._with_outcome(outcome)), None)

	def _with_outcome(self, outcome: Outcome) -> tuple[Stage, ...]:
		return tuple(stage for stage in self.stages if stage.outcome == outcome)


@dataclass(frozen=True)
class Setting:
	"""The day and the site. The short lists map what people read to the name of the row; `rates` gives what one unit
	of a currency is worth in the base currency, which is among them."""

	today: date
	deals: Pipeline
	follow_ups: Pipeline
	base_currency: str
	rates: Mapping[str, float]
	sources: Mapping[str, str]
	lost_reasons: Mapping[str, str]
	sales_roles: Mapping[str, str]


def rates_in(base_currency: str, listed: Mapping[str, float]) -> dict[str, float]:
	"""Return the rates of the demo's four currencies in `base_currency`, those that the site has `listed` first.

	Where nothing is known about the base currency, it is the only one in the demo.
	"""
	rates = {base_currency: 1.0}
	for currency in ("USD", "EUR", "MXN", "GBP"):
		if currency == base_currency:
			continue
		if currency in listed:
			rates[currency] = listed[currency]
		elif base_currency in DOLLARS:
			rates[currency] = round(DOLLARS[currency] / DOLLARS[base_currency], 6)
	return rates
