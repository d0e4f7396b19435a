"""Public links to documents: of each only the hash of its token is stored, and it is found again by the token.

In a room the same link has another address, which is signed, since nobody knows the token any more; both end together.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_url, getdate, now_datetime, nowdate

from frappe_crm_app.kit.exceptions import DocumentError, DocumentLinkError, HiddenRecordError
from frappe_crm_app.kit.field_values import read_date
from frappe_crm_app.kit.link_tokens import hash_of_token, new_token
from frappe_crm_app.kit.site_keys import keyed_hash
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER
from frappe_crm_app.work.documents.access import changed_document
from frappe_crm_app.work.documents.store import VERSION

LINK = "CRM Document Public Link"
PAGE = "document"
USUAL, LONGEST = timedelta(days=30), timedelta(days=366)
LONGEST_LABEL = 140
PURPOSE = "document in a room"
SIGNED = re.compile(r"([A-Za-z0-9]{1,40})\.([0-9a-f]{32})", re.ASCII)


@dataclass(frozen=True)
class Receiver:
	"""Whom a link is for: a contact, a customer, or as somebody has written it."""

	contact: str | None = None
	customer: str | None = None
	label: str | None = None


def make(document: Document, receiver: Receiver, version: str | None, expires_on: str | None) -> dict:
	"""Store a link to a document, or to one version of it, and return `{name, url, expires_on}`; the address is told once.

	Raises `HiddenRecordError` for a receiver that the session's user does not see, and `DocumentError`.
	"""
	refuse_hidden(receiver)
	refuse_fileless(document, version)
	token, link = new_token(), frappe.new_doc(LINK)
	link.update(
		{
			"document": document.name,
			"version": version or None,
			"contact": receiver.contact or None,
			"customer": receiver.customer or customer_of(receiver.contact),
			"label": str(receiver.label or "")[:LONGEST_LABEL] or None,
			"token_hash": hash_of_token(token),
			"expires_on": last_day(expires_on),
		}
	)
	link.flags.is_of_document = True
	link.insert(ignore_permissions=True)
	return {"name": link.name, "url": get_url(f"/{PAGE}?t={token}"), "expires_on": link.expires_on}


def refuse_hidden(receiver: Receiver) -> None:
	"""Raise `HiddenRecordError` for a receiver that the session's user does not see."""
	for doctype, name in ((CONTACT, receiver.contact), (CUSTOMER, receiver.customer)):
		if name and not (frappe.db.exists(doctype, name) and policy.may(doctype, name)):
			frappe.throw(_("There is no such record that you can see."), HiddenRecordError)


def refuse_fileless(document: Document, version: str | None) -> None:
	"""Raise `DocumentError` for a document without a file, and for a version of another one."""
	if not document.version:
		frappe.throw(_("This document has no file yet."), DocumentError)
	if version and frappe.db.get_value(VERSION, version, "document") != document.name:
		frappe.throw(_("This is no version of the document."), DocumentError)


def customer_of(contact: str | None) -> str | None:
	"""Return the customer of a contact, where the session's user sees it."""
	customer = frappe.db.get_value(CONTACT, contact, "customer") if contact else None
	return customer if customer and policy.may(CUSTOMER, customer) else None


def last_day(given: str | None) -> date:
	"""Return the last day of a link, a month from now where none is given; raises `DocumentError`."""
	today = getdate(nowdate())
	if not given:
		return today + USUAL
	day = getdate(read_date(given, frappe.get_meta(LINK).get_field("expires_on")))
	if not today <= day <= today + LONGEST:
		frappe.throw(_("A link ends today at the earliest, and within a year."), DocumentError)
	return day


def find(token: object) -> frappe._dict:
	"""Return `name`, `document`, `version`, `contact`, `customer` and `label` of the link with this token.

	Raises `DocumentLinkError`, with the same sentence for a token that was never one, has expired or was revoked.
	"""
	signed = SIGNED.fullmatch(token) if isinstance(token, str) else None
	link = signed_link(*signed.groups()) if signed else link_where({"token_hash": hash_of_token(token)})
	if not link or link.revoked_on or getdate(link.expires_on) < getdate(nowdate()):
		frappe.throw(
			_("This link is not valid any more. Please ask whoever sent it to you."), DocumentLinkError
		)
	return link


def link_where(filters: dict | str) -> frappe._dict | None:
	"""Return what `find` answers of a link, valid or not, with its `token_hash` and when it ends."""
	facts = [
		"name",
		"document",
		"version",
		"contact",
		"customer",
		"label",
		"expires_on",
		"revoked_on",
		"token_hash",
	]
	return frappe.db.get_value(LINK, filters, facts, as_dict=True)


def signed_link(name: str, signature: str) -> frappe._dict | None:
	"""Return the link of an address that stands in a room, `None` where we did not sign it."""
	link = link_where(name)
	return link if link and hmac.compare_digest(signature_of(link), signature) else None


def signature_of(link: frappe._dict) -> str:
	"""Return what nobody else can write for a link."""
	return keyed_hash(PURPOSE, f"{link.name}/{link.token_hash}")


def address_in_room(link: frappe._dict) -> str:
	"""Return the address of a link, of which `name` and `token_hash` are given, for the room of whom it was made for."""
	return get_url(f"/{PAGE}?t={link.name}.{signature_of(link)}")


def revoke(name: str) -> None:
	"""Let a link open nothing from now on, for who may change its document; raises `frappe.PermissionError`."""
	document = frappe.db.get_value(LINK, name, "document") if isinstance(name, str) else None
	changed_document(document or "")
	link = frappe.get_doc(LINK, name)
	if not link.revoked_on:
		link.revoked_on = now_datetime()
		link.flags.is_of_document = True
		link.save(ignore_permissions=True)
