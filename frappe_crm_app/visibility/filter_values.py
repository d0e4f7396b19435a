"""What filters may compare with: the operators and values that Frappe takes, for endpoints of ours that hand a caller's filters on.

`columns.py` looks at the fields alone. Frappe answers an operator that there is not, or a list where a text belongs, with an error of
the server; here it is a sentence.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time, timedelta
from typing import NoReturn

import frappe
from frappe import _
from frappe.boot import get_additional_filters_from_hooks
from frappe.database.utils import NestedSetHierarchy
from frappe.utils import get_datetime
from frappe.utils.data import get_timespan_date_range

from frappe_crm_app.kit.received import parsed
from frappe_crm_app.visibility.columns import OPERATORS, is_condition

Condition = tuple[str, str, object, object]
"""DocType, fieldname, operator and value."""
SCALARS = (str, int, float, date, time, timedelta, type(None))
PERIODS = frozenset({"1 week", "1 month", "3 months", "6 months", "1 year"})
STATES = frozenset({"set", "not set"})
JOINED_BY = frozenset({"and", "or"})
COMPARED = frozenset({"=", "!=", ">", "<", ">=", "<=", "between"})
DATES = frozenset({"Date", "Datetime"})
DEEPEST = 10


def check_values(doctype: str, filters: object) -> None:
	"""Raise `frappe.ValidationError` for an operator or a value that Frappe does not take, in filters whose fields were checked."""
	for of, fieldname, operator, value in conditions_in(doctype, parsed(filters)):
		check_value(of, fieldname, operator, value)


@contextmanager
def refusing_odd_values() -> Iterator[None]:
	"""Raise `frappe.ValidationError` where the running Frappe or its database takes no filters such as these, though each alone is one."""
	try:
		yield
	except (
		TypeError,
		ValueError,
		LookupError,
		AttributeError,
		frappe.db.DataError,
		frappe.db.ProgrammingError,
	):
		refuse()


def conditions_in(doctype: str, filters: object, depth: int = 0) -> Iterator[Condition]:
	"""Yield the conditions of filters in any of Frappe's forms; raises `frappe.ValidationError` for what is none of them."""
	if depth > DEEPEST or not isinstance(filters, list | tuple | dict):
		refuse()
	if isinstance(filters, dict):
		yield from ((doctype, fieldname, *comparison_of(value)) for fieldname, value in filters.items())
	elif is_condition(filters):
		yield read_condition(doctype, filters)
	else:
		for each in filters:
			if isinstance(each, str) and each.lower() in JOINED_BY:
				continue
			if isinstance(each, list | tuple) and each and isinstance(each[0], str):
				yield read_condition(doctype, each)
			else:
				yield from conditions_in(doctype, each, depth + 1)


def comparison_of(value: object) -> tuple[object, object]:
	"""Return operator and value of what an object has for a field: a value, or both."""
	if not isinstance(value, list | tuple):
		return "=", value
	return (value[0], value[1]) if len(value) == 2 else refuse()


def read_condition(doctype: str, condition: list | tuple) -> Condition:
	"""Return a condition, `[field, operator, value]`, or with the DocType before it; what Frappe's lists write behind it is left out."""
	if len(condition) == 3:
		return doctype, *condition
	return (condition[0] or doctype, *condition[1:4]) if len(condition) > 3 else refuse()


def check_value(doctype: str, fieldname: str, operator: object, value: object) -> None:
	"""Raise `frappe.ValidationError` for what a field is not compared with in this way."""
	name = operator.lower() if isinstance(operator, str) else ""
	if name in get_additional_filters_from_hooks():
		return  # another app's, which knows what it takes
	if name not in OPERATORS or not fits(doctype, fieldname, name, value):
		refuse()
	if name in COMPARED and is_date(doctype, fieldname):
		for moment in value if isinstance(value, list | tuple) else (value,):
			check_moment(moment)


def fits(doctype: str, fieldname: str, operator: str, value: object) -> bool:
	"""Return whether an operator takes such a value."""
	if operator in ("in", "not in"):
		return value is None or isinstance(value, str) or is_list_of_scalars(value)
	if operator == "between":
		return is_list_of_scalars(value) and len(value) == 2
	if operator == "is":
		return isinstance(value, str) and value in STATES
	if operator == "timespan":
		return isinstance(value, str) and get_timespan_date_range(value) is not None
	if operator in ("previous", "next"):
		return isinstance(value, str) and value in PERIODS
	if operator in NestedSetHierarchy:
		return isinstance(value, str) and is_of_tree(doctype, fieldname)
	return isinstance(value, SCALARS)


def is_list_of_scalars(value: object) -> bool:
	return isinstance(value, list | tuple | set) and all(isinstance(each, SCALARS) for each in value)


def is_of_tree(doctype: str, fieldname: str) -> bool:
	"""Return whether a field names records of a tree."""
	field = frappe.get_meta(doctype).get_field(fieldname)
	named = doctype if fieldname == "name" else field.options if field and field.fieldtype == "Link" else None
	return bool(named) and frappe.get_meta(named).has_field("lft")


def is_date(doctype: str, fieldname: str) -> bool:
	field = frappe.get_meta(doctype).get_field(fieldname)
	return fieldname in ("creation", "modified") or bool(field and field.fieldtype in DATES)


def check_moment(value: object) -> None:
	"""Raise `frappe.ValidationError` for what is no date; nothing is none."""
	if value is None or value == "" or isinstance(value, date):
		return
	if not isinstance(value, str) or not is_moment(value):
		refuse()


def is_moment(text: str) -> bool:
	try:
		return bool(get_datetime(text))
	except (ValueError, OverflowError):
		return False
	except frappe.ValidationError:
		frappe.clear_last_message()
		return False


def refuse() -> NoReturn:
	frappe.throw(_("These filters compare a field with something that it is not compared with."))
