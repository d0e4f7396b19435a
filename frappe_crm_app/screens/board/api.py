"""The board's endpoints. All answer with what the session's user may see; what is refused is refused in a sentence."""

import frappe

from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.screens.board import board, choices, details, live, moving
from frappe_crm_app.screens.board.stages import read_pipeline


@frappe.whitelist(methods=["GET"])
def get_setup() -> dict:
	"""Return what a board chooses from: `{pipelines, sources, owners, sales_roles, tags, card_fields, views, sharing_roles}`;
	`views` are those that were shared: `[{name, title, pipeline, filters}]`, `card_fields` by DocType `[{fieldname, label}]`.

	Raises `frappe.PermissionError` for who may see no board.
	"""
	return choices.choices()


@frappe.whitelist(methods=["GET"])
def get_board(pipeline: str | None = None, filters: str | dict | None = None, page_length: int = 20) -> dict:
	"""Return a pipeline's columns with their first cards.

	Counts and values (in `currency`) cover every record that the user may see and the filters leave. `filters` may
	hold owner (or "me"), source, value_from, value_to, text, closing (past, this_month, next_month, none), closing_from, closing_to (expected
	day), step (overdue, none), tags (at most ten, with commas between), and for who sees everyone's records salesperson, sales_role, date_from, date_to (day
	of creation). With them come sort (closing, amount, age, step), cards (fields on cards, with commas
	between, `none` for none) and closed (all): without it, what is won or lost is shown for 90 days, and
	`closed_since` of its columns says since when. The answer's `filters` are those that were honoured.
	"""
	return board.board(pipeline, filters, page_length)


@frappe.whitelist(methods=["GET"])
def get_column(
	pipeline: str,
	stage: str,
	cursor: str | None = None,
	page_length: int = 20,
	filters: str | dict | None = None,
) -> dict:
	"""Return `{cards, next_cursor}`: the cards of one column after the cursor that was answered before."""
	return board.column_from(pipeline, stage, cursor, page_length, filters)


@frappe.whitelist(methods=["GET"])
def get_changes(pipeline: str, names: str | list, filters: str | dict | None = None) -> dict:
	"""Return `{cards, totals}`: the present cards of these records, without those out of sight, and all totals."""
	return board.changes(pipeline, names, filters)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def move(
	doctype: str,
	name: str,
	stage: str,
	values: str | dict | None = None,
	filters: str | dict | None = None,
	cancelled_plans: str | list | None = None,
	entered_on: str | None = None,
) -> dict:
	"""Move a deal or customer to a stage of its pipeline; return `{card, columns, cancelled_plans}` with both columns' new totals.

	`values` are those of fields that the stage asks for. Where some are missing, the answer is a
	`MissingFieldsError` (417) with `missing_fields`, and nothing has changed. `filters` are the board's, for the totals.
	`cancelled_plans` names open follow-ups of a deal that is won or lost by the move; the answer says how many could be cancelled.
	`entered_on` is given with a move that takes another one back, as the card's `stage_entered_on` was after that: what was moved since, or
	changed by somebody else, is refused.
	"""
	return moving.move_card(doctype, name, stage, values, filters, cancelled_plans, entered_on)


@frappe.whitelist(methods=["POST"])
def watch(pipeline: str) -> None:
	"""Say that the board of this pipeline is open, to hear of moves; to be repeated every few minutes."""
	live.watch(read_pipeline(pipeline).name, frappe.session.user)


@frappe.whitelist(methods=["GET"])
def get_details(doctype: str, name: str) -> dict:
	"""Return what the side panel shows of a deal or customer: fields in sections, contacts and locations."""
	return details.details(doctype, name)
