"""A list is filtered by emails in whatever case they are typed: they are stored in lower case and compared byte by byte (hook `auth_hooks`)."""

import json
from urllib.parse import unquote

import frappe

from frappe_crm_app.kit.received import read_json

DOCTYPES = ("CRM Contact", "CRM Contact Email")
FIELD = "email"
FILTERS = ("filters", "or_filters", "current_filters")


def filter_as_stored() -> None:
	"""Write the emails among the request's filters as they are stored."""
	form = frappe.local.form_dict or {}
	if not any(FIELD in str(form.get(name) or "") for name in FILTERS) or not is_about_emails(form):
		return
	for name in FILTERS:
		given = read_json(form.get(name)) if form.get(name) else None
		if isinstance(given, list | dict):
			form[name] = as_given(lowered(given), form[name])


def is_about_emails(form: dict) -> bool:
	"""Return whether the request asks for a list of what has such emails."""
	path = unquote(frappe.request.path) if frappe.request else ""
	return form.get("doctype") in DOCTYPES or any(f"/{doctype}" in path for doctype in DOCTYPES)


def lowered(filters: list | dict) -> list | dict:
	"""Return filters, `{field: value}`, `[field, operator, value]` or lists of these, with the values of emails in lower case."""
	if isinstance(filters, dict):
		return {name: in_lower_case(value) if name == FIELD else value for name, value in filters.items()}
	if FIELD in filters[:2] and len(filters) > filters.index(FIELD) + 1:
		place = filters.index(FIELD) + 1
		return [*filters[:place], *(in_lower_case(value) for value in filters[place:])]
	return [lowered(each) if isinstance(each, list | dict) else each for each in filters]


def in_lower_case(value: object) -> object:
	"""Return a text, or the texts of a list, in lower case."""
	if isinstance(value, list):
		return [in_lower_case(each) for each in value]
	return value.lower() if isinstance(value, str) else value


def as_given(filters: list | dict, given: object) -> object:
	"""Return filters as JSON where they came as that."""
	return json.dumps(filters) if isinstance(given, str) else filters
