"""Cards, columns and cursors as a board answers them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import frappe
from frappe.utils import flt, get_datetime, now_datetime

from frappe_crm_app.kit.meeting_points import Point, answers
from frappe_crm_app.screens.board.card_fields import fields_on_cards
from frappe_crm_app.screens.board.rotting import days_between, is_rotting
from frappe_crm_app.screens.board.stages import BoardPipeline, BoardStage
from frappe_crm_app.visibility.user_criteria import UserCriteria

PERCENT = 100
NO_AMOUNTS = {"value": None, "weighted_value": None}


@dataclass
class Totals:
	"""What stands in a column, in the base currency; `unvalued` counts records in a currency without a known rate.

	The amounts are `None` for who does not read amounts.
	"""

	count: int = 0
	value: float | None = 0.0
	weighted_value: float | None = 0.0
	unvalued: int = 0


def totals_by_stage(
	stages: Sequence[BoardStage],
	rows: list[frappe._dict],
	rates: dict[str, float],
	base: str,
	has_amounts: bool = True,
) -> dict[str, Totals]:
	"""Return the totals of each of the stages; rows per currency are brought to the base currency."""
	totals = {stage.name: Totals(**({} if has_amounts else NO_AMOUNTS)) for stage in stages}
	probabilities = {stage.name: stage.probability for stage in stages}
	for row in rows:
		column = totals[row.stage]
		column.count += row["count"]
		if "total" not in row:
			continue
		if "weighted_percent" in row:
			column.value += flt(row.total)
			column.weighted_value += flt(row.weighted_percent) / PERCENT
			continue
		rate = 1.0 if (row.currency or base) == base else rates.get(row.currency)
		if rate is None:
			column.unvalued += row["count"]
			continue
		column.value += flt(row.total) * rate
		column.weighted_value += flt(row.total) * rate * probabilities[row.stage] / PERCENT
	return totals


def cards_by_stage(
	pipeline: BoardPipeline, rows: list[frappe._dict], criteria: UserCriteria, chosen: str | None = None
) -> dict[str, list[dict]]:
	"""Return the cards of each stage in the order of the rows, with the fields that a person chose."""
	now = now_datetime()
	stages = {stage.name: stage for stage in pipeline.stages}
	cards = [card(row, stages[row.stage], now) for row in rows if row.stage in stages]
	own = fields_on_cards(pipeline.kind.doctype, pipeline.name, cards, chosen)
	add_facts(pipeline.kind.doctype, cards, criteria, own)
	columns: dict[str, list[dict]] = {name: [] for name in stages}
	for each in cards:
		columns[each["stage"]].append(each)
	return columns


def add_facts(doctype: str, cards: list[dict], criteria: UserCriteria, fields: dict[str, dict]) -> None:
	"""Put on the cards the chips of their fields, and what capabilities know of them (hook `crm_card_facts`): the chips of all, else what
	no card has of its own.
	"""
	own = split_chips(fields)
	told = answers(Point.CARD_FACTS, lambda ask: split_chips(ask(doctype, cards, criteria) or {}))
	for each in cards:
		of_card = [facts[each["name"]] for facts in (own, *told.values()) if each["name"] in facts]
		chips = [chip for _facts, listed in of_card for chip in listed]
		for facts, _chips in of_card:
			each |= {**facts, **each}
		each |= {"chips": chips} if chips else {}


def split_chips(facts: dict[str, dict]) -> dict[str, tuple[dict, list]]:
	"""Return by card what is said of it and, apart, the chips that are shown on it."""
	return {
		name: ({key: known[key] for key in known if key != "chips"}, list(known.get("chips", ())))
		for name, known in facts.items()
	}


def card(row: frappe._dict, stage: BoardStage, now: datetime) -> dict:
	"""Return what a card shows. Moments are of the site's time zone."""
	entered, active = moment(row.stage_entered_on), moment(row.last_activity_on)
	due = moment(row.next_follow_up_on)
	return {
		"name": row.name,
		"stage": row.stage,
		"title": row.title,
		"contact": row.contact_name and row.contact,
		"contact_name": row.contact_name,
		"customer": row.get("customer_name") and row.customer,
		"customer_name": row.get("customer_name"),
		"image": row.get("image"),
		"value": None if row.value is None else flt(row.value),
		"currency": row.currency,
		"owner": row.owner,
		"owner_name": row.owner_name,
		"owner_image": row.owner_image,
		"closing_on": row.closing_on,
		"stage_entered_on": entered,
		"days_in_stage": days_between(entered, now),
		"place": place_of(row.place),
		"next_follow_up_on": due,
		"is_overdue": bool(due and due < now),
		"is_rotting": is_rotting(entered, active, stage.rots_after, now),
	}


def place_of(value: object) -> date | float | None:
	"""Return what a database gave as that by which a card is sorted: a moment, a day or an amount."""
	return value if value is None or isinstance(value, date) else flt(value)


def moment(value: object) -> datetime | None:
	"""Return what a database gave as a moment."""
	return get_datetime(value) if value else None


def known_rates() -> dict[str, float]:
	"""Return what one unit of each listed currency is worth in the base currency."""
	settings = frappe.get_cached_doc("CRM Desk Settings")
	return {row.currency: flt(row.rate) for row in settings.currency_rates}
