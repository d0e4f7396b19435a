"""One record that somebody has found and opens, with whom to call about it."""

import frappe
from frappe import _

from frappe_crm_app.screens.quick_log.day import utc
from frappe_crm_app.screens.quick_log.limits import Asked, refuse_more_of
from frappe_crm_app.screens.today.people import refuse_others
from frappe_crm_app.screens.today.rows import read_linked
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, OWNER_FIELD
from frappe_crm_app.visibility.labels import label_of
from frappe_crm_app.visibility.permlevels import empty_hidden
from frappe_crm_app.visibility.reading import read_record
from frappe_crm_app.visibility.user_criteria import UserCriteria

TITLE = {CONTACT: "full_name", CUSTOMER: "customer_name", DEAL: "title"}
NAMED = ("contact", "customer")


def opened(doctype: str, name: str) -> dict:
	"""Return a record as a phone keeps it; see `api.open_record`."""
	refuse_others()
	if doctype not in TITLE:
		frappe.throw(_("Only contacts, customers and deals are opened here."))
	refuse_more_of(Asked.RECORDS)
	criteria = UserCriteria()
	row = read_record(doctype, name, criteria)
	empty_hidden(doctype, [row])
	linked = read_linked([(row, OWNER_FIELD[doctype])], criteria)
	seen = [
		linked.get((target, row.get(link))) for link, target in zip(NAMED, (CONTACT, CUSTOMER), strict=True)
	]
	holders = [row, *filter(None, seen)]
	reached = {
		fieldname: next((each[fieldname] for each in holders if each.get(fieldname)), None)
		for fieldname in ("phone", "email")
	}
	return {
		"doctype": doctype,
		"name": name,
		"title": row.get(TITLE[doctype]) or label_of(doctype),
		"detail": next((each.title for each in seen if each), None) or row.get("company_name") or "",
		"next_due": utc(row.get("next_follow_up_on")),
		**reached,
	}
