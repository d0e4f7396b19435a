"""What link fields find: the same records as the search, of those that the field's filters leave."""

import frappe
from frappe import _

from frappe_crm_app.kit.field_values import searched_text
from frappe_crm_app.kit.frappe_version import beginning_at
from frappe_crm_app.kit.received import read_json, read_page
from frappe_crm_app.records.search.candidates import candidates_of
from frappe_crm_app.records.search.openly import found_openly
from frappe_crm_app.records.search.sources import source_of
from frappe_crm_app.records.search.terms import asked_for
from frappe_crm_app.records.search.typos import corrected
from frappe_crm_app.visibility.columns import check_filters
from frappe_crm_app.visibility.filter_values import check_values, refusing_odd_values
from frappe_crm_app.visibility.permlevels import hidden_fields

Rows = list[list[str]]
LONGEST_PAGE = 500


def find_linked(
	doctype: str,
	txt: str,
	shown: list[str],
	start: int,
	page_length: int,
	filters: dict | list | str | None,
	searched: list[str],
) -> Rows:
	"""Return rows of `name` and the `shown` fields of records found by `txt`, or called so, or that have one of its typos.

	Where more records begin so than are looked at, the columns `searched` are: a page of them is soon full.
	"""
	filters = read_filters(filters)
	check_filters(doctype, filters)
	check_values(doctype, filters)
	start, page_length = read_page(start, page_length, LONGEST_PAGE)

	def page(any_of: list[list]) -> Rows:
		with refusing_odd_values():
			return frappe.get_list(
				doctype,
				filters=filters,
				or_filters=any_of,
				fields=["name", *shown],
				order_by="modified desc, name desc",
				limit=page_length,
				**beginning_at(start),
				as_list=True,
			)

	text = searched_text(txt)
	if not text:
		return page([])
	asked = asked_for(text)
	rows = page(named(doctype, text, asked, searched))
	if not rows and not start and asked and (meant := corrected(asked, [doctype])):
		rows = page(named(doctype, text, meant, searched))
	return rows


def read_filters(given: dict | list | str | None) -> dict | list:
	"""Return the filters of a link field; raises `frappe.ValidationError` for what is none."""
	filters = read_json(given)
	if given and (not isinstance(filters, dict | list) or None in filters):
		frappe.throw(_("The filters are a list of conditions, or an object."))
	return filters or {}


def named(doctype: str, text: str, asked: list, searched: list[str]) -> list[list]:
	"""Return filters of which one must hold.

	The text may be the record's own name: so Frappe 16 asks whether the record that a link field holds may stand there.
	"""
	found = candidates_of([doctype], asked).get(doctype) if asked else None
	openly = found_openly(source_of(doctype), found.names, asked) if found else ()
	names = ["name", "in", [text, *openly]]
	if found and found.is_cut:
		hidden = hidden_fields(doctype)
		return [names, *([field, "like", f"%{text}%"] for field in searched if field not in hidden)]
	return [names]
