"""The chips above the list of quotes: each is a few filters of the list, so that its number and the rows it opens cannot differ."""

import frappe
from frappe.utils import add_days, nowdate

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import OPEN, QuoteStatus
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.visibility.aggregates import aggregate
from frappe_crm_app.visibility.columns import check_filters
from frappe_crm_app.visibility.filter_values import check_values

QUOTE = "CRM Quote"
STATE = ("status", "valid_until")
WHOSE = ("quote_owner",)
EXPIRING_DAYS = 7


def counts(filters: str | list | None) -> dict:
	"""Return `{total, counts, filters}` by chip, under the list's other filters; see `api.get_chips`."""
	frappe.has_permission(QUOTE, "read", throw=True)
	given = read_filters(filters)
	others = without(given, STATE)
	by_state = states()
	numbers = {chip: count([*others, *rules]) for chip, rules in by_state.items()}
	mine = [[QUOTE, "quote_owner", "=", frappe.session.user]]
	numbers["mine"] = count([*without(given, WHOSE), *mine])
	return {"total": count(others), "counts": numbers, "filters": by_state | {"mine": mine}}


def states() -> dict[str, list[list]]:
	"""Return the filters of each chip about where a quote stands, today on the site's calendar."""
	is_open = [QUOTE, "status", "in", [str(status) for status in OPEN]]
	return {
		"draft": [[QUOTE, "status", "=", str(QuoteStatus.DRAFT)]],
		"open": [is_open],
		"expiring": [
			is_open,
			[QUOTE, "valid_until", ">=", nowdate()],
			[QUOTE, "valid_until", "<=", str(add_days(nowdate(), EXPIRING_DAYS))],
		],
		"accepted": [[QUOTE, "status", "=", str(QuoteStatus.ACCEPTED)]],
	}


def read_filters(filters: str | list | None) -> list[list]:
	"""Return a list's filters, each `[doctype, fieldname, operator, value]`; raises `frappe.ValidationError` for what are none."""
	asked = read_json(filters) if filters else []
	if not isinstance(asked, list) or any(not isinstance(rule, list) or len(rule) < 3 for rule in asked):
		frappe.throw(frappe._("These are no filters of a list."))
	check_filters(QUOTE, asked)
	check_values(QUOTE, asked)
	return [rule[:4] for rule in asked]


def without(filters: list[list], fieldnames: tuple[str, ...]) -> list[list]:
	"""Return the filters that are about other fields."""
	return [rule for rule in filters if not set(fieldnames).intersection(map(str, rule[:2]))]


def count(filters: list[list]) -> int:
	"""Return how many quotes the session's user sees under the filters."""
	return aggregate(QUOTE, ["count(name) as records"], filters)[0].records
