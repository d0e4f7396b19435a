"""A stranger's mail becomes a contact, a deal or a follow-up: each by one function, with the rights of whoever asks.

Nothing does so by itself. Our own addresses, those of ignored domains and what a machine sent become nobody.
"""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action
from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mail_participant.options import ParticipantKind
from frappe_crm_app.kit.exceptions import StrangerError
from frappe_crm_app.records.identity.people import find_or_create_contact
from frappe_crm_app.records.identity.person_names import NO_LAST_NAME, split_name
from frappe_crm_app.records.mail.domains import domains
from frappe_crm_app.records.mail.linking import link, link_addresses
from frappe_crm_app.records.mail.rows import MAIL
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import CONTACT, DEAL, NOTE

LONGEST_NAME = 69  # two of them and a space are a full name
LONGEST_TITLE = 140


@dataclass(frozen=True)
class Stranger:
	"""Somebody in a mail, and the contact that they are already."""

	email: str
	full_name: str
	contact: str | None


def make_contact(mail: str, email: str | None = None) -> Document:
	"""Return the contact of somebody in a mail, made of what it says where there is none, and link their mails to it.

	By default that is who wrote to us, or to whom we wrote first. Raises `StrangerError` for who becomes nobody, and what saving a
	contact raises.
	"""
	record = read_mail(mail)
	stranger = find_stranger(record, email)
	if not stranger.contact:
		refuse_nobody(record, stranger)
	contact, _is_new = find_or_create_contact(values_of(stranger))
	if not policy.may(CONTACT, contact.name):
		frappe.throw(_("There is a contact with this address that you cannot see."), frappe.PermissionError)
	link_addresses([stranger.email])
	return contact


def make_deal(mail: str, email: str | None = None) -> Document:
	"""Return a new deal with somebody in a mail, called as the mail is, to which the mail is linked."""
	contact = make_contact(mail, email)
	deal = frappe.new_doc(DEAL)
	deal.update(
		{"title": title_of(mail, contact), "contact": contact.name, "deal_owner": frappe.session.user}
	)
	deal.insert()
	link(mail)
	return deal


def make_follow_up(mail: str, email: str | None = None) -> Document:
	"""Return a new open follow-up, about somebody in a mail, to be done by whoever asks."""
	contact = make_contact(mail, email)
	note = frappe.new_doc(NOTE)
	note.update({"action": str(Action.TASK), "subject": title_of(mail, contact)})
	note.update({"reference_doctype": CONTACT, "reference_name": contact.name})
	return note.insert()


def read_mail(mail: str) -> Document:
	"""Return a mail that the session's user reads; raises `frappe.PermissionError`, the same for one that is not there."""
	if not frappe.db.exists(MAIL, mail) or not frappe.has_permission(MAIL, "read", mail):
		frappe.throw(_("There is no such mail that you can read."), frappe.PermissionError)
	return frappe.get_doc(MAIL, mail)


def find_stranger(mail: Document, email: str | None) -> Stranger:
	"""Return who is meant; raises `StrangerError` where nobody in the mail is."""
	first = ParticipantKind.FROM if mail.direction == Direction.IN else ParticipantKind.TO
	for row in mail.participants:
		if row.email and (row.email == email if email else row.kind == first):
			return Stranger(row.email, row.full_name or "", row.contact)
	frappe.throw(_("The mail names nobody with such an address."), StrangerError)


def refuse_nobody(mail: Document, stranger: Stranger) -> None:
	"""Raise `StrangerError` for one of us, for a domain that is ignored, and for a machine."""
	if not domains().is_linked(stranger.email):
		sentence = _("{0} is one of our own addresses, or of a domain that is linked to nobody.")
		frappe.throw(sentence.format(stranger.email), StrangerError)
	if mail.is_automatic:
		frappe.throw(_("A machine sent this mail, and becomes no contact."), StrangerError)


def values_of(stranger: Stranger) -> dict[str, str]:
	"""Return what a new contact is to hold."""
	name = stranger.full_name.strip("\"' ") or stranger.email.partition("@")[0]
	first, last = split_name(name)
	return {
		"first_name": (first or last)[:LONGEST_NAME],
		"last_name": (last if first else "")[:LONGEST_NAME] or NO_LAST_NAME,
		"email": stranger.email,
	}


def title_of(mail: str, contact: Document) -> str:
	"""Return what a deal or follow-up about a mail is called: as the mail is, else as the person is."""
	return (frappe.db.get_value(MAIL, mail, "subject") or contact.full_name)[:LONGEST_TITLE]
