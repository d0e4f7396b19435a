"""Sections of the customer's page that other apps add, by the hook `crm_customer_sections`.

Each hook is the dotted path of a function `(customer: str, limit: int) -> dict | None` that answers `None` where it has
no section for this user, else

	{"name": "invoices", "label": "Invoices", ...} with, for a table,
	    doctype, rows (each with `name`), columns [{fieldname, label, fieldtype, options}], title_field (the column that
	    links to the record), has_more, route (optional: "/helpdesk/tickets/{name}"), is_limited (optional: the reader may
	    not see all that there is, so an empty table does not say that there is nothing)
	or, for a few facts,
	    facts [{label, value, fieldtype (optional), options (optional), color (optional)}]

What it answers is shown as it is: the function asks for the session's user (`frappe.get_list`).
"""

import frappe
from frappe import _

from frappe_crm_app.kit.conflicts import is_conflict, undoing
from frappe_crm_app.kit.meeting_points import Point
from frappe_crm_app.screens.customer_page.seen import ROWS
from frappe_crm_app.visibility.reading import read_record
from frappe_crm_app.visibility.user_criteria import UserCriteria


def sections(customer: str) -> list[dict]:
	"""Return the sections of a customer that the session's user may read, in the order of the hooks."""
	read_record("CRM Customer", customer, UserCriteria())
	answers = [answer(path, customer) for path in frappe.get_hooks(Point.CUSTOMER_SECTIONS)]
	return [section for section in answers if section]


def answer(path: str, customer: str) -> dict | None:
	"""Return one section; another app's failure is logged and said in its place, and leaves the others whole."""
	try:
		with undoing("crm_section", Exception):
			return frappe.get_attr(path)(customer=customer, limit=ROWS)
	except Exception as error:
		if is_conflict(error):
			raise
		frappe.clear_messages()
		# deferred: a GET request is rolled back
		frappe.log_error(title=f"Section of the customer's page: {path}", defer_insert=True)
		name = path.rsplit(".", 1)[-1]
		return {
			"name": name,
			"label": frappe.unscrub(name),
			"problem": _("This section could not be loaded."),
		}
