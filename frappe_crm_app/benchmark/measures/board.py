"""The board, the paging of a column, and the move of a card."""

from collections.abc import Iterator

import frappe
from frappe.query_builder.functions import Count, Sum
from pypika import Order
from pypika.queries import QueryBuilder

from frappe_crm_app.benchmark.bare import BARE
from frappe_crm_app.benchmark.measure import ROLES_ASKED, Measure, World, may_read
from frappe_crm_app.benchmark.measures.saves import insert, save
from frappe_crm_app.benchmark.rows import name_of
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.screens.board.api import get_board, get_column, move

DEAL = "CRM Sales Deal"
PAGE = 20
CARD = (
	"name", "stage", "title", "contact", "customer", "deal_owner", "value", "currency", "stage_entered_on",
	"next_follow_up_on", "last_activity_on",
)  # fmt: skip


def measures(world: World) -> Iterator[Measure]:
	stage = world.stages[0]
	cursor = cursor_of(stage)
	for key, title, user, owner in (
		("board", "board, first page", world.manager, None),
		("board-rep", "board, first page, a sales rep", world.rep, world.rep),
	):
		yield Measure(
			key,
			title,
			lambda: get_board(world.pipeline, page_length=PAGE),
			lambda owner=owner: bare_board(world.stages, owner),
			"totals, cards and next steps in SQL",
			budget=5,
			user=user,
			is_page=False,  # its totals cover every deal
		)
	yield Measure(
		"column",
		"board, a column's next page",
		lambda: get_column(world.pipeline, stage, cursor, PAGE),
		lambda: steps_of(named_cards(stage)),
		f"{ROLES_ASKED}; the same cards and next steps in SQL",
		budget=3,
		user=world.manager,
	)
	yield Measure(
		"move",
		"a card moved",
		lambda: move(DEAL, name_of(0), world.stages[1]),
		lambda: bare_move(world.stages[:2]),
		"a bare DocType saved, a bare row inserted; totals of both columns in SQL",
		budget=24,
		user=world.manager,
		is_page=False,  # its totals cover every deal of both columns
	)


def bare_board(stages: tuple[str, ...], owner: str | None) -> None:
	totals(stages, owner)
	steps_of(cards(stages, owner))


def bare_move(stages: tuple[str, ...]) -> None:
	save(BARE)
	insert(BARE)
	totals(stages, None)


def totals(stages: tuple[str, ...], owner: str | None) -> list:
	"""What a board's column heads need, and no more."""
	deal = frappe.qb.DocType(DEAL)
	figures = (Count("*"), Sum(deal.base_value), Sum(deal.base_value * deal.probability))
	query = frappe.qb.from_(deal).select(deal.stage, *figures).where(deal.stage.isin(stages))
	return owned(query, owner).groupby(deal.stage).run()


def cards(stages: tuple[str, ...], owner: str | None) -> list[dict]:
	return union_all([first_cards(stage, owner) for stage in stages]).run(as_dict=True)


def steps_of(cards: list[dict]) -> list:
	"""Read what is to be done next about those of the cards that have something."""
	note = frappe.qb.DocType("CRM Follow-up Note")
	names = [card["name"] for card in cards if card["next_follow_up_on"]]
	if not names:
		return []
	query = frappe.qb.from_(note).select(note.name, note.deal, note.action, note.subject)
	query = query.where(note.deal.isin(names)).where(note.status == "Open")
	return query.orderby(note.scheduled_on).run(as_dict=True)


def owned(query: QueryBuilder, owner: str | None) -> QueryBuilder:
	return query.where(frappe.qb.DocType(DEAL).deal_owner == owner) if owner else query


def first_cards(stage: str, owner: str | None = None) -> QueryBuilder:
	deal = frappe.qb.DocType(DEAL)
	query = owned(frappe.qb.from_(deal).select(*CARD).where(deal.stage == stage), owner)
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
