"""The way of a deal or a customer through the stages of its pipeline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

from frappe_crm_app.demo.moments import at_some_hour, rising_moments
from frappe_crm_app.demo.setting import Pipeline, Stage
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome


@dataclass(frozen=True)
class Arrival:
	"""Being in a stage from a moment on."""

	on: datetime
	stage: Stage


@dataclass(frozen=True)
class Journey:
	"""The stages that a record went through, with the moment of arrival in each; the first is its creation."""

	pipeline: Pipeline
	arrivals: tuple[Arrival, ...]

	@property
	def begun_on(self) -> datetime:
		return self.arrivals[0].on

	@property
	def entered_on(self) -> datetime:
		return self.arrivals[-1].on

	@property
	def stage(self) -> Stage:
		return self.arrivals[-1].stage

	def stage_at(self, moment: datetime) -> Stage:
		"""Return where the record stood; before its creation, where it began."""
		passed = [arrival.stage for arrival in self.arrivals if arrival.on <= moment]
		return passed[-1] if passed else self.arrivals[0].stage

	def moves(self) -> Iterator[tuple[Arrival, Arrival]]:
		"""Yield from where to where it moved."""
		return pairwise(self.arrivals)


def travel(random: Random, pipeline: Pipeline, begun_on: datetime, last: date, way: list[Stage]) -> Journey:
	"""Let a record that began at `begun_on` go `way`, arriving in its last stage by `last` or some day before.

	Where there are too few working days, stages in the middle are skipped.
	"""
	return _journey(pipeline, begun_on, rising_moments(random, begun_on, last, len(way) - 1), way)


def travel_to(
	random: Random, pipeline: Pipeline, begun_on: datetime, last: date, way: list[Stage]
) -> Journey:
	"""Do as `travel` does, but arrive exactly on `last`, a later working day than that of `begun_on`."""
	if len(way) == 1:
		return _journey(pipeline, begun_on, [], way)
	before = rising_moments(random, begun_on, last - timedelta(days=1), len(way) - 2)
	return _journey(pipeline, begun_on, [*before, at_some_hour(random, last)], way)


def _journey(pipeline: Pipeline, begun_on: datetime, moments: list[datetime], way: list[Stage]) -> Journey:
	stops = [way[0], *way[len(way) - len(moments) :]] if moments else way[-1:]
	arrivals = (Arrival(on, stage) for on, stage in zip([begun_on, *moments], stops, strict=True))
	return Journey(pipeline, tuple(arrivals))


def way_to(random: Random, pipeline: Pipeline, outcome: Outcome, depth: int | None = None) -> list[Stage]:
	"""Return the stages to `outcome`; `depth` counts the open stages passed (all of them where it is None).

	Where the pipeline has no stage of that outcome the way ends in the last open stage.
	"""
	open_stages = list(pipeline.open_stages())
	passed = open_stages[: depth or len(open_stages)]
	if len(passed) > 2 and random.random() < 0.2:
		passed.pop(random.randrange(1, len(passed) - 1))  # some skip a stage
	end = pipeline.end(outcome) if outcome != Outcome.OPEN else None
	return [*passed, end] if end else passed
