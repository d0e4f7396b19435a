"""The emails and phones of a contact: the primary one is a field, and where there is more to say, each has a row.

A contact with one email, about which nothing else is known, has no row: nearly all contacts are so, and nothing is read or written
for them beside their own record. As soon as there is a row, all emails have one, the primary one included, so that the unique
index of the rows knows every address of such a contact. The same holds for phones, which may be several people's.
"""

from collections.abc import Mapping, Sequence

from frappe import _lt
from frappe.model.document import Document

from frappe_crm_app.kit.field_values import is_changed, read_values
from frappe_crm_app.kit.primary_rows import (
	PrimaryRows,
	follow_what_changed,
	former_rows,
	former_value,
	mark,
	row_of,
)
from frappe_crm_app.records.identity.contact_details import (
	normalise_email_of,
	normalise_extension_of,
	normalise_phone_of,
	read_phones,
)
from frappe_crm_app.records.identity.normalise import is_without_plus
from frappe_crm_app.records.identity.several import Phone

TWICE = _lt("{0} is listed twice.")
ONE_PRIMARY = _lt("Only one of a contact's {0} can be the primary one.")
EMAIL = PrimaryRows("email", "emails", ("email",), TWICE, ONE_PRIMARY)
PHONE = PrimaryRows("phone", "phones", ("phone", "extension"), TWICE, ONE_PRIMARY)
KINDS = (EMAIL, PHONE)
TABLES = tuple(kind.table for kind in KINDS)
SAID_OF_ONE = ("invalid_since", "reason")  # of an address, not of its place in the table


def read_primary_phone(contact: Document, country: str | None) -> None:
	"""Store the phone as E.164; an extension behind it, and further numbers in the same text, become rows.

	Digits that are the stored number without its plus change nothing. Raises `InvalidPhoneError`.
	"""
	if not contact.phone or not is_changed(contact, "phone") or contact.flags.fields_lead:
		return
	stored = former_value(contact, PHONE)
	if is_without_plus(contact.phone, stored):
		contact.phone = stored
		return
	found = read_phones(contact.phone, country)
	contact.phone = found[0].phone if found else None
	if len(found) > 1 or any(each.extension for each in found):
		add_phones(contact, stored, found)


def add_phones(contact: Document, stored: str | None, found: Sequence[Phone]) -> None:
	"""Give each number its row, the first one that of the `stored` phone where it takes its place."""
	for place, each in enumerate(found):
		values = {"phone": each.phone, "extension": each.extension or None}
		known = [row for row in contact.get(PHONE.table) if PHONE.key_of(row) == tuple(each)]
		replaced = row_of(contact, PHONE, stored) if place == 0 and stored != each.phone else None
		row = known[0] if known else replaced or contact.append(PHONE.table)
		row.update(values)
	mark(
		contact, PHONE, next(row for row in contact.get(PHONE.table) if PHONE.key_of(row) == tuple(found[0]))
	)


def read_addresses(contact: Document, country: str | None) -> None:
	"""Put the rows into the form in which they are stored; raises what an unreadable primary email or phone raises."""
	for kind in KINDS:
		for row in contact.get(kind.table):
			read_values(row)
	for row in contact.get(EMAIL.table):
		normalise_email_of(row)
	for row in contact.get(PHONE.table):
		normalise_extension_of(row, country)
		is_new = not (contact.flags.fields_lead or is_stored(row, former_rows(contact, PHONE)))
		normalise_phone_of(row, country, is_new, stored=former_phone_of_row(contact, row))


def keep_in_step(contact: Document) -> None:
	"""Make the rows and the primary email and phone say the same; raises where it cannot be told which is meant.

	Whichever of the two was changed wins; the field where both were. With `contact.flags.fields_lead` (merging and its
	undoing) it always is the field.
	"""
	for kind in KINDS:
		follow_what_changed(contact, kind)
		forget_what_was_said(contact, kind)


def former_phone_of_row(contact: Document, row: Document) -> str | None:
	"""Return the phone that a row had before this save."""
	return next((each.phone for each in former_rows(contact, PHONE) if each.name == row.name), None)


def is_stored(row: Document, former: list[Document]) -> bool:
	"""Return whether the row has the phone that it had before this save."""
	return any(each.name == row.name and each.phone == row.phone for each in former)


def forget_what_was_said(contact: Document, kind: PrimaryRows) -> None:
	"""Let a row whose address was changed not go on saying that the former one is invalid."""
	former = {row.name: row for row in former_rows(contact, kind)}
	for row in contact.get(kind.table):
		before = former.get(row.name)
		if not before or before.get(kind.fieldname) == row.get(kind.fieldname):
			continue
		if all((row.get(name) or None) == (before.get(name) or None) for name in SAID_OF_ONE):
			row.update(dict.fromkeys(SAID_OF_ONE))


def emails_of(contact: Document | None) -> set[str]:
	"""Return all emails of a contact, the primary one and those of its rows."""
	if not contact:
		return set()
	return {each for each in (contact.email, *(row.email for row in contact.get(EMAIL.table))) if each}


def phones_of(contact: Document) -> set[str]:
	"""The same for its phones."""
	return {each for each in (contact.phone, *(row.phone for row in contact.get(PHONE.table))) if each}


def primary_addresses(contact: Document) -> dict[str, str | None]:
	"""Return the primary email and phone by their fields."""
	return {kind.fieldname: contact.get(kind.fieldname) for kind in KINDS}


def gather_addresses(keeper: Document, others: Sequence[Mapping[str, str | None]]) -> None:
	"""Give the keeper of a merge a row for each primary address that is not the one it keeps; `others` are `{field: value}`."""
	for kind in KINDS:
		for values in others:
			value = values[kind.fieldname]
			if value and value != keeper.get(kind.fieldname) and not row_of(keeper, kind, value):
				keeper.append(kind.table, {kind.fieldname: value})
