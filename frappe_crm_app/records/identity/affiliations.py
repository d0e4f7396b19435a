"""Which customers a contact belongs to. `customer` is always the one affiliation marked primary."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.field_values import is_changed
from frappe_crm_app.records.identity.customers import find_or_create_customer
from frappe_crm_app.records.identity.normalise import clean_text
from frappe_crm_app.visibility.policy import may


def link_company(contact: Document) -> None:
	"""Turn a typed company name into the customer it means, and keep name and customer in step.

	A new name creates a customer, a known one (case and spaces aside) is linked, unless the user does not see it: then the text
	stays text, since whoever has a deal with the contact reads its customer. A customer that was chosen wins over the text. With `contact.flags.company_is_text` (imports, forms) the text stays text and nothing is linked.
	"""
	contact.company_name = clean_text(contact.company_name) or None
	if contact.flags.company_is_text:
		return
	if contact.company_name and is_changed(contact, "company_name") and not is_chosen_customer_new(contact):
		customer = find_or_create_customer(contact.company_name, contact.contact_owner)
		if may("CRM Customer", customer):
			contact.customer = customer


def reconcile_affiliations(contact: Document) -> None:
	"""Make the table of affiliations and `customer` say the same, with exactly one primary row.

	Whichever of the two was changed wins; `customer` where both were.
	"""
	refuse_repeated_customers(contact)
	if is_changed(contact, "customer"):
		make_primary(contact, contact.customer)
	else:
		follow_primary_row(contact)
	name_company_after_customer(contact)


def is_chosen_customer_new(contact: Document) -> bool:
	"""Return whether this save chooses another customer, which then names the company."""
	return bool(contact.customer) and is_changed(contact, "customer")


def refuse_repeated_customers(contact: Document) -> None:
	"""Raise where one customer stands in two rows."""
	customers = [row.customer for row in contact.affiliations]
	if any(customers.count(customer) > 1 for customer in customers):
		frappe.throw(_("A customer can be listed only once among a contact's affiliations."))


def make_primary(contact: Document, customer: str | None) -> None:
	"""Mark the row of `customer` primary, adding it; where it was emptied, drop the former primary row."""
	before = contact.get_doc_before_save()
	if not customer:
		former = before.customer if before else None
		contact.affiliations = [row for row in contact.affiliations if row.customer != former]
		follow_primary_row(contact)
		return
	if customer not in [row.customer for row in contact.affiliations]:
		contact.append("affiliations", {"customer": customer})
	for row in contact.affiliations:
		row.is_primary = int(row.customer == customer)


def follow_primary_row(contact: Document) -> None:
	"""Set `customer` from the row marked primary, or from the first row where none is marked.

	Raises where two rows are marked and it cannot be told which one is meant.
	"""
	if not contact.affiliations:
		contact.customer = None
		return
	marked = newly_marked_rows(contact)
	if len(marked) > 1:
		frappe.throw(_("Only one of a contact's customers can be the primary one."))
	primary = marked[0] if marked else contact.affiliations[0]
	contact.customer = primary.customer
	for row in contact.affiliations:
		row.is_primary = int(row is primary)


def newly_marked_rows(contact: Document) -> list[Document]:
	"""Return the rows marked primary; where several are, without the one that was primary before."""
	marked = [row for row in contact.affiliations if row.is_primary]
	if len(marked) < 2:
		return marked
	return [row for row in marked if row.customer != contact.customer]


def name_company_after_customer(contact: Document) -> None:
	"""Show the customer's own spelling of its name; a text stays as typed without a customer that the user sees."""
	if not contact.customer or (contact.company_name and not may("CRM Customer", contact.customer)):
		return
	if is_changed(contact, "customer") or is_changed(contact, "company_name"):
		# A customer that another request has just committed is not in this transaction's snapshot: the text stays then.
		spelling = frappe.db.get_value("CRM Customer", contact.customer, "customer_name")
		contact.company_name = spelling or contact.company_name
