"""The customer's page: figures and first rows of all that is ours."""

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.records.pipeline.money import base_currency
from frappe_crm_app.screens.customer_page.people import (
	contacts_of,
	count_all_contacts,
	count_contacts,
	select_relations,
)
from frappe_crm_app.screens.customer_page.records import (
	select_files,
	select_follow_ups,
	select_locations,
)
from frappe_crm_app.screens.customer_page.sales import (
	add_up_deals,
	count_all_deals,
	is_of_customer,
	select_deals,
)
from frappe_crm_app.screens.customer_page.seen import (
	all_of_hidden,
	count,
	count_seen,
	has_hidden,
	permitted,
)
from frappe_crm_app.visibility.permlevels import is_hidden
from frappe_crm_app.visibility.reading import read_record
from frappe_crm_app.visibility.user_criteria import UserCriteria

SHOWN = (
	*("name", "customer_name", "customer_kind", "relationship", "registration", "image", "salesperson"),
	*("email", "phone", "website", "country", "industry", "primary_contact", "account_value", "currency"),
	*("last_activity_on", "next_follow_up_on"),
)


def overview(customer: str) -> dict:
	"""Return the page; see `api.get_overview`."""
	criteria = UserCriteria()
	sums = [add_up_deals("customer", customer, criteria)]
	record = read_record("CRM Customer", customer, criteria, sums, **counted(customer, criteria))
	parts = {
		"contacts": (record.contacts_total, contacts_of(customer, criteria)),
		"deals": (record.deals_total, select_deals(is_of_customer(customer), criteria)),
		"locations": (record.locations_total, select_locations(customer, criteria)),
		"follow_ups": (record.follow_ups_total, select_follow_ups("customer", customer, criteria)),
		"files": (record.files_total, select_files("CRM Customer", customer)),
		"relations": (None, select_relations(customer, record.referred_by, criteria)),
	}
	return {
		"customer": header(record),
		"figures": figures(record, parts["follow_ups"][1]),
		**{
			name: {
				"total": len(rows) if total is None else total,
				"rows": rows,
				"has_hidden": total is not None and has_hidden(record, name),
			}
			for name, (total, rows) in parts.items()
		},
		"sections": frappe.get_hooks("crm_customer_sections"),
	}


def counted(customer: str, criteria: UserCriteria) -> dict:
	"""Return the subqueries that count what hangs on the customer, and all of it where some may be hidden, and name its stage and
	salesperson; the deals that are seen are counted beside their sums.
	"""
	note, location, file = (
		frappe.qb.DocType(doctype) for doctype in ("CRM Follow-up Note", "CRM Location", "File")
	)
	table = frappe.qb.DocType("CRM Customer")
	stage, user = frappe.qb.DocType("CRM Stage"), frappe.qb.DocType("User")
	is_open = (note.customer == customer) & (note.status == NoteStatus.OPEN)
	is_attached = (file.attached_to_doctype == "CRM Customer") & (file.attached_to_name == customer)
	hidden = all_of_hidden(
		criteria,
		contacts=("CRM Contact", count_all_contacts(customer)),
		deals=("CRM Sales Deal", count_all_deals(is_of_customer(customer))),
		locations=("CRM Location", count(location, location.customer == customer)),
		follow_ups=("CRM Follow-up Note", count(note, is_open)),
	)
	return {
		**dict(hidden),
		"contacts_total": count_contacts(customer, criteria),
		"locations_total": count_seen(location, "CRM Location", location.customer == customer, criteria),
		"follow_ups_total": count_seen(note, "CRM Follow-up Note", is_open, criteria),
		"files_total": count_seen(file, "File", is_attached, criteria),
		"stage_name": frappe.qb.from_(stage).select(stage.stage_name).where(stage.name == table.stage),
		"salesperson_name": frappe.qb.from_(user)
		.select(user.full_name)
		.where(user.name == table.salesperson),
	}


def header(record: frappe._dict) -> dict:
	"""Return what the top of the page shows of the customer, of the fields that the session's user may read."""
	fields = [*permitted("CRM Customer", SHOWN)]
	names = {"stage_name": record.stage_name, "salesperson_name": record.salesperson_name}
	return {**{fieldname: record[fieldname] for fieldname in fields}, **names}


def figures(record: frappe._dict, follow_ups: list[frappe._dict]) -> dict:
	"""Return the figures; values are in the base currency, the next step is the first that the user may see."""
	shows_values = not is_hidden("CRM Sales Deal", "base_value")
	return {
		"currency": base_currency(),
		"open_deals": record.open_deals,
		"open_value": (record.open_value or 0) if shows_values else None,
		"won_deals": record.won_deals,
		"won_value": (record.won_value or 0) if shows_values else None,
		"last_activity_on": record.last_activity_on,
		"next_step": next((note for note in follow_ups if note.scheduled_on), None),
	}
