"""What stands in the tabs of a contact: deals, and what other apps have (hook `crm_contact_sections`)."""

from collections.abc import Callable

import frappe
from frappe.model.document import Document

from frappe_crm_app.kit.meeting_points import Point, answers
from frappe_crm_app.screens.customer_page.sales import (
	count_all_deals,
	count_deals,
	is_of_person,
	roles_in_deals,
	select_deals,
)
from frappe_crm_app.screens.customer_page.seen import ROWS, all_of_hidden, has_hidden
from frappe_crm_app.visibility.reading import read_record
from frappe_crm_app.visibility.user_criteria import UserCriteria

TABS = ("projects", "tickets")
BELOW_DEALS = "sales"


def tabs(contact: str) -> dict:
	"""Return the tabs' contents; see `api.get_contact_tabs`."""
	criteria, roles = UserCriteria(), roles_in_deals(contact)
	is_theirs = is_of_person(contact, roles)
	counts = {"deals_total": count_deals(is_theirs, criteria)}
	counts |= all_of_hidden(criteria, deals=("CRM Sales Deal", count_all_deals(is_theirs)))
	record = read_record("CRM Contact", contact, criteria, **counts)
	rows = select_deals(is_theirs, criteria)
	deals = {
		"total": record.deals_total,
		"rows": [{**row, "deal_role": roles.get(row.name)} for row in rows],
		"has_hidden": has_hidden(record, "deals"),
	}
	return {"deals": deals} | {tab: sections_of(record, tab) for tab in (BELOW_DEALS, *TABS)}


def sections_of(contact: frappe._dict, tab: str) -> list[dict]:
	"""Return the sections of a tab that the session's user has."""
	return offered(tab, lambda listed: listed.of_contact(contact, ROWS))


def offered(tab: str, ask: Callable[[object], object] = lambda listed: listed) -> list:
	"""Return what `ask` gets from the lists of other apps that stand in a tab for the session's user."""
	answered = answers(
		Point.CONTACT_SECTIONS,
		lambda listed: ask(listed) if listed.tab == tab and listed.is_offered() else None,
	)
	return list(answered.values())


def tell_form(contact: Document, _event: str | None = None) -> None:
	"""Tell the form which tabs of other apps its user has (`onload`)."""
	contact.set_onload("crm_tabs", {tab: bool(offered(tab)) for tab in TABS})
