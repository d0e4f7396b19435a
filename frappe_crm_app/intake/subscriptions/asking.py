"""The job's part of a subscription: who is asked to confirm it, who need not be, who is told that it stands already."""

import time
from datetime import timedelta
from urllib.parse import urlencode

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from frappe.utils import get_url, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import Channel
from frappe_crm_app.frappe_crm_app.doctype.crm_subscription.options import SubscriptionStatus
from frappe_crm_app.intake.lead_forms.keys import Purpose, key_for
from frappe_crm_app.intake.lead_forms.tokens import make_token
from frappe_crm_app.records.audiences.links import person_token, preferences_url
from frappe_crm_app.records.audiences.subscribing import FACTS, LIST, SUBSCRIPTION, confirm, is_waiting
from frappe_crm_app.records.consent.lifting import has_withdrawn
from frappe_crm_app.records.identity.people import find_contact

PAGE = "confirm-subscription"
DAYS = 14  # a link is good for
MOST_MAILS = 3  # to one address within a day: a stranger may have entered it


def settle(name: str) -> None:
	"""Do what a subscription is owed, under its lock: ask, tell, or confirm it.

	One that ended is confirmed by the person alone, even of a list that needs nothing more of those who are new.
	"""
	facts = [*FACTS, "is_owed", "asked_on", "asked_times"]
	held = frappe.db.get_value(SUBSCRIPTION, name, facts, as_dict=True, for_update=True)
	if not held or not held.is_owed:
		return
	listed = frappe.db.get_value(LIST, held.mailing_list, ["list_name", "needs_confirmation"], as_dict=True)
	frappe.db.set_value(SUBSCRIPTION, name, "is_owed", 0)
	if held.status == SubscriptionStatus.PENDING and not listed.needs_confirmation and not is_out(held):
		confirm(name)
	elif held.address and not was_mailed_enough(held.address):
		send(held, listed)
		note_mail(held)


def is_out(held: frappe._dict) -> bool:
	"""Return whether the person has said that they want no mails: nobody else subscribes them."""
	contact = held.contact or find_contact({"email": held.address})
	return bool(contact) and has_withdrawn(contact, Channel.EMAIL)


def was_mailed_enough(address: str) -> bool:
	"""Return whether as many of these mails went to an address within a day as may, whatever they were about."""
	row = frappe.qb.DocType(SUBSCRIPTION)
	is_recent = (row.address == address) & (row.asked_on > now_datetime() - timedelta(days=1))
	return (frappe.qb.from_(row).select(Sum(row.asked_times)).where(is_recent).run()[0][0] or 0) >= MOST_MAILS


def note_mail(held: frappe._dict) -> None:
	"""Count a mail to this address."""
	is_new_day = not held.asked_on or held.asked_on <= now_datetime() - timedelta(days=1)
	values = {"asked_on": now_datetime(), "asked_times": 1 if is_new_day else held.asked_times + 1}
	frappe.db.set_value(SUBSCRIPTION, held.name, values)


def send(held: frappe._dict, listed: frappe._dict) -> None:
	"""Put the mail with the link into the Email Queue. Nothing of what was sent is in it: a stranger may have sent it."""
	waits = is_waiting(held)
	words = _("Please confirm: {0}") if waits else _("You are subscribed: {0}")
	frappe.sendmail(
		recipients=[held.address],
		subject=words.format(listed.list_name),
		template="confirm_subscription",
		args={
			"list": listed.list_name,
			"days": DAYS,
			"is_waiting": waits,
			"link": confirm_url(held.name)
			if waits
			else preferences_url(person_token(held.contact, held.address)),
		},
		reference_doctype=SUBSCRIPTION,
		reference_name=held.name,
		add_unsubscribe_link=0,
	)


def confirm_url(subscription: str) -> str:
	"""Return the link of the mail that asks to confirm."""
	key = make_token(key_for(Purpose.SUBSCRIPTION), subscription, time.time())
	return get_url(f"/{PAGE}?{urlencode({'key': key})}")
