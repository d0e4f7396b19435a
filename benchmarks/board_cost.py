"""What the board of 50,000 deals costs, beside the bare SQL for its totals and cards.

    python -m benchmarks.board_cost SITE        (in the bench's `sites`)

The floor is two statements written by hand, sent through the same connection: a GROUP BY for the totals, and for the
cards one LIMIT for each stage, joined by UNION ALL. Floor and endpoint take turns in one process; medians of `ROUNDS`.
Everything is in a pipeline of its own, and removed afterwards.
"""

import sys
import time
from datetime import datetime, timedelta
from statistics import median

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.benchmark.clock import Call, in_turns, timed
from frappe_crm_app.benchmark.statements import statements_of
from frappe_crm_app.screens.board.api import get_board, get_column, move

DEALS = 50_000
STAGES = (("Lead", "Open"), ("Qualified", "Open"), ("Proposal", "Open"), ("Negotiation", "Open"))
ENDS = (("Won", "Won"), ("Lost", "Lost"))
ROUNDS = 40
WARM_UP = 5
PAGE = 20
MANAGER, REP = "manager@benchmark.example", "rep@benchmark.example"
COLUMNS = (
	*("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "title", "pipeline"),
	*("stage", "outcome", "probability", "value", "currency", "conversion_rate", "base_value"),
	*("base_currency", "deal_owner", "stage_entered_on", "next_follow_up_on", "last_activity_on"),
)


def main(site: str) -> None:
	frappe.init(site)
	frappe.connect()
	try:
		pipeline, stages = make_pipeline()
		make_users()
		fill(pipeline, stages)
		measure(pipeline, stages)
	finally:
		remove(pipeline)
		frappe.destroy()


def make_pipeline() -> tuple[str, list[str]]:
	"""Insert a pipeline with six stages; return both names."""
	pipeline = frappe.get_doc(
		{"doctype": "CRM Pipeline", "pipeline_name": f"Benchmark {time.time()}"}
	).insert()
	stages = [
		frappe.get_doc(
			{"doctype": "CRM Stage", "pipeline": pipeline.name, "stage_name": name, "outcome": outcome}
		).insert()
		for name, outcome in (*STAGES, *ENDS)
	]
	return pipeline.name, [stage.name for stage in stages]


def fill(pipeline: str, stages: list[str]) -> None:
	"""Insert the deals, spread over stages and four currencies."""
	now = now_datetime()
	rows = (row(number, pipeline, stages[number % len(stages)], now) for number in range(DEALS))
	frappe.db.bulk_insert("CRM Sales Deal", COLUMNS, rows)
	frappe.db.commit()
	frappe.db.sql(f"analyze {'table ' if frappe.db.db_type == 'mariadb' else ''}{deals_table()}")


def deals_table() -> str:
	"""Return the table of deals, quoted as the database wants it."""
	quote = "`" if frappe.db.db_type == "mariadb" else '"'
	return f"{quote}tabCRM Sales Deal{quote}"


def row(number: int, pipeline: str, stage: str, now: datetime) -> tuple:
	currency, rate = (("USD", 1), ("EUR", 1.1), ("GBP", 1.25), ("JPY", 0.01))[number % 4]
	value = 100 + number % 9000
	entered = now - timedelta(minutes=number * 7)
	follow_up = now + timedelta(hours=number % 200 - 50) if number % 3 else None
	creator, owner = "Administrator", REP if number % 10 == 0 else "Administrator"
	return (
		*(f"bench{number:07}", creator, entered, entered, creator, 0, 0, f"Deal {number}", pipeline),
		*(stage, "Open", 25, value, currency, rate, value * rate),
		*("USD", owner, entered, follow_up, entered),
	)


def make_users() -> None:
	"""Insert a manager, and a sales rep who owns a tenth of the deals."""
	for user, role in ((MANAGER, "CRM Manager"), (REP, "CRM Sales Rep")):
		values = {"email": user, "first_name": role, "send_welcome_email": 0, "roles": [{"role": role}]}
		frappe.get_doc({"doctype": "User", **values}).insert()
	frappe.db.commit()


def measure(pipeline: str, stages: list[str]) -> None:
	"""Print medians, statements and ratios."""
	print(f"{'':44}{'median':>10}{'statements':>12}{'ratio':>8}")
	for user, condition in ((REP, f"and deal_owner = '{REP}'"), (MANAGER, "")):
		frappe.set_user(user)
		calls = [
			lambda condition=condition: bare_sql(stages, condition),
			lambda: get_board(pipeline, page_length=PAGE),
		]
		floor, board = in_turns(calls, ROUNDS, WARM_UP, nothing, nothing)
		who = user.partition("@")[0]
		show(f"bare SQL: totals and cards, {who}", floor, 2, floor)
		statements = count_statements(lambda: get_board(pipeline, page_length=PAGE))
		show(f"get_board, {who}", board, statements, floor)
	for label, call in {
		"get_column, the next page": lambda: get_column(pipeline, stages[0], cursor_at(pipeline, 0), PAGE),
		"get_column, after card 5,000": lambda: get_column(pipeline, stages[0], deep_cursor(stages[0]), PAGE),
		"get_board, filtered by text": lambda: get_board(pipeline, {"text": "deal 49"}, PAGE),
		"move, with both columns' totals": lambda: toss(stages),
	}.items():
		show(label, [timed(call) for _round in range(7)], count_statements(call), floor)


def nothing() -> None:
	"""Nothing comes before or after a round."""


def show(label: str, seconds: list[float], statements: int, floor: list[float]) -> None:
	print(f"{label:44}{median(seconds) * 1000:8.1f}ms{statements:12}{median(seconds) / median(floor):8.2f}")


def bare_sql(stages: list[str], condition: str) -> None:
	"""Totals and first cards as somebody would write them who needs nothing else."""
	marks = ", ".join(["%s"] * len(stages))
	frappe.db.sql(
		"select stage, count(*), sum(base_value), sum(base_value * probability) "
		f"from {deals_table()} where stage in ({marks}) {condition} group by stage",
		stages,
	)
	branch = (
		"(select name, stage, title, contact, customer, deal_owner, value, currency, stage_entered_on, "
		f"next_follow_up_on, last_activity_on from {deals_table()} where stage = %s {condition} "
		f"order by stage_entered_on desc, name desc limit {PAGE + 1})"
	)
	frappe.db.sql(" union all ".join([branch] * len(stages)), stages)


def cursor_at(pipeline: str, column: int) -> str:
	if not hasattr(cursor_at, "cursor"):
		cursor_at.cursor = get_board(pipeline, page_length=PAGE)["columns"][column]["next_cursor"]
	return cursor_at.cursor


def deep_cursor(stage: str) -> str:
	if not hasattr(deep_cursor, "cursor"):
		row = frappe.get_all(
			"CRM Sales Deal",
			{"stage": stage},
			["stage_entered_on", "name"],
			order_by="stage_entered_on desc, name desc",
			limit=1,
			limit_start=5000,
		)[0]
		deep_cursor.cursor = f"{row.stage_entered_on.isoformat()}|{row.name}"
	return deep_cursor.cursor


def toss(stages: list[str]) -> None:
	"""Move a card to the other of two stages, and leave nothing of it."""
	here = frappe.db.get_value("CRM Sales Deal", "bench0000000", "stage")
	move("CRM Sales Deal", "bench0000000", stages[1] if here == stages[0] else stages[0])


def count_statements(call: Call) -> int:
	"""Return how many statements a call sends, the caches being warm."""
	sent = statements_of(call)
	if "-v" in sys.argv:
		print(*(f"    {statement[:2000]}" for statement in sent), sep="\n")
	return len(sent)


def remove(pipeline: str) -> None:
	"""Take away what was made."""
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for user in (MANAGER, REP):
		frappe.db.delete("Has Role", {"parent": user})
		frappe.db.delete("User", {"name": user})
	frappe.db.delete("CRM Stage Change", {"pipeline": pipeline})
	for doctype in ("CRM Sales Deal", "CRM Stage"):
		frappe.db.delete(doctype, {"pipeline": pipeline})
	frappe.db.delete("CRM Pipeline", {"name": pipeline})
	frappe.db.commit()


if __name__ == "__main__":
	main(sys.argv[1])
