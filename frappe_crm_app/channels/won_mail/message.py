"""What the mail about a win says."""

import frappe
from frappe import _
from frappe.utils import date_diff, get_fullname, get_url_to_form

from frappe_crm_app.records.pipeline.shown_money import shown_money

BUILT_IN_TEMPLATE = "deal_won"  # templates/emails/deal_won.html and .txt


def compose(deal: str, owner: str) -> dict:
	"""Return the arguments of `frappe.sendmail` that make up the message.

	The Email Template chosen in CRM Desk Settings replaces the built-in one; both get `facts_of` the deal.
	"""
	facts = facts_of(deal, owner)
	chosen = frappe.get_cached_doc("CRM Desk Settings").won_mail_template
	if chosen:
		formatted = frappe.get_cached_doc("Email Template", chosen).get_formatted_email(facts)
		return {"subject": formatted["subject"], "message": formatted["message"]}
	return {
		"subject": _("Won: {0}").format(facts["title"]),
		"template": BUILT_IN_TEMPLATE,
		"args": facts,
		"header": [_("Deal won"), "green"],
	}


def facts_of(deal: str, owner: str) -> dict:
	"""Return what a template may use: title, value (formatted), customer, contact, days, link, owner_name, and the deal as `doc`."""
	doc = frappe.get_doc("CRM Sales Deal", deal)
	return {
		"doc": doc,
		"title": doc.title,
		"value": shown_money(doc.value, doc.currency),
		"customer": title_of("CRM Customer", doc.customer, "customer_name"),
		"contact": title_of("CRM Contact", doc.contact, "full_name"),
		"days": days_to_win(doc),
		"link": get_url_to_form("CRM Sales Deal", doc.name),
		"owner_name": get_fullname(owner),
	}


def title_of(doctype: str, name: str | None, fieldname: str) -> str:
	"""Return what people call the linked record, `""` where there is none."""
	return frappe.db.get_value(doctype, name, fieldname) if name else ""


def days_to_win(deal: "frappe.model.document.Document") -> int:
	"""Return whole days from the deal's creation to its closing date, at least 0."""
	return max(0, date_diff(deal.closed_on, deal.creation))
