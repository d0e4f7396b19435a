"""What a rule would have done over a year: its backtest. The deals get their past as it is first asked for."""

from collections.abc import Iterator

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.automation.workflow_rules.proof.api import backtest
from frappe_crm_app.benchmark import history
from frappe_crm_app.benchmark.measure import ROLES_ASKED, Measure, World, may_read

DEAL = "CRM Sales Deal"
DAYS = 365
LEAST = 5000


def measures(world: World) -> Iterator[Measure]:
	rule = Rule(world)
	yield Measure(
		"backtest",
		"backtest of a rule over a year of deals that move",
		rule,
		lambda: bare_count(world),
		f"{ROLES_ASKED}; the moves into the stage of deals worth that much now, counted in SQL",
		budget=12,
		user=world.manager,
		is_page=False,
		rounds=5,
		warm_up=1,
	)
	yield Measure(
		"backtest-schedule",
		"backtest of a rule that looks at all deals every morning of a year",
		lambda: rule.asked(trigger_type="Schedule", event_kind=None, cron="0 9 * * *"),
		lambda: bare_count(world),
		f"{ROLES_ASKED}; the moves into the stage of deals worth that much now, counted in SQL",
		budget=12,
		user=world.manager,
		is_page=False,
		rounds=3,
		warm_up=1,
	)


class Rule:
	"""A rule for deals that enter a stage and are worth something, which asks what they were worth then."""

	def __init__(self, world: World) -> None:
		self.world, self.has_past = world, False

	def __call__(self) -> object:
		return self.asked()

	def asked(self, **values) -> object:
		"""Backtest it, once there is a past."""
		if not self.has_past:
			history.add(self.world)
			self.has_past = True
		tests = [
			{"field": "stage", "operator": "is", "value": self.world.stages[2]},
			{"field": "value", "operator": "more_than", "value": LEAST},
		]
		steps = [
			{"step": "wait", "days": 3},
			{
				"step": "if",
				"if": {"all": tests[1:]},
				"then": [{"step": "mail", "to": "contact", "subject": "Hello", "text": "Hello"}],
			},
		]
		given = {
			"record_type": DEAL,
			"trigger_type": "Event",
			"event_kind": "deal.stage_changed",
			"conditions": {"all": tests},
			"steps": steps,
		}
		return backtest(given | values, DAYS)


def bare_count(world: World) -> object:
	"""Count the moves, without asking what the deals held then."""
	may_read("CRM Workflow Rule")
	move, deal = frappe.qb.DocType("CRM Stage Change"), frappe.qb.DocType(DEAL)
	query = frappe.qb.from_(move).join(deal).on(deal.name == move.reference_name).select(Count("*"))
	since = add_to_date(now_datetime(), days=-DAYS)
	is_meant = (
		(move.reference_doctype == DEAL) & (move.changed_on >= since) & (move.to_stage == world.stages[2])
	)
	return query.where(is_meant & (deal.value > LEAST)).run()
