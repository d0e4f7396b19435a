"""A part's number on the workspace: of the session's user, as the Today page and the digest count it, opening just that list."""

import json
from collections import defaultdict

import frappe
from frappe import _

from frappe_crm_app.kit.received import read_json
from frappe_crm_app.records.agenda.day import day_of
from frappe_crm_app.records.agenda.parts import PARTS, Part, filters_of
from frappe_crm_app.records.agenda.reading import Agenda
from frappe_crm_app.screens.today.people import refuse_others
from frappe_crm_app.visibility.user_criteria import UserCriteria


def number(filters: str | dict | None) -> dict:
	"""Return `{value, fieldtype, route, route_options}`; see `api.get_number`."""
	refuse_others()
	part, user = named_part(filters), frappe.session.user
	day, people = day_of(user), {user}
	totals = Agenda([part], day, people, UserCriteria()).totals()
	found = {"value": totals.get(part.key, 0), "fieldtype": "Int"}
	if not part.has_list:
		return {**found, "route": ["crm-today"], "route_options": {"only": str(part.key)}}
	options = route_options(filters_of(part, day, people))
	return {**found, "route": ["List", part.doctype, "List"], "route_options": options}


def named_part(filters: str | dict | None) -> Part:
	"""Return the part that a card names; raises `frappe.ValidationError` for none."""
	given = read_json(filters)
	key = given.get("part") if isinstance(given, dict) else None
	for part in PARTS:
		if part.key == key:
			return part
	frappe.throw(_("There is nothing of this name to look after."))


def route_options(filters: list[list]) -> dict[str, list[str]]:
	"""Return filters as both desks take several of one field: by field, each as JSON of comparison and value."""
	options = defaultdict(list)
	for _doctype, fieldname, comparison, value in filters:
		options[fieldname].append(json.dumps([comparison, value]))
	return dict(options)
