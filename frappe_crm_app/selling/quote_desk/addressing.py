"""Whom a quote goes to, and what the mail that brings it says at first."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate

from frappe_crm_app.frappe_crm_app.doctype.crm_quote_mail.options import QuoteMailKind
from frappe_crm_app.selling.quotes.untaxed import untaxed
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER
from frappe_crm_app.visibility.reading import read_record
from frappe_crm_app.visibility.user_criteria import UserCriteria

QUOTE, MAIL = "CRM Quote", "CRM Quote Mail"
MOST = 30


def mail(name: str) -> dict:
	"""Return the mail as its dialog opens; see `api.get_mail`."""
	criteria = UserCriteria()
	quote = frappe.get_doc({**read_record(QUOTE, name, criteria), "doctype": QUOTE})
	people = people_of(quote, criteria)
	first = next((person for person in people if person.contact == quote.contact), None)
	return {
		"addresses": [{"address": person.email, "label": person.label} for person in people],
		"to": former_addresses(quote, criteria) or ([first.email] if first else []),
		"subject": _("Our quote: {0}").format(quote.title),
		"message": message(quote, first),
		"untaxed": untaxed_lines(name),
	}


def untaxed_lines(quote: str) -> list[int]:
	"""Return the places of the quote's stored lines of which nobody has said how they are taxed."""
	fields = ["tax_class", "tax_rate", "net"]
	rows = frappe.get_all(
		"CRM Quote Line", {"parent": quote, "parenttype": QUOTE}, fields, order_by="idx asc"
	)
	return untaxed(rows, (row.net for row in rows))


def former_addresses(quote: Document, criteria: UserCriteria) -> list[str]:
	"""Return to which addresses the version went that this one revises, as far as the user reads its mails."""
	mail = frappe.qb.DocType(MAIL)
	query = frappe.qb.from_(mail).select(mail.address).where(mail.quote == (quote.revises or ""))
	query = (
		query.where(mail.kind == QuoteMailKind.QUOTE).orderby(mail.creation).orderby(mail.name).limit(MOST)
	)
	allowed = criteria.criterion(MAIL)
	addresses = (query if allowed is None else query.where(allowed)).run(pluck=True)
	return list(dict.fromkeys(addresses))


def people_of(quote: Document, criteria: UserCriteria) -> list[frappe._dict]:
	"""Return `{contact, email, label}` of the quote's contact, first, and of the people of its customer, of those that the user sees."""
	contact = frappe.qb.DocType(CONTACT)
	is_theirs = contact.name == (quote.contact or "")
	if quote.customer:
		is_theirs = is_theirs | (contact.customer == quote.customer)
	query = frappe.qb.from_(contact).select(contact.name.as_("contact"), contact.full_name, contact.email)
	query = query.where(is_theirs & (contact.email != "")).orderby(contact.full_name).limit(MOST)
	allowed = criteria.criterion(CONTACT)
	rows = (query if allowed is None else query.where(allowed)).run(as_dict=True)
	for row in rows:
		row.label = f"{row.full_name} <{row.email}>" if row.full_name else row.email
	rows += further_addresses([row for row in rows if row.contact == quote.contact])
	rows.sort(key=lambda row: row.contact != quote.contact)
	return rows + customer_itself(quote, criteria, {row.email for row in rows})


def further_addresses(rows: list[frappe._dict]) -> list[frappe._dict]:
	"""Return the same people by their further addresses."""
	known = {row.email for row in rows}
	return [
		frappe._dict(
			contact=row.contact, full_name=row.full_name, email=email, label=f"{row.full_name} <{email}>"
		)
		for row in rows
		for email in frappe.get_all(
			"CRM Contact Email", {"parent": row.contact}, pluck="email", order_by="idx asc"
		)
		if email not in known
	]


def customer_itself(quote: Document, criteria: UserCriteria, known: set[str]) -> list[frappe._dict]:
	"""Return the customer's own address, where it has one that is nobody's of them and the user sees it."""
	if not quote.customer:
		return []
	customer = frappe.qb.DocType(CUSTOMER)
	query = frappe.qb.from_(customer).select(customer.customer_name, customer.email)
	query = query.where((customer.name == quote.customer) & (customer.email != ""))
	allowed = criteria.criterion(CUSTOMER)
	rows = (query if allowed is None else query.where(allowed)).run(as_dict=True)
	return [
		frappe._dict(contact=None, email=row.email, label=f"{row.customer_name} <{row.email}>")
		for row in rows
		if row.email not in known
	]


def message(quote: Document, person: frappe._dict | None) -> str:
	"""Return the text that stands above the link."""
	lines = [_("Dear {0},").format(person.full_name) if person and person.full_name else _("Hello,"), ""]
	lines.append(_("thank you for your interest. Here is our quote for {0}.").format(quote.title))
	if quote.valid_until:
		lines.append(_("It is valid until {0}.").format(formatdate(quote.valid_until)))
	lines += ["", _("Kind regards"), frappe.utils.get_fullname(frappe.session.user)]
	return "\n".join(lines)
