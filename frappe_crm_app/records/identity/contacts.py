"""The rules of a contact's own fields."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form

from frappe_crm_app.kit.exceptions import DuplicateContactError, throw_with_link
from frappe_crm_app.kit.field_values import is_changed
from frappe_crm_app.records.identity.normalise import clean_text
from frappe_crm_app.visibility.policy import may


def set_names(contact: Document) -> None:
	"""Tidy first and last name and join them to the full name; both are required (the schema says so)."""
	contact.first_name = clean_text(contact.first_name)
	contact.last_name = clean_text(contact.last_name)
	contact.full_name = f"{contact.first_name} {contact.last_name}".strip()


def refuse_second_contact_with_email(contact: Document) -> None:
	"""Raise `DuplicateContactError`, with a link to the first, where another contact has this email.

	Two saves at the same moment both pass here; the unique index refuses the later one.
	"""
	if not contact.email or not is_changed(contact, "email"):
		return
	first = find_by_email(contact.email)
	if not first or first.name == contact.name:
		return
	sentence = _("{0} already has the email {1}.").format(named(first), contact.email)
	throw_with_link(sentence, DuplicateContactError, title=_("Contact Exists"))


def named(contact: frappe._dict) -> str:
	"""Return a link to the contact with its name, which only who sees the contact is told."""
	if not may("CRM Contact", contact.name):
		return _("A contact that you cannot see")
	return get_link_to_form("CRM Contact", contact.name, frappe.utils.escape_html(contact.full_name))


def find_by_email(email: str) -> frappe._dict | None:
	"""Return `name` and `full_name` of the contact with this normalised email.

	Every insert asks this, so it goes to the query builder directly: `frappe.db.get_value` spends more time on parsing
	the list of fields than the database does on the look-up.
	"""
	contact = frappe.qb.DocType("CRM Contact")
	query = frappe.qb.from_(contact).select(contact.name, contact.full_name).where(contact.email == email)
	rows = query.limit(1).run(as_dict=True)
	return rows[0] if rows else None
