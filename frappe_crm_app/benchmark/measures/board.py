"""The board and the paging of a column."""

from collections.abc import Iterator

import frappe
from frappe.query_builder.functions import Count, Sum
from pypika import Order
from pypika.queries import QueryBuilder

from frappe_crm_app.benchmark.measure import ROLES_ASKED, Measure, World, may_read
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.screens.board.api import get_board, get_column

DEAL = "CRM Sales Deal"
PAGE = 20
CARD = (
	"name", "stage", "title", "contact", "customer", "deal_owner", "value", "currency", "stage_entered_on",
	"next_follow_up_on", "last_activity_on",
)  # fmt: skip


def measures(world: World) -> Iterator[Measure]:
	stage = world.stages[0]
	cursor = cursor_of(stage)
	yield Measure(
		"board",
		"board, first page",
		lambda: get_board(world.pipeline, page_length=PAGE),
		lambda: (totals(world.stages), cards(world.stages)),
		"totals and cards in SQL",
		budget=4,
		user=world.manager,
		is_page=False,  # its totals cover every deal
	)
	yield Measure(
		"column",
		"board, a column's next page",
		lambda: get_column(world.pipeline, stage, cursor, PAGE),
		lambda: named_cards(stage),
		f"{ROLES_ASKED}; the same cards in SQL",
		budget=2,
		user=world.manager,
	)


def totals(stages: tuple[str, ...]) -> list:
	"""What a board's column heads need, and no more."""
	deal = frappe.qb.DocType(DEAL)
	figures = (Count("*"), Sum(deal.base_value), Sum(deal.base_value * deal.probability))
	return (
		frappe.qb.from_(deal)
		.select(deal.stage, *figures)
		.where(deal.stage.isin(stages))
		.groupby(deal.stage)
		.run()
	)


def cards(stages: tuple[str, ...]) -> list:
	return union_all([first_cards(stage) for stage in stages]).run()


def first_cards(stage: str) -> QueryBuilder:
	deal = frappe.qb.DocType(DEAL)
	query = frappe.qb.from_(deal).select(*CARD).where(deal.stage == stage)
	return query.orderby(deal.stage_entered_on, deal.name, order=Order.desc).limit(PAGE + 1)


def named_cards(stage: str) -> list:
	"""Ask Frappe's role permissions for what is shown; read the same cards, with the names of those whom they link."""
	may_read(DEAL, "CRM Contact", "CRM Customer")
	deal, contact, customer, user = map(frappe.qb.DocType, (DEAL, "CRM Contact", "CRM Customer", "User"))
	query = frappe.qb.from_(deal).select(*(deal[fieldname] for fieldname in CARD))
	for linked, fieldname in ((contact, "contact"), (customer, "customer"), (user, "deal_owner")):
		query = query.left_join(linked).on(linked.name == deal[fieldname])
	query = query.select(contact.full_name, customer.customer_name, user.full_name, user.user_image)
	query = query.where(deal.stage == stage).orderby(deal.stage_entered_on, deal.name, order=Order.desc)
	return query.limit(PAGE + 1).run(as_dict=True)


def cursor_of(stage: str) -> str:
	"""Return the cursor behind the first page of a column."""
	last = first_cards(stage).run(as_dict=True)[:PAGE][-1]
	return f"{last.stage_entered_on.isoformat()}|{last.name}"
