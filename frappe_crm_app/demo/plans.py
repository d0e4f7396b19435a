"""Which customer has which deals, and how both fare: decided first, since everything else follows from it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from frappe_crm_app.demo.data.companies import COMPANIES
from frappe_crm_app.demo.journeys import Journey, travel, travel_to, way_to
from frappe_crm_app.demo.moments import at_some_hour, last_full_day, workday_until, workdays
from frappe_crm_app.demo.setting import Setting
from frappe_crm_app.demo.team import REPS
from frappe_crm_app.frappe_crm_app.doctype.crm_customer.options import Kind, Relationship
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome

WON, LOST, OPEN = 50, 34, 66  # deals
OLDEST, SHORTEST, LONGEST = 364, 14, 95  # days since a deal's creation; from there to its end
COLD, FRESH = 4, 6  # prospects whose only deals are lost, and those that have none yet


@dataclass(frozen=True)
class DealPlan:
	"""A deal of the customer with number `company`, and its way."""

	company: int
	journey: Journey


@dataclass(frozen=True)
class CustomerPlan:
	"""When a customer was first written down, whose it is, and its way on the follow-up board, if it is on it."""

	begun_on: datetime
	salesperson: str
	journey: Journey | None
	deals: tuple[DealPlan, ...]

	def ends_with(self, outcome: Outcome) -> bool:
		"""Return whether the customer stands in a stage that means `outcome`."""
		return bool(self.journey) and self.journey.stage.outcome == outcome


def plan_deals(random: Random, setting: Setting) -> tuple[DealPlan, ...]:
	"""Return the deals in no particular order: every client has won one, every open stage holds some."""
	clients = _numbers_of(Relationship.CLIENT)
	prospects = random.sample(_numbers_of(Relationship.PROSPECT), len(_numbers_of(Relationship.PROSPECT)))
	cold, warm = prospects[:COLD], prospects[COLD + FRESH :]
	won = [*clients, *random.choices(clients, k=WON - len(clients))]
	lost = [*cold, *random.choices([*clients, *warm], k=LOST - COLD)]
	still_open = [*warm, *random.choices([*clients, *warm], k=OPEN - len(warm))]
	random.shuffle(won)
	random.shuffle(lost)
	return (
		*_closed(random, setting, won, Outcome.WON),
		*_closed(random, setting, lost, Outcome.LOST),
		*_still_open(random, setting, still_open),
	)


def plan_customers(random: Random, setting: Setting, deals: tuple[DealPlan, ...]) -> tuple[CustomerPlan, ...]:
	"""Return one plan per company, in the order of `COMPANIES`."""
	return tuple(
		_plan_customer(random, setting, number, tuple(deal for deal in deals if deal.company == number))
		for number in range(len(COMPANIES))
	)


def is_on_board(number: int) -> bool:
	"""Return whether the customer is followed up: suppliers and the like are not."""
	return COMPANIES[number].kind in (Kind.COMPANY, Kind.PERSON)


def is_ally(number: int) -> bool:
	"""Return whether nothing is sold to the customer: it sells to us, or sells what is ours to others."""
	return not is_on_board(number) or COMPANIES[number].relationship == Relationship.PARTNER_PROSPECT


def _numbers_of(relationship: Relationship) -> list[int]:
	return [
		number
		for number, company in enumerate(COMPANIES)
		if company.relationship == relationship and is_on_board(number)
	]


def _closed(random: Random, setting: Setting, companies: list[int], outcome: Outcome) -> list[DealPlan]:
	"""Return a closed deal for each company, their ends spread evenly over the year."""
	oldest = setting.today - timedelta(days=OLDEST)
	days = workdays(oldest + timedelta(days=SHORTEST), last_full_day(setting.today))
	plans = []
	for place, company in enumerate(companies):
		ended = days[int((place + random.random()) / len(companies) * len(days))]
		begun = max(ended - timedelta(days=random.randint(SHORTEST, LONGEST)), oldest)
		depth = random.randint(1, 4) if outcome == Outcome.LOST else None
		way = way_to(random, setting.deals, outcome, depth)
		journey = travel_to(random, setting.deals, at_some_hour(random, workday_until(begun)), ended, way)
		plans.append(DealPlan(company, journey))
	return plans


def _still_open(random: Random, setting: Setting, companies: list[int]) -> list[DealPlan]:
	"""Return an open deal for each company, as many in each stage; most are young, some have been forgotten."""
	stages = len(setting.deals.open_stages())
	plans = []
	for place, company in enumerate(companies):
		age = int(random.triangular(14, 190, 30))
		begun = at_some_hour(random, workday_until(setting.today - timedelta(days=age)))
		way = way_to(random, setting.deals, Outcome.OPEN, place % stages + 1)
		journey = travel(random, setting.deals, begun, last_full_day(setting.today), way)
		plans.append(DealPlan(company, journey))
	return plans


def _plan_customer(
	random: Random, setting: Setting, number: int, deals: tuple[DealPlan, ...]
) -> CustomerPlan:
	begun_on = _first_seen(random, setting, deals)
	journey = _follow_up(random, setting, number, begun_on, deals) if is_on_board(number) else None
	return CustomerPlan(begun_on, REPS[number % len(REPS)].user, journey, deals)


def _first_seen(random: Random, setting: Setting, deals: tuple[DealPlan, ...]) -> datetime:
	"""Return when the customer was written down: some days before the first deal."""
	first = min(
		(deal.journey.begun_on.date() for deal in deals),
		default=setting.today - timedelta(days=random.randint(5, 150)),
	)
	return at_some_hour(random, workday_until(first - timedelta(days=random.randint(1, 25))))


def _follow_up(
	random: Random, setting: Setting, number: int, begun_on: datetime, deals: tuple[DealPlan, ...]
) -> Journey:
	"""Return the way on the follow-up board: to its end with the first win or the last loss, else as far as it got."""
	pipeline, last = setting.follow_ups, last_full_day(setting.today)
	if COMPANIES[number].relationship == Relationship.CLIENT:
		won_on = _first_win(deals) or last
		return travel_to(random, pipeline, begun_on, won_on, way_to(random, pipeline, Outcome.WON))
	outcomes = {deal.journey.stage.outcome for deal in deals}
	if outcomes == {Outcome.LOST}:
		return travel(random, pipeline, begun_on, last, way_to(random, pipeline, Outcome.LOST, 4))
	depth = random.randint(4, 7) if deals else random.randint(1, 3)
	return travel(random, pipeline, begun_on, last, way_to(random, pipeline, Outcome.OPEN, depth))


def _first_win(deals: tuple[DealPlan, ...]) -> date | None:
	wins = [deal.journey for deal in deals if deal.journey.stage.outcome == Outcome.WON]
	return min((journey.entered_on.date() for journey in wins), default=None)
