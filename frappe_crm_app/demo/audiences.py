"""Mailing lists with their subscribers, a segment, and what people said of messages."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

from frappe_crm_app.demo.campaign_records import Consent, MailingList, Segment, Subscription, row
from frappe_crm_app.demo.data import texts_campaigns as texts
from frappe_crm_app.demo.marks import name_of
from frappe_crm_app.demo.records import Contact
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign.options import MAILING_LIST, SEGMENT
from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import Channel, ConsentSource, ConsentState
from frappe_crm_app.frappe_crm_app.doctype.crm_segment.options import SegmentKind
from frappe_crm_app.frappe_crm_app.doctype.crm_subscription.options import SubscriptionStatus

CUSTOMER = "Customer"  # the status of those whom the segment means
NEWS, ALERTS = 0, 1  # the lists
LEFT_EVERY = 15  # so many subscribers, one has left
ALERTED_EVERY = 3
AGREED = 0.7  # of the customers with a phone, to messages by WhatsApp


def lists_of(moment: datetime) -> Iterator[MailingList]:
	"""Yield the lists."""
	for number, (title, description, wording) in enumerate(texts.LISTS):
		yield MailingList(
			**row(MAILING_LIST, number, moment), list_name=title, description=description, is_public=1,
			needs_confirmation=1, wording=wording,
		)  # fmt: skip


def segment(moment: datetime) -> Segment:
	"""Return the segment of whom we know as customers."""
	is_customer = {"field": "status", "operator": "is", "value": CUSTOMER}
	title, description = texts.SEGMENT
	return Segment(
		**row(SEGMENT, 0, moment),
		title=title,
		description=description,
		kind=str(SegmentKind.CONDITIONS),
		conditions=json.dumps({"all": [is_customer]}),
	)


def subscriptions_of(people: tuple[Contact, ...], begun_on: datetime) -> Iterator[Subscription]:
	"""Yield who is on the lists: all with an email on the first, every third on the other; a few have left."""
	number = 0
	for place, person in enumerate(each for each in people if each.email):
		for mailing_list in (NEWS, ALERTS) if place % ALERTED_EVERY == 0 else (NEWS,):
			yield subscription(number, person, mailing_list, max(begun_on, person.creation))
			number += 1


def subscription(number: int, person: Contact, mailing_list: int, moment: datetime) -> Subscription:
	"""Return that somebody subscribed, and perhaps left."""
	has_left = number % LEFT_EVERY == LEFT_EVERY - 1
	status = SubscriptionStatus.UNSUBSCRIBED if has_left else SubscriptionStatus.SUBSCRIBED
	return Subscription(
		**row("CRM Subscription", number, moment),
		mailing_list=name_of(MAILING_LIST, mailing_list),
		contact=person.name,
		address=person.email,
		status=str(status),
		source=str(ConsentSource.FORM),
		wording=texts.LISTS[mailing_list][2],
		requested_on=moment,
		confirmed_on=moment + timedelta(minutes=4),
		ended_on=moment + timedelta(minutes=9) if has_left else None,
	)


def consents_of(random: Random, people: tuple[Contact, ...], before: datetime) -> Iterator[Consent]:
	"""Yield who agreed to WhatsApp by then; what the others said of mails is made of their boxes (`records/consent/filling.py`)."""
	number = 0
	for person in people:
		is_asked = person.status == CUSTOMER and person.phone and person.creation < before
		if not is_asked or person.consent_text or person.email_opt_out or random.random() > AGREED:
			continue
		moment = person.creation + timedelta(minutes=3)
		yield Consent(
			**row("CRM Consent", number, moment),
			contact=person.name,
			channel=str(Channel.WHATSAPP),
			state=str(ConsentState.GIVEN),
			source=str(ConsentSource.FORM),
			wording=texts.WHATSAPP_CONSENT,
			address=person.phone,
			occurred_on=moment,
			said_by=person.contact_owner,
		)
		number += 1
