"""Finding or creating the one contact that stands for a person."""

from collections.abc import Mapping

import frappe
from frappe.model.document import Document

from frappe_crm_app.kit.conflicts import undoing
from frappe_crm_app.records.identity.holders import EMAIL_ROW, holders_of_emails, holders_of_phones
from frappe_crm_app.records.identity.normalise import name_key, normalise_email, normalise_external_id


def find_or_create_contact(
	values: Mapping,
	company_is_text: bool = False,
	tells_consent: bool = False,
	consent: Mapping | None = None,
	ignores_permissions: bool = False,
) -> tuple[Document, bool]:
	"""Return the contact with this email, or else with this external ID, and whether it was made just now from `values`.

	One that was there is returned as it is stored, unchanged. With `company_is_text` the company's name links and creates
	no customer; with `tells_consent` the values tell what the person has agreed to, and `consent` whence that comes (`source` and `evidence` of
	`records/consent/saving.py`). The user's permissions hold, unless a person speaks for themselves (`ignores_permissions`). Safe when two requests
	bring the same new person at once: the email is unique, so the later insert waits for the earlier one, fails, and finds what the
	earlier one made.

	Raises what saving a contact raises.
	"""
	found = find_contact(values)
	if found:
		return frappe.get_doc("CRM Contact", found), False
	contact = frappe.new_doc("CRM Contact")
	contact.update(values)
	contact.flags.company_is_text = company_is_text
	contact.flags.tells_consent = tells_consent
	contact.flags.consent = consent
	contact.flags.ignore_permissions = ignores_permissions
	try:
		with undoing("new_contact", frappe.UniqueValidationError):
			return contact.insert(), True
	except frappe.UniqueValidationError:
		found = find_contact(values, for_update=True)
		if not found:
			raise
		frappe.clear_last_message()
		return frappe.get_doc("CRM Contact", found, for_update=True), False


def find_contact(values: Mapping, for_update: bool = False) -> str | None:
	"""Return the name of the contact with this email, primary or further, or else with this external ID; `for_update` also
	sees what others have just committed."""
	for fieldname, value in identity_of(values).items():
		found = holder_of(fieldname, value, for_update)
		if found:
			return found
	return None


def holder_of(fieldname: str, value: str, for_update: bool) -> str | None:
	"""Return the name of the contact with this email or external ID."""
	if fieldname == "email" and not for_update:
		return next(iter(holders_of_emails([value]).values()), None)
	contact, row = frappe.qb.DocType("CRM Contact"), frappe.qb.DocType(EMAIL_ROW)
	queries = [frappe.qb.from_(contact).select(contact.name).where(contact[fieldname] == value)]
	if fieldname == "email":
		queries.append(frappe.qb.from_(row).select(row.parent).where(row.email == value))
	for query in queries:
		rows = (query.for_update() if for_update else query).run()
		if rows:
			return rows[0][0]
	return None


def find_by_address(email: object, phone: str | None) -> str | None:
	"""Return the contact with this email, else the oldest with this phone (E.164), be it a further one; for channels that know
	a person by these alone. An email that is none recognises nobody."""
	found = find_contact({"email": email})
	if found or not phone:
		return found
	first = frappe.db.get_value("CRM Contact", {"phone": phone}, "name", order_by="creation asc")
	return first or next(iter(holders_of_phones([phone])), None)


def find_namesake(phone: str, full_name: str) -> str | None:
	"""Return the oldest contact with this phone (E.164), be it a further one, and this name; several people may share a phone."""
	contact, holders = frappe.qb.DocType("CRM Contact"), holders_of_phones([phone])
	has_phone = contact.phone == phone
	query = (
		frappe.qb.from_(contact)
		.select(contact.name, contact.full_name)
		.orderby(contact.creation, contact.name)
	)
	rows = query.where((has_phone | contact.name.isin(holders)) if holders else has_phone).run()
	return next((name for name, known in rows if name_key(known) == name_key(full_name)), None)


def identity_of(values: Mapping) -> dict[str, str]:
	"""Return by what the person is recognised, the surest first; an email that is none recognises nobody."""
	try:
		email = normalise_email(values.get("email"))
	except ValueError:
		email = ""
	external_id = normalise_external_id(values.get("external_id"))
	return {name: value for name, value in {"email": email, "external_id": external_id}.items() if value}
