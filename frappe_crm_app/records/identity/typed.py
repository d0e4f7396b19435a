"""Who a record may be about already, while somebody is still typing it: nothing is stored, and what cannot be read yet is left out."""

from collections.abc import Mapping

import frappe
from frappe.model.document import Document

from frappe_crm_app.kit.field_values import searched_text
from frappe_crm_app.records.identity.contact_details import phone_if_any
from frappe_crm_app.records.identity.duplicates import possible_duplicates
from frappe_crm_app.records.identity.likeness import company_key
from frappe_crm_app.records.identity.normalise import is_nobodys_domain, normalise_domain, normalise_email

TYPED = {
	"CRM Contact": ("first_name", "last_name", "email", "phone", "company_name"),
	"CRM Customer": ("customer_name", "phone", "website", "domain"),
}
MOST_NAMED = 5


def duplicates_of_typed(doctype: str, values: Mapping[str, object]) -> list[frappe._dict]:
	"""Return `[{name, title, sign}]` of up to five records that share a sign with what is typed, and that the user sees."""
	doc = frappe.new_doc(doctype)
	doc.update({fieldname: searched_text(values.get(fieldname)) for fieldname in TYPED[doctype]})
	read(doc)
	return possible_duplicates(doc)[:MOST_NAMED]


def read(doc: Document) -> None:
	"""Give the fields that are signs the form in which they are stored."""
	doc.phone = phone_if_any(doc.phone)
	if doc.doctype == "CRM Contact":
		doc.email = email_if_any(doc.email)
		return
	doc.company_key = company_key(doc.customer_name)
	domain = domain_if_any(doc.domain or doc.website)
	doc.domain = None if is_nobodys_domain(domain) else domain


def email_if_any(text: str) -> str:
	"""Return an email in its one form, `""` for what is none."""
	try:
		return normalise_email(text)
	except ValueError:
		return ""


def domain_if_any(text: str) -> str:
	"""Return the bare host of a web address, `""` for what is none."""
	try:
		return normalise_domain(text)
	except ValueError:
		return ""
