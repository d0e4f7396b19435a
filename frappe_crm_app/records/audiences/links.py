"""Links by which somebody is known without logging in: signed, opaque, for ever.

A token is `contact.address.signature`, the first two as the site alone reads them: the contact's random name, and sixteen digits
that stand for the address the link was sent to. It works after a merge, for the contact that was kept. Of a wrong one nothing
can be told: it is looked at before anything is looked up.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NoBase64
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import frappe
from frappe.utils import get_url

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.kit.site_keys import key_for
from frappe_crm_app.records.identity.kept import kept_one

LONGEST = 400
PREFERENCES_PAGE, UNSUBSCRIBE_PAGE = "mail-preferences", "unsubscribe-from-mails"
ONE_CLICK = "/api/method/frappe_crm_app.intake.subscriptions.api.one_click"


@dataclass(frozen=True)
class Person:
	"""Whom a token is about: the contact as it is called now, and the address it was sent to, `""` where they have it no more."""

	contact: str
	address: str


def person_token(contact: str, address: str) -> str:
	"""Return the token of a contact under an email or phone."""
	body = f"{encoded(contact.encode())}.{digest_of(address)}"
	return f"{body}.{signature(body)}"


def contact_of(token: object) -> str | None:
	"""Return the contact that a token is about, `None` for one that this site has not made."""
	person = person_of(token)
	return person.contact if person else None


def person_of(token: object) -> Person | None:
	"""Return whom a token is about, `None` for one that this site has not made, or whose contact was deleted."""
	read = read_token(token)
	if not read:
		return None
	contact = kept_one("CRM Contact", read[0])
	return Person(contact, address_like(contact, read[1])) if contact else None


def read_token(token: object) -> tuple[str, str] | None:
	"""Return the contact's name as it was, and what stands for the address; `None` for what is not signed."""
	if not isinstance(token, str) or len(token) > LONGEST or token.count(".") != 2 or not token.isascii():
		return None
	body, _point, signed = token.rpartition(".")
	if not hmac.compare_digest(signature(body), signed):
		return None
	name, _point, address = body.partition(".")
	try:
		return urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode(), address
	except (NoBase64, UnicodeDecodeError):
		return None


def address_like(contact: str, digest: str) -> str:
	"""Return the email or phone of a contact for which the digits stand."""
	return next((each for each in addresses_of(contact) if digest_of(each) == digest), "")


def addresses_of(contact: str) -> Sequence[str]:
	"""Return all emails and phones of a contact."""
	person, queries = frappe.qb.DocType("CRM Contact"), []
	for fieldname in ("email", "phone"):
		queries.append(frappe.qb.from_(person).select(person[fieldname]).where(person.name == contact))
		row = frappe.qb.DocType(f"CRM Contact {fieldname.title()}")
		queries.append(frappe.qb.from_(row).select(row[fieldname]).where(row.parent == contact))
	return [each for (each,) in union_all(queries).run() if each]


def preferences_url(token: str) -> str:
	"""Return the address of the page on which somebody chooses what they get."""
	return get_url(f"/{PREFERENCES_PAGE}?{urlencode({'t': token})}")


def one_click_url(token: str, campaign_recipient: str = "") -> str:
	"""Return what `List-Unsubscribe` names: a POST unsubscribes, a GET leads to a page that changes nothing (RFC 8058)."""
	return get_url(
		f"{ONE_CLICK}?{urlencode({'t': token} | ({'r': campaign_recipient} if campaign_recipient else {}))}"
	)


def digest_of(address: str) -> str:
	"""Return sixteen digits that stand for an address on this site."""
	return hmac.digest(key_for("audience address"), address.strip().lower().encode(), "sha256").hex()[:16]


def signature(body: str) -> str:
	return encoded(hmac.digest(key_for("audience person"), body.encode(), "sha256"))


def encoded(raw: bytes) -> str:
	return urlsafe_b64encode(raw).rstrip(b"=").decode()
