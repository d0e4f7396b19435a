"""Whom a mail is to go to, as it was typed: `Ada <ada@example.com>, bob@example.com`, with commas or semicolons, or a list of these."""

import re
from collections.abc import Sequence

import frappe
from frappe import _
from frappe.utils import escape_html

from frappe_crm_app.channels.mail.reading.addresses import read_addresses
from frappe_crm_app.kit.exceptions import WritingError
from frappe_crm_app.kit.received import parsed
from frappe_crm_app.records.mail.message import Address

MOST = 100
LONGEST_FIELD = 20_000  # characters
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
SHOWN = 100


def as_typed(given: str | list | None, label: str) -> str:
	"""Return what was given for a field as one text. Raises `WritingError` for what no header may hold."""
	given = parsed(given)
	if given is None or given == "":
		return ""
	if isinstance(given, list) and all(isinstance(each, str) for each in given):
		given = ", ".join(given)
	if not isinstance(given, str):
		frappe.throw(_("{0}: give addresses with commas between them.").format(label), WritingError)
	text = given.strip()
	if len(text) > LONGEST_FIELD:
		frappe.throw(_("{0}: that are too many addresses.").format(label), WritingError)
	if CONTROL.search(text):
		frappe.throw(_("{0}: put commas between the addresses, no line breaks.").format(label), WritingError)
	return text


def readable(typed: str | None) -> list[Address]:
	"""Return those of a field that are addresses, each once; what is still being typed is left out."""
	return [each for each in read_addresses([typed]) if each.email] if typed else []


def read_all(
	to: str | None, cc: str | None, bcc: str | None
) -> tuple[list[Address], list[Address], list[Address]]:
	"""Return whom a mail goes to, copies and blind copies; nobody twice. Raises `WritingError` in a sentence."""
	fields = [read_field(to, _("To")), read_field(cc, _("Copy")), read_field(bcc, _("Blind copy"))]
	seen: set[str] = set()
	for people in fields:
		people[:] = [each for each in people if not (each.email in seen or seen.add(each.email))]
	if not seen:
		frappe.throw(_("Say whom the mail is to go to."), WritingError)
	if len(seen) > MOST:
		frappe.throw(
			_("A mail goes to at most {0} people; these are {1}.").format(MOST, len(seen)), WritingError
		)
	return fields[0], fields[1], fields[2]


def read_field(typed: str | None, label: str) -> list[Address]:
	"""Return the people of a field; raises `WritingError` for what is no address."""
	found = read_addresses([as_typed(typed, label)]) if typed else ()
	for each in found:
		if not each.email:
			frappe.throw(
				_("{0}: “{1}” is no address to mail to.").format(label, escape_html(each.name[:SHOWN])),
				WritingError,
			)
	return list(found)


def written(people: Sequence[Address]) -> str:
	"""Return people as they are typed."""
	return ", ".join(one_written(each) for each in people if each.email)


def one_written(person: Address) -> str:
	"""Return somebody as they are typed: with their name in quotation marks where it has commas and the like."""
	name = CONTROL.sub(" ", person.name).replace("\\", " ").replace('"', "'").strip()
	if not name:
		return person.email
	is_plain = all(letter.isalnum() or letter in " -'." for letter in name)
	return f"{name} <{person.email}>" if is_plain else f'"{name}" <{person.email}>'
