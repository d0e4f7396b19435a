"""Titles of linked records beside the rows of the desk's lists, which Frappe joins without asking who sees the records.

The desk asks for them as `customer.customer_name as customer_customer_name`. Where the user sees only some of the linked
records, the column is left out of Frappe's query and filled in afterwards.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import frappe
from frappe import _

from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import GUARDED

COLUMN = re.compile(r"(\w+)\.(\w+) as (\w+)")


@dataclass(frozen=True)
class LinkTitle:
	"""The column `alias` with the titles (field `title`) of the records of `doctype` that the field `link` names."""

	link: str
	title: str
	alias: str
	doctype: str


def hidden_title() -> str:
	"""Return what stands for the title of a record that the user cannot see."""
	return _("Not visible to you")


def restricted_title(doctype: str, field: object) -> LinkTitle | None:
	"""Return what a column asks for, if it is the title of linked records of which the user sees only some."""
	match = COLUMN.fullmatch(field) if isinstance(field, str) else None
	linked = match and restricted_link(doctype, match[1])
	if not linked or frappe.get_meta(linked).title_field != match[2]:
		return None
	return LinkTitle(*match.groups(), linked)


def restricted_link(doctype: str, fieldname: str) -> str | None:
	"""Return the DocType that a field links to, if the user sees only some of its records."""
	field = frappe.get_meta(doctype).get_field(fieldname)
	is_guarded = field and field.fieldtype == "Link" and field.options in GUARDED
	return field.options if is_guarded and policy.criterion(field.options) is not None else None


def add_titles(rows: dict, titles: Sequence[LinkTitle], hidden: str) -> None:
	"""Add the columns to a list's answer, `{keys: [...], values: [[...]]}`; `hidden` stands for what is not seen."""
	for title in titles:
		place = rows["keys"].index(title.link) if title.link in rows["keys"] else None
		names = [row[place] if place is not None else None for row in rows["values"]]
		seen = visible_titles(title, names)
		rows["keys"].append(title.alias)
		for row, name in zip(rows["values"], names, strict=True):
			row.append(seen.get(name, hidden) if name else None)


def visible_titles(title: LinkTitle, names: Sequence[str | None]) -> dict[str, str]:
	"""Return the titles of those of the records that the user sees."""
	wanted = sorted({name for name in names if name})
	if not wanted or not frappe.has_permission(title.doctype):
		return {}
	found = frappe.get_list(
		title.doctype,
		filters={"name": ("in", wanted)},
		fields=["name", title.title],
		as_list=True,
	)
	return dict(found)
