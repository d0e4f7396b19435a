"""Which columns a caller may name: of our DocTypes those that there are, of others what reaches no other table.

`column_text.py` reads what a text says. Here it is held against the DocType, for requests to Frappe's functions
(`request_guard/`) and for what our own endpoints are given. Values are never looked into. How much of it there may be is bounded.
"""

import frappe
from frappe import _
from frappe.model import child_table_fields, default_fields, optional_fields, table_fields

from frappe_crm_app.kit.own_doctypes import own_doctypes
from frappe_crm_app.kit.received import parsed
from frappe_crm_app.kit.storable_texts import is_storable
from frappe_crm_app.visibility.column_text import (
	AGGREGATES,
	Column,
	is_harmless,
	parts_of,
	plain_column,
	read_column,
	tables_in,
	without_direction,
)
from frappe_crm_app.visibility.guarded import GUARDED
from frappe_crm_app.visibility.link_titles import restricted_link, restricted_title
from frappe_crm_app.visibility.permlevels import refuse_hidden_field

STANDARD = frozenset((*default_fields, *optional_fields, *child_table_fields))
OPERATORS = frozenset(
	(
		*("=", "!=", ">", "<", ">=", "<=", "like", "not like", "in", "not in", "is", "between", "timespan"),
		*("previous", "next", "ancestors of", "descendants of", "descendants of (inclusive)"),
		*("not ancestors of", "not descendants of"),
	)
)
LONGEST_LIST = 100_000
MOST_COLUMNS = 1_000
AGGREGATED = "_aggregate_column"  # Frappe's name for the figure of a grouped report


def check_selection(
	doctype: str, fields: object, filters: object, titles_are_filled: bool = False
) -> set[str]:
	"""Check fields and filters, which Frappe takes for each other by their shapes; return the aliases of the fields."""
	fields, filters = parsed(fields), parsed(filters)
	if looks_like_filters(fields) or (fields and looks_like_fields(filters)):
		fields, filters = filters, fields
	check_filters(doctype, filters)
	return check_fields(doctype, fields, titles_are_filled)


def looks_like_filters(fields: object) -> bool:
	return isinstance(fields, dict) or (
		isinstance(fields, list) and bool(fields) and isinstance(fields[0], list)
	)


def looks_like_fields(filters: object) -> bool:
	return isinstance(filters, list) and len(filters) > 1 and isinstance(filters[0], str)


def check_fields(doctype: str, fields: object, titles_are_filled: bool = False) -> set[str]:
	"""Raise `frappe.ValidationError` for what is no column, `frappe.PermissionError` for one of hidden records.

	`titles_are_filled` says that titles of linked records are left to `desk_endpoints.get_rows`. Returns the aliases.
	"""
	aliases = set()
	for field in items_of(parsed(fields)):
		if isinstance(field, dict):
			aliases |= check_expression(doctype, field)
		elif not (titles_are_filled and restricted_title(doctype, field)):
			aliases.add(check_field(doctype, field, is_answered=True))
	return aliases - {""}


def items_of(fields: object) -> list:
	"""Return the single fields of a list, or of a text with commas; raises `frappe.ValidationError` for too many."""
	given = fields if isinstance(fields, list | tuple) else [fields]
	if len(given) > MOST_COLUMNS:
		refuse_expression()
	items = []
	for field in given:
		items += parts_in(field) if isinstance(field, str) else [field]
	if len(items) > MOST_COLUMNS:
		refuse_expression()
	return [item for item in items if item]


def parts_in(text: str) -> list[str]:
	"""Return what stands between the commas of a text; raises `frappe.ValidationError` for one that is too long, or has too many."""
	parts = parts_of(text) if len(text) <= LONGEST_LIST else refuse_expression()
	return parts if len(parts) <= MOST_COLUMNS else refuse_expression()


def check_field(doctype: str, field: object, is_answered: bool = False) -> str:
	"""Check one field; return its alias.

	`is_answered` says that Frappe answers the field itself, and leaves it out for who does not read its level.
	"""
	if not isinstance(field, str):
		refuse_expression()
	if doctype in own_doctypes():
		column = read_column(field) or refuse_expression()
		check_column(doctype, column, is_answered)
		return column.alias
	check_foreign(doctype, field)
	return ""


def check_expression(doctype: str, expression: dict) -> set[str]:
	"""Check what Frappe 16 takes for a function, `{"COUNT": "name", "as": "n"}`, or for rows of a table, `{"items": ["rate"]}`."""
	alias = expression.get("as") or expression.get("AS")
	for key, value in expression.items():
		if str(key).lower() == "as":
			continue
		if isinstance(value, list) and not str(key).isupper():
			check_rows(doctype, key, value)
		elif doctype in own_doctypes():
			check_aggregate(doctype, key, value)
		else:
			for text in texts_in(value):
				check_foreign(doctype, text)
	return {alias} if isinstance(alias, str) else set()


def check_rows(doctype: str, fieldname: str, fields: list) -> None:
	"""Check the columns of a table's rows, or of a linked record."""
	field = frappe.get_meta(doctype).get_field(fieldname)
	if field and field.fieldtype in table_fields:
		check_fields(field.options, fields)
		return
	for text in texts_in(fields):
		check_field(doctype, f"{fieldname}.{text}")


def check_aggregate(doctype: str, function: str, of: object) -> None:
	if str(function).lower() not in AGGREGATES or not isinstance(of, str):
		refuse_expression()
	check_column(doctype, plain_column(of) or refuse_expression())


def texts_in(value: object) -> list[str]:
	"""Return every text in a structure of lists and objects; of an object's its values."""
	if isinstance(value, str):
		return [value]
	inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
	return [text for each in inner for text in texts_in(each)]


def check_filters(doctype: str, filters: object) -> None:
	"""Check the names of fields in filters of any of Frappe's forms: an object, or a list of conditions; a text is a name."""
	filters = parsed(filters)
	if isinstance(filters, dict):
		for fieldname in filters:
			check_condition_field(doctype, fieldname)
	elif isinstance(filters, list | tuple):
		check_conditions(doctype, filters)


def check_conditions(doctype: str, filters: list | tuple) -> None:
	"""Check a list of conditions, one condition, or groups of them; a list of texts is one of names."""
	if is_condition(filters):
		check_condition(doctype, filters)
		return
	for each in filters:
		if isinstance(each, dict) or (
			isinstance(each, list | tuple) and each and not isinstance(each[0], str)
		):
			check_filters(doctype, each)
		elif isinstance(each, list | tuple) and each:
			check_condition(doctype, each)


def is_condition(filters: list | tuple) -> bool:
	"""Return whether this is itself a condition: `[field, operator, value]`, perhaps with the DocType before it."""
	operators = filters[1:3] if len(filters) > 3 else filters[1:2]
	return (
		len(filters) > 2
		and isinstance(filters[0], str)
		and any(isinstance(each, str) and each.lower() in OPERATORS for each in operators)
	)


def check_condition(doctype: str, condition: list | tuple) -> None:
	"""Check one condition; of our DocTypes and others, none reaches into the other's."""
	of, fieldname = condition[:2] if len(condition) > 3 else (doctype, condition[0])
	of = of or doctype
	if of != doctype and doctype in own_doctypes() and of not in tables_of(doctype):
		refuse_expression()
	if of != doctype and of in own_doctypes() and doctype not in own_doctypes():
		refuse_hidden()
	check_condition_field(of, fieldname)


def check_condition_field(doctype: str, fieldname: object) -> None:
	if not isinstance(fieldname, str):
		refuse_expression()
	if doctype in own_doctypes():
		column = plain_column(fieldname.strip())
		if not column or column.field == "*":
			refuse_expression()
		check_column(doctype, column)
	else:
		check_foreign(doctype, fieldname, is_condition=True)


def check_sorting(doctype: str, text: object, aliases: set[str] = frozenset()) -> None:
	"""Check what rows are sorted or grouped by: columns, or aliases of the fields that are asked for."""
	if not text:
		return
	if not isinstance(text, str):
		refuse_expression()
	for part in parts_in(text):
		what = without_direction(part)
		if what.strip("`") not in {*aliases, AGGREGATED, "KEEP_DEFAULT_ORDERING"}:
			check_field(doctype, what)


def check_column(doctype: str, column: Column, is_answered: bool = False) -> None:
	"""Raise for a column that the DocType, its tables and linked records do not have, or that is hidden: of hidden records, of a level.

	`is_answered` is that of `check_field`.
	"""
	is_left_to_frappe = is_answered and not (column.owner or column.function)
	owner, table = column.owner, column.table
	if owner and not frappe.get_meta(doctype).get_field(owner) and owner.startswith("tab"):
		owner, table = "", owner[3:]
	if owner:
		doctype = doctype_behind(doctype, owner)
	elif table and table != doctype:
		doctype = table if table in tables_of(doctype) else refuse_expression()
	if column.field != "*" and not is_known(doctype, column.field):
		refuse_expression()
	if not is_left_to_frappe:
		refuse_hidden_field(doctype, column.field)


def doctype_behind(doctype: str, fieldname: str) -> str:
	"""Return the DocType that a link or table leads to, if the user sees all of its records."""
	field = frappe.get_meta(doctype).get_field(fieldname)
	if not field or field.fieldtype not in ("Link", *table_fields):
		refuse_expression()
	if restricted_link(doctype, fieldname):
		refuse_hidden()
	return field.options


def is_known(doctype: str, fieldname: str) -> bool:
	return fieldname in STANDARD or frappe.get_meta(doctype).has_field(fieldname)


def tables_of(doctype: str) -> set[str]:
	"""Return the DocTypes of a DocType's tables."""
	return {field.options for field in frappe.get_meta(doctype).get_table_fields()}


def check_foreign(doctype: str, text: str, is_condition: bool = False) -> None:
	"""Raise where an expression of another app's DocType reaches records of ours, or may reach anything else."""
	if not is_harmless(text, is_condition):
		refuse_expression()
	if (tables_in(text) & own_doctypes()) - {doctype}:
		refuse_hidden()
	column = read_column(text)
	if column and column.owner in own_named_tables():
		refuse_hidden()
	if column and column.owner and is_doctype(doctype):
		check_foreign_link(doctype, column)


def check_foreign_link(doctype: str, column: Column) -> None:
	"""Raise for a column of our records that another app's link to, if the user does not see them all, or not of that level."""
	if restricted_link(doctype, column.owner):
		refuse_hidden()
	link = frappe.get_meta(doctype).get_field(column.owner)
	if link and link.options in GUARDED:
		refuse_hidden_field(link.options, column.field)


def own_named_tables() -> set[str]:
	return {f"tab{doctype}" for doctype in GUARDED}


def is_doctype(name: object) -> bool:
	"""Return whether there is a DocType of this name."""
	if not is_storable(name):
		return False
	return name in own_doctypes() or bool(frappe.db.exists("DocType", name, cache=True))


def refuse_expression() -> None:
	frappe.throw(_("Fields and sorting take names of columns, no SQL."))


def refuse_hidden() -> None:
	frappe.throw(_("Fields of linked records are not given here."), frappe.PermissionError)
