"""The rows of a mail, written set-based: the mail, who takes part in it, what it is about, and where it lies."""

from collections.abc import Sequence
from dataclasses import dataclass

import frappe
from frappe.utils import now

from frappe_crm_app.kit.set_based import insert_if_missing, insert_records

MAIL, PERSON, LINK, ENTRY = "CRM Mail", "CRM Mail Participant", "CRM Mail Link", "CRM Mailbox Entry"
STANDARD = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
OWNER = "Administrator"  # nobody owns a mail, so nobody sees it for that
IN_MAIL = ("parent", "parenttype", "parentfield")


@dataclass(frozen=True)
class Person:
	"""Somebody whom a mail names."""

	kind: str
	email: str
	full_name: str
	contact: str | None = None


def standard(name: str, idx: int = 0) -> tuple:
	"""Return the values of the standard columns of a new row."""
	stamp = now()
	return name, OWNER, stamp, stamp, OWNER, 0, idx


def new_name() -> str:
	return frappe.generate_hash(length=10)


def insert_mail(name: str, values: dict) -> bool:
	"""Insert a mail, unless one of the same identity is there; return whether it was inserted."""
	return insert_if_missing(MAIL, (*STANDARD, *values), (*standard(name), *values.values()))


def insert_people(mail: str, people: Sequence[Person]) -> None:
	"""Insert who takes part in a mail."""
	columns = (*STANDARD, *IN_MAIL, "kind", "email", "full_name", "contact")
	rows = [
		(*standard(new_name(), place), mail, MAIL, "participants", each.kind, each.email, each.full_name, each.contact)
		for place, each in enumerate(people, 1)
	]  # fmt: skip
	insert_records(PERSON, columns, rows)


def insert_links(links: Sequence[tuple[str, str, str, int]], first: int = 1) -> None:
	"""Insert links, each as mail, DocType and name of the record, and whether somebody chose it."""
	columns = (*STANDARD, *IN_MAIL, "link_doctype", "link_name", "is_chosen")
	rows = [
		(*standard(new_name(), place), mail, MAIL, "links", doctype, name, is_chosen)
		for place, (mail, doctype, name, is_chosen) in enumerate(links, first)
	]
	insert_records(LINK, columns, rows)


def insert_entry(name: str, values: dict) -> bool:
	"""Insert an entry, unless the mail lies in the mailbox already; return whether it was inserted."""
	return insert_if_missing(ENTRY, (*STANDARD, *values), (*standard(name), *values.values()))
