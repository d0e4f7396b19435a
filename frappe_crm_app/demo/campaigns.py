"""Mailing lists with subscribers, a segment, and three campaigns: one that went out, one that is to come, one that is being written."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256
from random import Random

from frappe_crm_app.demo.data import texts_campaigns as texts
from frappe_crm_app.demo.marks import name_of
from frappe_crm_app.demo.moments import workday_until
from frappe_crm_app.demo.records import (
	Audience,
	Campaign,
	CampaignClick,
	CampaignLink,
	CampaignRecipient,
	Contact,
	MailingList,
	Segment,
	Subscription,
)
from frappe_crm_app.demo.subjects import Cast
from frappe_crm_app.demo.team import MANAGER
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign.options import (
	MAILING_LIST,
	SEGMENT,
	CampaignStatus,
	Channel,
)
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import (
	BounceKind,
	Reason,
	RecipientStatus,
)
from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import ConsentSource
from frappe_crm_app.frappe_crm_app.doctype.crm_segment.options import SegmentKind
from frappe_crm_app.frappe_crm_app.doctype.crm_subscription.options import SubscriptionStatus

CAMPAIGN, RECIPIENT = "CRM Campaign", "CRM Campaign Recipient"
SENT_AGO = 45  # days: what came of it within thirty of them is over
NEWS, ALERTS = 0, 1  # the lists
SENT, COMING, WRITTEN = 0, 1, 2  # the campaigns
LEFT_EVERY = 15  # so many subscribers, one has left
ALERTED_EVERY = 3
CLICKED, ANSWERED, BOUNCED, UNSUBSCRIBED = 0.22, 0.04, 0.03, 0.02  # shares of who got it


@dataclass(frozen=True)
class Campaigns:
	"""Everything of campaigns that one run writes."""

	lists: tuple[MailingList, ...]
	segments: tuple[Segment, ...]
	subscriptions: tuple[Subscription, ...]
	campaigns: tuple[Campaign, ...]
	links: tuple[CampaignLink, ...]
	recipients: tuple[CampaignRecipient, ...]
	clicks: tuple[CampaignClick, ...]


def campaigns(random: Random, cast: Cast) -> Campaigns:
	"""Return lists, segment and campaigns with what came of them."""
	today = cast.setting.today
	sent_on = datetime.combine(workday_until(today - timedelta(days=SENT_AGO)), time(10))
	begun_on = sent_on - timedelta(days=200)
	recipients = tuple(recipients_of(random, cast, sent_on))
	links = tuple(links_of(sent_on))
	return Campaigns(
		tuple(lists_of(begun_on)),
		(segment(begun_on),),
		tuple(subscriptions_of(cast, begun_on)),
		(sent_campaign(sent_on), coming_campaign(today), written_campaign(today)),
		links,
		recipients,
		tuple(clicks_of(random, recipients, links)),
	)


def row(doctype: str, number: int, moment: datetime) -> dict:
	"""Return what every row has."""
	return {
		"name": name_of(doctype, number), "owner": MANAGER.user, "creation": moment, "modified": moment,
		"modified_by": MANAGER.user,
	}  # fmt: skip


def lists_of(moment: datetime) -> Iterator[MailingList]:
	for number, (title, description, wording) in enumerate(texts.LISTS):
		yield MailingList(
			**row(MAILING_LIST, number, moment), list_name=title, description=description, is_public=1,
			needs_confirmation=1, wording=wording,
		)  # fmt: skip


def segment(moment: datetime) -> Segment:
	"""Return the segment of whom we know as customers."""
	is_customer = {"field": "status", "operator": "is", "value": "Customer"}
	return Segment(
		**row(SEGMENT, 0, moment),
		title=texts.SEGMENT,
		kind=str(SegmentKind.CONDITIONS),
		conditions=json.dumps({"all": [is_customer]}),
	)


def reachable(cast: Cast) -> list[Contact]:
	"""Return the contacts with an address who want mails: those on the lists."""
	return [person for person in cast.contacts if person.email and not person.email_opt_out]


def subscriptions_of(cast: Cast, begun_on: datetime) -> Iterator[Subscription]:
	"""Yield who is on the lists: all on the first, every third on the other; a few have left."""
	number = 0
	for place, person in enumerate(reachable(cast)):
		for mailing_list in (NEWS, ALERTS) if place % ALERTED_EVERY == 0 else (NEWS,):
			yield subscription(number, person, mailing_list, max(begun_on, person.creation))
			number += 1


def subscription(number: int, person: Contact, mailing_list: int, moment: datetime) -> Subscription:
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
		ended_on=moment + timedelta(days=30) if has_left else None,
	)


def campaign(number: int, moment: datetime, **values: object) -> Campaign:
	"""Return a campaign; what is not given is empty."""
	return Campaign(**row(CAMPAIGN, number, moment), **values)


def sent_campaign(sent_on: datetime) -> Campaign:
	name, subject, preheader, content = texts.SENT
	return campaign(
		SENT, sent_on - timedelta(days=2), campaign_name=name, channel=str(Channel.EMAIL),
		status=str(CampaignStatus.FINISHED), subject=subject, preheader=preheader, content=content,
		audience=(Audience(MAILING_LIST, name_of(MAILING_LIST, NEWS), 0),), send_on=sent_on,
		released_by=MANAGER.user, frozen_on=sent_on, started_on=sent_on, finished_on=sent_on + timedelta(minutes=2),
	)  # fmt: skip


def coming_campaign(today: object) -> Campaign:
	"""Return the campaign that is scheduled for next week; nothing would send it, since no outbox owes it."""
	moment = datetime.combine(workday_until(today - timedelta(days=1)), time(15))
	name, subject, preheader, content = texts.COMING
	audience = (
		Audience(MAILING_LIST, name_of(MAILING_LIST, ALERTS), 0), Audience(SEGMENT, name_of(SEGMENT, 0), 1),
	)  # fmt: skip
	return campaign(
		COMING, moment, campaign_name=name, channel=str(Channel.EMAIL), status=str(CampaignStatus.SCHEDULED),
		subject=subject, preheader=preheader, content=content, audience=audience,
		send_on=datetime.combine(today + timedelta(days=7), time(9)), released_by=MANAGER.user,
	)  # fmt: skip


def written_campaign(today: object) -> Campaign:
	moment = datetime.combine(workday_until(today - timedelta(days=1)), time(16))
	name, message = texts.WRITTEN
	return campaign(
		WRITTEN, moment, campaign_name=name, channel=str(Channel.WHATSAPP), status=str(CampaignStatus.DRAFT),
		message=message, audience=(Audience(SEGMENT, name_of(SEGMENT, 0), 0),),
	)  # fmt: skip


def links_of(moment: datetime) -> Iterator[CampaignLink]:
	for number, url in enumerate(texts.LINKS):
		yield CampaignLink(
			**row("CRM Campaign Link", number, moment),
			campaign=name_of(CAMPAIGN, SENT),
			position=number + 1,
			url=url,
		)


def recipients_of(random: Random, cast: Cast, sent_on: datetime) -> Iterator[CampaignRecipient]:
	"""Yield who got the campaign, and whoever had opted out by then."""
	people = [person for person in cast.contacts if person.email and person.creation < sent_on]
	for number, person in enumerate(people):
		moment = sent_on + timedelta(seconds=number // 2)
		fate = left_out() if person.email_opt_out else what_came(random, moment)
		token = sha256(f"{person.name}/campaign".encode()).hexdigest()[:24]
		yield CampaignRecipient(
			**row(RECIPIENT, number, sent_on), campaign=name_of(CAMPAIGN, SENT), contact=person.name,
			channel=str(Channel.EMAIL), address=person.email, audience_row=1, token=token, **fate,
		)  # fmt: skip


def left_out() -> dict:
	return {"status": str(RecipientStatus.LEFT_OUT), "reason": str(Reason.OPTED_OUT)}


def what_came(random: Random, moment: datetime) -> dict:
	"""Return what became of a mail that was sent."""
	sent = {"status": str(RecipientStatus.SENT), "sent_on": moment}
	if random.random() < BOUNCED:
		return sent | {"bounced_on": moment + timedelta(minutes=1), "bounce_kind": str(BounceKind.HARD)}
	later = moment + timedelta(seconds=random.randrange(600, 200_000))
	for share, fieldname in (
		(CLICKED, "clicked_on"),
		(ANSWERED, "answered_on"),
		(UNSUBSCRIBED, "unsubscribed_on"),
	):
		if random.random() < share:
			sent[fieldname] = later
	return sent


def clicks_of(
	random: Random, recipients: tuple[CampaignRecipient, ...], links: tuple[CampaignLink, ...]
) -> Iterator[CampaignClick]:
	"""Yield a click of each who clicked, sometimes two; programs that look at links come at once."""
	number = 0
	for recipient in recipients:
		hits = [(recipient.clicked_on, 0)] * random.choice((1, 1, 2)) if recipient.clicked_on else []
		if recipient.sent_on and random.random() < 0.05:
			hits.append((recipient.sent_on + timedelta(seconds=2), 1))
		for moment, is_machine in hits:
			yield CampaignClick(
				**row("CRM Campaign Click", number, moment), recipient=recipient.name,
				link=random.choice(links).name, clicked_on=moment, is_machine=is_machine,
			)  # fmt: skip
			number += 1
