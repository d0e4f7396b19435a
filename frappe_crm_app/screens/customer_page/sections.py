"""Sections that others add to pages: `crm_customer_sections`, `crm_deal_sections` (its page and panel), `crm_project_sections`.

Each hook is the dotted path of a function `(customer: str, limit: int) -> dict | None`, or with `deal` or `project`, that answers
`None` where it has no section for this user, else

	{"name": "invoices", "label": "Invoices", ...} with, for a table,
	    doctype, rows (each with `name`), columns [{fieldname, label, fieldtype, options}], title_field (the column that
	    links to the record), has_more, route (optional: "/helpdesk/tickets/{name}"), is_limited (optional: the reader may
	    not see all that there is, so an empty table does not say that there is nothing), add (optional: {label, method, values} of a
	    button: the method is posted the values and answers the name of the record it made, which is opened; or {label, asked_by, values}: a
	    function of `crm_desk` that is given the values asks first)
	or, for a few facts,
	    facts [{label, value, fieldtype (optional), options (optional), color (optional)}]

What it answers is shown as it is: the function asks for the session's user (`frappe.get_list`).
"""

import frappe
from frappe import _

from frappe_crm_app.kit.meeting_points import Point, leaving_out
from frappe_crm_app.screens.customer_page.seen import ROWS
from frappe_crm_app.visibility.reading import read_record
from frappe_crm_app.visibility.user_criteria import UserCriteria

CUSTOMER, DEAL, PROJECT = "customer", "deal", "project"
PAGES = {
	CUSTOMER: ("CRM Customer", Point.CUSTOMER_SECTIONS),
	DEAL: ("CRM Sales Deal", Point.DEAL_SECTIONS),
	PROJECT: ("CRM Project", Point.PROJECT_SECTIONS),
}


def sections(page: str, name: str) -> list[dict]:
	"""Return the sections of a customer, deal or project that the session's user may read, in the order of the hooks."""
	doctype, point = PAGES[page]
	read_record(doctype, name, UserCriteria())
	answers = [answer(path, **{page: name}) for path in frappe.get_hooks(point)]
	return [section for section in answers if section]


def answer(path: str, **record: str) -> dict | None:
	"""Return one section; what fails is logged and said in its place, and leaves the others whole: bridges read foreign tables, too."""
	with leaving_out(path):
		return frappe.get_attr(path)(**record, limit=ROWS)
	name = path.rsplit(".", 1)[-1]
	return {"name": name, "label": frappe.unscrub(name), "problem": _("This section could not be loaded.")}
