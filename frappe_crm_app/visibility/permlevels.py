"""Fields of a higher permission level: who may not read them learns nothing of them by filtering, sorting or counting.

Frappe leaves such fields out of what it answers. Frappe 15 filters and sorts by them all the same, so that a list tells their values by
trying; 16 refuses filters. Hook `auth_hooks`.
"""

import re
from collections.abc import Iterator

import frappe
from frappe import _

from frappe_crm_app.kit.received import parsed
from frappe_crm_app.visibility.guarded import GUARDED

FILTERS = ("filters", "or_filters", "current_filters", "filters_json")
NAMING = (
	*("order_by", "sort_by", "group_by", "field", "fieldname", "searchfield", "stats", "group_by_field"),
	*("aggregate_on_field", "aggregate_function_field", "filter_fields"),
)
WRITING = ("POST", "PUT", "PATCH")  # an argument `fieldname` of these may be one to write
RESOURCE = re.compile(r"^/api/(?:v\d/)?(?:resource|document)/([^/]+)")
NAME = re.compile(r"\w+")


def hidden_fields(doctype: str, user: str | None = None) -> frozenset[str]:
	"""Return the fields of a DocType that are of a level that the user does not read."""
	meta = frappe.get_meta(doctype)
	higher = meta.get_high_permlevel_fields()
	if not higher or (user or frappe.session.user) == "Administrator":
		return frozenset()
	read = meta.get_permlevel_access("read", user=user)
	return frozenset(field.fieldname for field in higher if field.permlevel not in read)


def refuse_hidden_fields() -> None:
	"""Raise `frappe.PermissionError` for a request that filters, sorts or counts by a field that its user does not read."""
	arguments = frappe.local.form_dict or {}
	doctype = doctype_of_request(arguments)
	if not doctype:
		return
	for name in names_in(arguments):
		if is_hidden(doctype, name):
			frappe.throw(_("You may not filter or sort by this field."), frappe.PermissionError)


def doctype_of_request(arguments: dict) -> str | None:
	"""Return the DocType that a request is about, if it is one of ours."""
	in_path = RESOURCE.match(frappe.request.path)
	doctype = in_path[1] if in_path else arguments.get("doctype")
	return doctype if isinstance(doctype, str) and doctype in GUARDED else None


def is_hidden(doctype: str, name: str) -> bool:
	"""Return whether a column, or one of a linked record (`customer.partner_url`), is hidden from the session's user."""
	parts = NAME.findall(name)
	hidden = set(hidden_fields(doctype))
	for part in parts[:-1]:
		link = frappe.get_meta(doctype).get_field(part)
		if link and link.options in GUARDED:
			hidden |= hidden_fields(link.options)
	return not hidden.isdisjoint(parts)


def names_in(arguments: dict) -> Iterator[str]:
	"""Yield the names of columns by which a request filters, sorts or counts; never its values."""
	for key in FILTERS:
		yield from filtered(parsed(arguments.get(key)))
	for key in NAMING:
		if key == "fieldname" and frappe.request.method in WRITING:
			continue
		yield from named(parsed(arguments.get(key)))


def filtered(filters: object) -> Iterator[str]:
	"""Yield the columns of filters: of `{field: ...}`, of `[field, operator, value]`, with a DocType before it, or of a list of these."""
	if isinstance(filters, dict):
		yield from (key for key in filters if isinstance(key, str))
	elif isinstance(filters, list):
		if filters and isinstance(filters[0], str):
			yield from (part for part in filters[: 2 if len(filters) > 3 else 1] if isinstance(part, str))
		else:
			for rule in filters:
				yield from filtered(rule)


def named(value: object) -> Iterator[str]:
	"""Yield the columns that a text or a list of texts names, such as `"name asc, partner_url desc"`."""
	if isinstance(value, str):
		yield from value.split(",")
	elif isinstance(value, list):
		for each in value:
			yield from named(each)
