"""The public form of a mailing list."""

import time

import frappe
from frappe import _
from frappe.utils import strip_html, validate_email_address

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import ConsentSource
from frappe_crm_app.intake.lead_forms.answers import FORMULA_SIGNS
from frappe_crm_app.intake.lead_forms.keys import Purpose, key_for
from frappe_crm_app.intake.lead_forms.limits import is_first_use
from frappe_crm_app.intake.lead_forms.tokens import (
	ExpiredTokenError,
	ForgedTokenError,
	make_token,
	read_token,
)
from frappe_crm_app.intake.subscriptions.limits import refuse_flood
from frappe_crm_app.intake.subscriptions.one_click import is_plain
from frappe_crm_app.kit.conflicts import repeated
from frappe_crm_app.kit.exceptions import AudienceError, LinkExpiredError
from frappe_crm_app.kit.storable_texts import is_storable
from frappe_crm_app.records.audiences.subscribing import subscribe
from frappe_crm_app.records.identity.normalise import clean_text, normalise_email

HOURS = 4  # a page may stay open
MIN_SECONDS = 2  # that people take to fill it in
LONGEST_NAME, LONGEST_EMAIL = 69, 140


def page_token(mailing_list: str) -> str:
	"""Return what a page sends along: it is good for one subscription to this list."""
	return make_token(key_for(Purpose.SUBSCRIBING), mailing_list, time.time())


def sign_up(
	mailing_list: object,
	email: object,
	first_name: object,
	last_name: object,
	token: object,
	honeypot: object,
) -> None:
	"""Store that somebody wants a list's mails; a robot's is left out, and answered the same.

	Raises `AudienceError`, `LinkExpiredError` or `TooManySubmissionsError`, all of which tell nothing of the address.
	"""
	listed = public_list(mailing_list)
	address = read_email(email)
	refuse_flood()
	if not is_persons(read_page(token, listed.name), honeypot):
		return
	person = {"first_name": name_from(first_name), "last_name": name_from(last_name)}
	repeated(lambda: subscribe(listed.name, None, address=address, source=ConsentSource.FORM, person=person))


def public_list(mailing_list: object) -> frappe._dict:
	"""Return `{name, list_name, description, wording}` of a list to which anybody may subscribe."""
	facts = ["name", "list_name", "description", "wording", "is_public"]
	is_name = isinstance(mailing_list, str) and is_plain(mailing_list)
	listed = is_name and frappe.db.get_value("CRM Mailing List", mailing_list, facts, as_dict=True)
	if not listed or not listed.is_public:
		frappe.throw(_("There is no such mailing list."), AudienceError)
	return listed


def read_email(email: object) -> str:
	"""Return the address as it is stored; raises `AudienceError` for what is none."""
	try:
		address = normalise_email(email) if isinstance(email, str) and len(email) <= LONGEST_EMAIL else ""
	except ValueError:
		address = ""
	if not address or not is_storable(address) or not validate_email_address(address):
		frappe.throw(_("Please give an email address."), AudienceError)
	return address


def name_from(text: object) -> str:
	"""Return what a stranger gave as a name, without markup or the beginning of a formula."""
	given = text[:1000] if isinstance(text, str) and is_storable(text) else ""
	plain = strip_html(given).replace("<", " ").replace(">", " ")
	return clean_text(plain).strip(FORMULA_SIGNS)[:LONGEST_NAME].strip()


def read_page(token: object, mailing_list: str) -> object:
	"""Return the token of the list's page; raises `LinkExpiredError` for one that is none, or was open for too long."""
	try:
		page = read_token(key_for(Purpose.SUBSCRIBING), token, time.time(), HOURS * 3600)
	except (ForgedTokenError, ExpiredTokenError):
		page = None
	if not page or page.subject != mailing_list:
		frappe.throw(_("This page was open for too long. Please load it again."), LinkExpiredError)
	return page


def is_persons(page: object, honeypot: object) -> bool:
	"""Return whether nothing says that a program has filled the form in."""
	return not honeypot and page.age >= MIN_SECONDS and is_first_use(page.nonce)
