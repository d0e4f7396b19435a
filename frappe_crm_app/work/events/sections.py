"""Events on the pages of customers, deals, projects and contacts (hooks `crm_customer_sections`, `crm_deal_sections`, …)."""

import frappe
from frappe import _

from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, EVENT, PROJECT
from frappe_crm_app.visibility.permlevels import empty_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria
from frappe_crm_app.visibility.visible import is_there
from frappe_crm_app.work.events.timeline import events_about

FIELDS = ("title", "event_kind", "starts_on", "status", "place")


def events_of_customer(customer: str, limit: int) -> dict | None:
	"""Return the section of the events for a customer."""
	return section(CUSTOMER, customer, limit)


def events_of_deal(deal: str, limit: int) -> dict | None:
	"""Return the section of the events about a deal."""
	return section(DEAL, deal, limit)


def events_of_project(project: str, limit: int) -> dict | None:
	"""Return the section of the events about a project."""
	return section(PROJECT, project, limit)


class ContactEvents:
	"""The events to which a contact is invited, or that are about them."""

	tab = "sales"

	def is_offered(self) -> bool:
		"""Return whether the session's user may read events."""
		return bool(frappe.has_permission(EVENT, "read"))

	def of_contact(self, contact: frappe._dict, limit: int) -> dict | None:
		"""Return the section of a CRM Contact."""
		return section(CONTACT, contact.name, limit)


CONTACT_EVENTS = ContactEvents()


def section(doctype: str, name: str, limit: int) -> dict | None:
	"""Return the section of the events about a record that the session's user sees, the latest first; `None` where they read none."""
	if not frappe.has_permission(EVENT, "read"):
		return None
	is_such = events_about(doctype, name)
	criteria = UserCriteria()
	event = frappe.qb.DocType(EVENT)
	query = frappe.qb.from_(event).select(event.name, *(event[field] for field in FIELDS)).where(is_such)
	allowed = criteria.criterion(EVENT)
	query = query if allowed is None else query.where(allowed)
	query = query.orderby(event.starts_on, order=frappe.qb.desc).orderby(event.name).limit(limit + 1)
	rows = query.run(as_dict=True)
	empty_hidden(EVENT, rows)
	return {
		"name": "crm_events",
		"label": _("Events"),
		"doctype": EVENT,
		"title_field": "title",
		"columns": columns(),
		"rows": rows[:limit],
		"has_more": len(rows) > limit,
		"is_limited": not rows and allowed is not None and is_there(EVENT, is_such),
		"add": button(doctype, name),
	}


def button(doctype: str, name: str) -> dict | None:
	"""Return the button that begins an event about a record, for who may make events."""
	if not frappe.has_permission(EVENT, "create"):
		return None
	return {
		"label": _("New Event"),
		"asked_by": "begin_event",
		"values": {"doctype": doctype, "name": name},
	}


def columns() -> list[dict]:
	"""Return what the columns are called and how their values are written."""
	meta = frappe.get_meta(EVENT)
	return [
		{
			"fieldname": name,
			"label": _(meta.get_label(name)),
			"fieldtype": meta.get_field(name).fieldtype,
			"options": None,
		}
		for name in FIELDS
	]
