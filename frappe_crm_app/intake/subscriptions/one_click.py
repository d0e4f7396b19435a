"""Unsubscribing by one click (RFC 8058), and by the button of the page for people."""

import re

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import ConsentSource
from frappe_crm_app.kit.exceptions import LinkExpiredError
from frappe_crm_app.records.audiences.links import Person, person_of
from frappe_crm_app.records.audiences.unsubscribing import lists_of_recipient, unsubscribe

is_plain = re.compile(r"[A-Za-z0-9_-]{1,140}", re.ASCII).fullmatch


def person_behind(token: object) -> Person:
	"""Return whom a link is about; raises `LinkExpiredError` with one sentence, whatever is wrong with it."""
	person = person_of(token)
	if not person:
		frappe.throw(_("This link is not valid. Please use the one in the mail."), LinkExpiredError)
	return person


def unsubscribe_by_link(token: object, recipient: object) -> None:
	"""Unsubscribe whom a link is about: of the campaign's lists if it went to lists alone, else of all mails that are marketing."""
	person = person_behind(token)
	known = recipient if isinstance(recipient, str) and is_plain(recipient) else ""
	unsubscribe(
		person.contact,
		person.address,
		source=ConsentSource.ONE_CLICK,
		lists=lists_of_recipient(known),
		recipient=known,
	)
