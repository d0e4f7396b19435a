"""The rules of a contact's own fields."""

import re

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_link_to_form

from frappe_crm_app.kit.exceptions import DuplicateContactError, throw_with_link
from frappe_crm_app.kit.phrases import or_list
from frappe_crm_app.records.identity.addresses import EMAIL, emails_of, former_rows
from frappe_crm_app.records.identity.contact_details import normalise_email_of
from frappe_crm_app.records.identity.holders import holders_of_emails, refuse_taken, settle_rows
from frappe_crm_app.records.identity.normalise import clean_text, normalise_external_id
from frappe_crm_app.visibility.roles import CRMRole
from frappe_crm_app.visibility.visible import visible_names

COLUMN_TAKEN = re.compile(
	r"for key '(?:[^']*\.)?(?:unique_)?(\w+)'|Key \((\w+)\)=|UNIQUE constraint failed: .*\.(\w+)$"
)
# What people have agreed to and where they came from, as public forms heard it: nobody's to write by hand.
TOLD_BY_FORMS = (
	*("consent_text", "consent_on", "first_touch_on", "first_page", "first_referrer"),
	*("first_utm_source", "first_utm_medium", "first_utm_campaign", "first_utm_term", "first_utm_content"),
	*("first_gclid", "first_fbclid", "first_msclkid"),
)

OPT_OUTS = ("email_opt_out", "messaging_opt_out")
LIFTING = frozenset((CRMRole.ADMIN, CRMRole.MANAGER))


def keep_what_forms_told(contact: Document) -> None:
	"""Let a save change neither consent nor first touch, whatever was sent.

	Lead forms, merges and whoever else tells of a consent set the flag `tells_consent`; Frappe's Data Import takes contacts over from
	elsewhere.
	"""
	if contact.flags.tells_consent or frappe.flags.in_import or frappe.flags.in_migrate:
		return
	before = contact.get_doc_before_save()
	for fieldname in TOLD_BY_FORMS:
		contact.set(fieldname, before.get(fieldname) if before else None)


def keep_opt_outs(contact: Document) -> None:
	"""Raise `frappe.PermissionError` where somebody would lift an opt-out: anybody may note one, only these roles take it back."""
	before = contact.get_doc_before_save()
	if not before or contact.flags.tells_consent:
		return
	is_lifted = any(before.get(fieldname) and not contact.get(fieldname) for fieldname in OPT_OUTS)
	if is_lifted:
		check_may_lift()


def check_may_lift() -> None:
	"""Raise `frappe.PermissionError` where the session's user takes no opt-out of somebody else back."""
	if frappe.session.user != "Administrator" and LIFTING.isdisjoint(frappe.get_roles()):
		frappe.throw(
			_("Only a {0} lifts an opt-out.").format(or_list(_(role) for role in sorted(LIFTING))),
			frappe.PermissionError,
		)


def set_names(contact: Document) -> None:
	"""Tidy first and last name and join them to the full name; both are required (the schema says so)."""
	contact.first_name = clean_text(contact.first_name)
	contact.last_name = clean_text(contact.last_name)
	contact.full_name = f"{contact.first_name} {contact.last_name}".strip()


def normalise_identity(contact: Document) -> None:
	"""Store email and external ID in their one form; raises what an unreadable email raises."""
	normalise_email_of(contact)
	contact.external_id = normalise_external_id(contact.external_id) or None


def refuse_what_is_taken(contact: Document, error: Exception) -> None:
	"""Raise `DuplicateContactError` where the database refused a contact because of its email or external ID."""
	column = column_taken(error)
	if column == "external_id":
		throw_with_link(
			_("Another contact already has the external ID {0}.").format(
				frappe.utils.escape_html(contact.external_id)
			),
			DuplicateContactError,
			title=_("Contact Exists"),
		)
	if column == "email":
		refuse_taken(contact.email)


def column_taken(error: Exception) -> str:
	"""Return the column whose unique index refused a value: MariaDB names the index, PostgreSQL and SQLite the column."""
	found = COLUMN_TAKEN.search(str(error))
	return next(filter(None, found.groups()), "") if found else ""


def refuse_second_contact_with_email(contact: Document) -> None:
	"""Raise `DuplicateContactError`, with a link to the first, where another contact has one of the emails that are new here.

	Two saves at the same moment both pass here; unique indexes and `holders.py` refuse the later one.
	"""
	new = emails_of(contact) - emails_of(contact.get_doc_before_save())
	if not new:
		return
	# With rows of its own it would wait for others that hold the same gap as it: `keep_emails_apart` locks when they are written.
	taken = holders_of_emails(new, keep_free=not contact.emails, but=contact.name)
	if not taken:
		return
	email, first = sorted(taken.items())[0]
	sentence = _("{0} already has the email {1}.").format(named(first), email)
	throw_with_link(sentence, DuplicateContactError, title=_("Contact Exists"))


def keep_emails_apart(contact: Document) -> None:
	"""Raise `DuplicateContactError` where somebody else was just given an email that was written into a row here."""
	written = {row.email for row in contact.emails} - {row.email for row in former_rows(contact, EMAIL)}
	settle_rows(contact.name, contact.email, written)


def named(contact: str) -> str:
	"""Return a link to the contact with its name, which only who sees the contact is told."""
	if not visible_names("CRM Contact", [contact]):
		return _("A contact that you cannot see")
	full_name = frappe.db.get_value("CRM Contact", contact, "full_name")
	return get_link_to_form("CRM Contact", contact, frappe.utils.escape_html(full_name))
