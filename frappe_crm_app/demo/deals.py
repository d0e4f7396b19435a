"""The deals and the history of moves, of deals and customers alike."""

from datetime import date, timedelta
from random import Random

from frappe_crm_app.demo.data.companies import COMPANIES
from frappe_crm_app.demo.data.offers import DESCRIPTIONS, LOST_NOTES, LOST_REASON_WEIGHTS, OFFERS
from frappe_crm_app.demo.data.places import CITIES
from frappe_crm_app.demo.journeys import Journey
from frappe_crm_app.demo.marks import name_of
from frappe_crm_app.demo.moments import workday_from
from frappe_crm_app.demo.money import price_in, usual_currency
from frappe_crm_app.demo.people import choose_weighted
from frappe_crm_app.demo.plans import CustomerPlan, DealPlan
from frappe_crm_app.demo.records import Contact, Deal, StageChange
from frappe_crm_app.demo.setting import Setting
from frappe_crm_app.demo.streams import branch
from frappe_crm_app.demo.team import REPS
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome


def deals(
	random: Random,
	setting: Setting,
	deal_plans: tuple[DealPlan, ...],
	customer_plans: tuple[CustomerPlan, ...],
	people: tuple[Contact, ...],
) -> tuple[Deal, ...]:
	"""Return one row per plan, each with a contact of the customer who was there before the deal."""
	contacts_of: dict[str, list[Contact]] = {}
	for person in people:
		contacts_of.setdefault(person.customer, []).append(person)
	rows = []
	for number, plan in enumerate(deal_plans):
		known = contacts_of[name_of("CRM Customer", plan.company)]
		earlier = [person for person in known if person.creation < plan.journey.begun_on]
		owner = customer_plans[plan.company].salesperson
		if random.random() < 0.15:
			owner = random.choice(REPS).user
		rows.append(_deal(random, setting, number, plan, branch(random).choice(earlier), owner))
	return tuple(rows)


def stage_changes(
	setting: Setting,
	deal_rows: tuple[Deal, ...],
	deal_plans: tuple[DealPlan, ...],
	customer_plans: tuple[CustomerPlan, ...],
) -> tuple[StageChange, ...]:
	"""Return one row per move of every deal and customer."""
	moved = [
		("CRM Sales Deal", deal.name, plan.journey, deal.deal_owner)
		for deal, plan in zip(deal_rows, deal_plans, strict=True)
	]
	moved += [
		("CRM Customer", name_of("CRM Customer", number), plan.journey, plan.salesperson)
		for number, plan in enumerate(customer_plans)
		if plan.journey
	]
	changes: list[StageChange] = []
	for doctype, name, journey, user in moved:
		changes.extend(_changes(len(changes), doctype, name, journey, user))
	return tuple(changes)


def _deal(
	random: Random, setting: Setting, number: int, plan: DealPlan, contact: Contact, owner: str
) -> Deal:
	company, journey, offer = COMPANIES[plan.company], plan.journey, random.choice(OFFERS)
	currency = usual_currency(setting, CITIES[company.city].country)
	return Deal(
		name=name_of("CRM Sales Deal", number),
		owner=owner,
		creation=journey.begun_on,
		modified=journey.entered_on,
		modified_by=owner,
		title=f"{company.name}: {offer.title}",
		contact=contact.name,
		customer=contact.customer,
		deal_owner=owner,
		source=contact.source,
		pipeline=journey.pipeline.name,
		stage=journey.stage.name,
		outcome=journey.stage.outcome,
		probability=_probability(random, journey),
		forecast_category=journey.stage.forecast_category,
		value=price_in(setting, currency, random.uniform(offer.low, offer.high)),
		currency=currency,
		conversion_rate=setting.rates[currency],
		stage_entered_on=journey.entered_on,
		description=random.choice(DESCRIPTIONS) if random.random() < 0.6 else None,
		**_closing(random, setting, journey),
	)


def _probability(random: Random, journey: Journey) -> float:
	"""Return the stage's probability in percent; in an open stage the owner has sometimes corrected it."""
	probability = journey.stage.probability
	if journey.stage.outcome != Outcome.OPEN or random.random() > 0.15:
		return probability
	return min(95.0, max(5.0, probability + random.choice((-10, 5, 10))))


def _closing(random: Random, setting: Setting, journey: Journey) -> dict:
	"""Return when the deal was or should be closed, and why it was lost."""
	outcome, ended_on = journey.stage.outcome, journey.entered_on.date()
	if outcome == Outcome.OPEN:
		return {
			"expected_close_date": _expected(random, setting.today),
			"closed_on": None,
			"lost_reason": None,
			"lost_notes": None,
		}
	is_lost = outcome == Outcome.LOST
	reason = choose_weighted(random, setting.lost_reasons, LOST_REASON_WEIGHTS) if is_lost else None
	return {
		"expected_close_date": workday_from(ended_on + timedelta(days=random.randint(-12, 20))),
		"closed_on": ended_on,
		"lost_reason": setting.lost_reasons.get(reason),
		"lost_notes": LOST_NOTES.get(reason) if random.random() < 0.7 else None,
	}


def _expected(random: Random, today: date) -> date:
	"""Return when an open deal should close; for one in eight that day has passed."""
	days = random.randint(-20, -2) if random.random() < 0.125 else random.randint(4, 85)
	return workday_from(today + timedelta(days=days))


def _changes(first: int, doctype: str, name: str, journey: Journey, user: str) -> list[StageChange]:
	return [
		StageChange(
			name=name_of("CRM Stage Change", first + place),
			owner=user,
			creation=arrival.on,
			modified=arrival.on,
			modified_by=user,
			reference_doctype=doctype,
			reference_name=name,
			pipeline=journey.pipeline.name,
			from_stage=before.stage.name,
			to_stage=arrival.stage.name,
			changed_by=user,
			changed_on=arrival.on,
			seconds_in_stage=int((arrival.on - before.on).total_seconds()),
		)
		for place, (before, arrival) in enumerate(journey.moves())
	]
