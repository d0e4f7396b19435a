"""Campaigns of all kinds: a mail that went out, one after it to who did not click, a WhatsApp message, a mail to come and one being written."""

import json
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from frappe_crm_app.demo.audiences import ALERTS, NEWS, consents_of, lists_of, segment, subscriptions_of
from frappe_crm_app.demo.campaign_records import (
	Audience,
	Campaign,
	Consent,
	MailingList,
	Segment,
	Sent,
	Subscription,
	row,
)
from frappe_crm_app.demo.campaign_results import mailed, messaged, who_did_not_click
from frappe_crm_app.demo.data import texts_campaigns as texts
from frappe_crm_app.demo.marks import name_of
from frappe_crm_app.demo.moments import last_full_day, workday_until
from frappe_crm_app.demo.records import Contact, InvalidEmail
from frappe_crm_app.demo.subjects import Cast
from frappe_crm_app.demo.team import MANAGER, TEAM
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign.options import (
	MAILING_LIST,
	SEGMENT,
	CampaignStatus,
	Channel,
	FollowsWho,
)

CAMPAIGN = "CRM Campaign"
PEAK_SEASON, ONCE_MORE, HOURS, COMING, WRITTEN = range(5)  # the campaigns
AGO = {PEAK_SEASON: 45, ONCE_MORE: 38, HOURS: 12}  # days
SHARED_ACCOUNT = name_of("Email Account", len(TEAM))
TO_NEWS = Audience(MAILING_LIST, name_of(MAILING_LIST, NEWS), 0)
TO_CUSTOMERS = Audience(SEGMENT, name_of(SEGMENT, 0), 0)


@dataclass(frozen=True)
class Campaigns:
	"""Everything of campaigns that one run writes."""

	lists: tuple[MailingList, ...]
	segments: tuple[Segment, ...]
	subscriptions: tuple[Subscription, ...]
	consents: tuple[Consent, ...]
	campaigns: tuple[Campaign, ...]
	sent: Sent


def campaigns(random: Random, cast: Cast) -> Campaigns:
	"""Return lists, segment and campaigns with what came of them."""
	today = cast.setting.today
	begun_on = moment_before(today, AGO[PEAK_SEASON] + 200, 10)
	sent_on = {number: moment_before(today, days, 10) for number, days in AGO.items()}
	consents = tuple(consents_of(random, cast.contacts, sent_on[HOURS]))
	first = mailed(random, name_of(CAMPAIGN, PEAK_SEASON), cast.contacts, sent_on[PEAK_SEASON], texts.LINKS)
	again = who_did_not_click(cast.contacts, first)
	second = mailed(
		random, name_of(CAMPAIGN, ONCE_MORE), again, sent_on[ONCE_MORE], texts.LINKS[:1], after=first
	)
	third = messaged(
		random, name_of(CAMPAIGN, HOURS), cast.contacts, {each.contact for each in consents}, sent_on[HOURS]
	)
	return Campaigns(
		tuple(lists_of(begun_on)),
		(segment(begun_on),),
		tuple(subscriptions_of(cast.contacts, begun_on)),
		consents,
		(*sent_campaigns(sent_on), *campaigns_to_come(today)),
		Sent(
			(*first.recipients, *second.recipients, *third.recipients),
			(*first.links, *second.links),
			(*first.clicks, *second.clicks),
			third.messages,
		),
	)


def moment_before(today: date, days: int, hour: int) -> datetime:
	"""Return that hour of the last working day so many days ago."""
	return datetime.combine(workday_until(today - timedelta(days=days)), time(hour))


def with_invalid_emails(people: tuple[Contact, ...], sent: Sent) -> tuple[Contact, ...]:
	"""Return the same people, whose emails are marked where mails came back."""
	bounced = {each.contact: each.bounced_on for each in sent.recipients if each.bounced_on}
	return tuple(
		replace(person, emails=(InvalidEmail(person.email, 1, bounced[person.name], texts.NO_MAILBOX),))
		if person.name in bounced
		else person
		for person in people
	)


def campaign(number: int, moment: datetime, status: CampaignStatus, **values: object) -> Campaign:
	"""Return a campaign; what is not given is empty."""
	return Campaign(**row(CAMPAIGN, number, moment), status=str(status), **values)


def mail(said: tuple[str, str, str, str]) -> dict:
	"""Return what a campaign by mail says, and from where it goes out."""
	name, subject, preheader, content = said
	return {
		"campaign_name": name, "channel": str(Channel.EMAIL), "sender": SHARED_ACCOUNT, "subject": subject,
		"preheader": preheader, "content": content,
	}  # fmt: skip


def went_out(moment: datetime) -> dict:
	"""Return the moments of a campaign that is over."""
	return {
		"send_on": moment, "released_by": MANAGER.user, "frozen_on": moment, "started_on": moment,
		"finished_on": moment + timedelta(minutes=4),
	}  # fmt: skip


def sent_campaigns(sent_on: dict[int, datetime]) -> tuple[Campaign, ...]:
	"""Return the campaigns that went out."""
	made_on = {number: moment - timedelta(days=1) for number, moment in sent_on.items()}
	first = campaign(
		PEAK_SEASON, made_on[PEAK_SEASON], CampaignStatus.FINISHED, **mail(texts.PEAK_SEASON),
		**went_out(sent_on[PEAK_SEASON]), audience=(TO_NEWS,),
	)  # fmt: skip
	second = campaign(
		ONCE_MORE, made_on[ONCE_MORE], CampaignStatus.FINISHED, **mail(texts.ONCE_MORE),
		**went_out(sent_on[ONCE_MORE]), follows=first.name, follows_who=str(FollowsWho.NOT_CLICKED),
	)  # fmt: skip
	name, template, text = texts.HOURS
	third = campaign(
		HOURS, made_on[HOURS], CampaignStatus.FINISHED, **went_out(sent_on[HOURS]), campaign_name=name,
		channel=str(Channel.WHATSAPP), audience=(TO_CUSTOMERS,), provider=texts.PROVIDER, provider_channel=texts.NUMBER,
		message_template=template, message=text.format('{{ first_name or "there" }}'),
		message_parameters=json.dumps(['{{ first_name or "there" }}']),
	)  # fmt: skip
	return first, second, third


def campaigns_to_come(today: date) -> tuple[Campaign, ...]:
	"""Return one for next week, which nothing would send, since no outbox owes it, and one that is being written."""
	moment = datetime.combine(last_full_day(today), time(15))
	to_alerts = Audience(MAILING_LIST, name_of(MAILING_LIST, ALERTS), 0)
	coming = campaign(
		COMING, moment, CampaignStatus.SCHEDULED, **mail(texts.COMING), audience=(to_alerts,),
		send_on=datetime.combine(today + timedelta(days=7), time(9)), released_by=MANAGER.user,
	)  # fmt: skip
	written = campaign(
		WRITTEN, moment + timedelta(hours=1), CampaignStatus.DRAFT, **mail(texts.WRITTEN),
		audience=(TO_NEWS, TO_CUSTOMERS),
	)  # fmt: skip
	return coming, written
