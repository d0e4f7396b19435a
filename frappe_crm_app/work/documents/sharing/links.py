"""Public links to documents: of each only the hash of its token is stored, and it is found again by the token."""

from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_url, getdate, now_datetime, nowdate

from frappe_crm_app.kit.exceptions import DocumentError, DocumentLinkError, HiddenRecordError
from frappe_crm_app.kit.field_values import read_date
from frappe_crm_app.kit.link_tokens import hash_of_token, new_token
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER
from frappe_crm_app.work.documents.access import changed_document
from frappe_crm_app.work.documents.store import VERSION

LINK = "CRM Document Public Link"
PAGE = "document"
USUAL, LONGEST = timedelta(days=30), timedelta(days=366)
LONGEST_LABEL = 140


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
	facts = ["name", "document", "version", "contact", "customer", "label", "expires_on", "revoked_on"]
	link = frappe.db.get_value(LINK, {"token_hash": hash_of_token(token)}, facts, as_dict=True)
	if not link or link.revoked_on or getdate(link.expires_on) < getdate(nowdate()):
		frappe.throw(
			_("This link is not valid any more. Please ask whoever sent it to you."), DocumentLinkError
		)
	return link


def revoke(name: str) -> None:
	"""Let a link open nothing from now on, for who may change its document; raises `frappe.PermissionError`."""
	document = frappe.db.get_value(LINK, name, "document") if isinstance(name, str) else None
	changed_document(document or "")
	link = frappe.get_doc(LINK, name)
	if not link.revoked_on:
		link.revoked_on = now_datetime()
		link.flags.is_of_document = True
		link.save(ignore_permissions=True)
