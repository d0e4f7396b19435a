"""The link of the mail that asks to confirm a subscription."""

import time

import frappe
from frappe import _

from frappe_crm_app.intake.lead_forms.keys import Purpose, key_for
from frappe_crm_app.intake.lead_forms.tokens import ExpiredTokenError, ForgedTokenError, read_token
from frappe_crm_app.intake.subscriptions.asking import DAYS
from frappe_crm_app.kit.exceptions import LinkExpiredError
from frappe_crm_app.records.audiences import subscribing
from frappe_crm_app.records.audiences.links import person_token
from frappe_crm_app.records.identity.working import note_working

DAY = 86_400


def confirm(key: object) -> str:
	"""Confirm the subscription that a link is about, and return the token of whose it is; following a link twice does no harm.

	Their address takes mails, whatever came back before: this one has arrived. Raises `LinkExpiredError`, also for one that has ended since: an old mail subscribes nobody again.
	"""
	try:
		token = read_token(key_for(Purpose.SUBSCRIPTION), key, time.time(), DAYS * DAY)
	except (ForgedTokenError, ExpiredTokenError):
		refuse()
	name = subscribing.confirm(token.subject)
	held = frappe.db.get_value("CRM Subscription", name, ["contact", "address", "status"], as_dict=True)
	if not held or not held.contact or held.status != "Subscribed":
		refuse()
	note_working(held.contact, held.address)
	return person_token(held.contact, held.address)


def refuse() -> None:
	frappe.throw(_("This link is not valid any more. Please subscribe again."), LinkExpiredError)
