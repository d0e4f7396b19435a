"""What may happen to deals: by a save, or because time passes."""

from datetime import datetime

import frappe
from frappe import _lt
from pypika.queries import QueryBuilder
from pypika.terms import Term

from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.domain_events.changes import (
	became,
	changed,
	is_created,
	is_updated,
	left,
	moved,
)
from frappe_crm_app.kit.domain_events.kinds import Kind
from frappe_crm_app.kit.domain_events.occasions import TimeCheck
from frappe_crm_app.records.pipeline.resting import has_rested_too_long, rests_since

DEAL = "CRM Sales Deal"
CLOSE_DATE_PASSED, ROTTING, AIMLESS = "deal.close_date_passed", "deal.rotting", "deal.without_next_step"
CLOSED = (Outcome.WON, Outcome.LOST)

DEAL_KINDS = (
	Kind("deal.created", DEAL, _lt("A deal is created"), happened=is_created),
	Kind("deal.updated", DEAL, _lt("A deal is changed"), happened=is_updated),
	Kind(
		"deal.stage_changed",
		DEAL,
		_lt("A deal moves to another stage"),
		("stage", "pipeline"),
		moved("stage"),
	),
	Kind(
		"deal.won",
		DEAL,
		_lt("A deal is won"),
		("outcome", "closed_on", "value"),
		became("outcome", Outcome.WON),
	),
	Kind(
		"deal.lost",
		DEAL,
		_lt("A deal is lost"),
		("outcome", "closed_on", "lost_reason"),
		became("outcome", Outcome.LOST),
	),
	Kind(
		"deal.reopened",
		DEAL,
		_lt("A closed deal is reopened"),
		("outcome", "closed_on", "lost_reason"),
		left("outcome", CLOSED, Outcome.OPEN),
	),
	Kind(
		"deal.value_changed",
		DEAL,
		_lt("The value of a deal changes"),
		("value", "currency", "base_value"),
		changed("value", "currency"),
	),
	Kind(
		"deal.owner_changed",
		DEAL,
		_lt("A deal is given to somebody else"),
		("deal_owner",),
		changed("deal_owner"),
	),
	Kind(
		CLOSE_DATE_PASSED,
		DEAL,
		_lt("The expected close date of an open deal passes"),
		("expected_close_date",),
	),
	Kind(ROTTING, DEAL, _lt("Nothing happens with an open deal for too long")),
	Kind(AIMLESS, DEAL, _lt("An open deal has no next step")),
)


def past_close_date(now: datetime) -> QueryBuilder:
	"""Return the open deals that should have been closed by yesterday."""
	deal = frappe.qb.DocType(DEAL)
	return open_deals(deal.expected_close_date).where(deal.expected_close_date < now.date())


def without_next_step(_now: datetime) -> QueryBuilder:
	"""Return the open deals for which nothing is planned; for as long as that is so, it is one occasion."""
	deal = frappe.qb.DocType(DEAL)
	return open_deals(deal.creation).where(deal.next_follow_up_on.isnull())


def rotting(now: datetime) -> QueryBuilder:
	"""Return the open deals that have rested longer than their stage allows, as their cards on the board show it."""
	return open_deals(rests_since()).where(has_rested_too_long(now))


def open_deals(moment: Term) -> QueryBuilder:
	"""Begin the query of a check."""
	deal = frappe.qb.DocType(DEAL)
	return frappe.qb.from_(deal).select(deal.name, moment.as_("moment")).where(deal.outcome == Outcome.OPEN)


PAST_CLOSE_DATE = TimeCheck(CLOSE_DATE_PASSED, past_close_date)
IS_ROTTING = TimeCheck(ROTTING, rotting)
IS_WITHOUT_NEXT_STEP = TimeCheck(AIMLESS, without_next_step)
