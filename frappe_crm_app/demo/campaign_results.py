"""What became of the campaigns that went out, person by person."""

from collections.abc import Iterator, Set
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random

from frappe_crm_app.demo.audiences import CUSTOMER
from frappe_crm_app.demo.campaign_records import (
	CampaignClick,
	CampaignLink,
	CampaignRecipient,
	Message,
	Sent,
	row,
)
from frappe_crm_app.demo.data import texts_campaigns as texts
from frappe_crm_app.demo.records import Contact
from frappe_crm_app.demo.team import MANAGER
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign.options import Channel
from frappe_crm_app.frappe_crm_app.doctype.crm_campaign_recipient.options import (
	BounceKind,
	Reason,
	RecipientStatus,
)
from frappe_crm_app.frappe_crm_app.doctype.crm_message.options import MessageDirection, MessageStatus

RECIPIENT = "CRM Campaign Recipient"
CLICKED, ANSWERED, BOUNCED, UNSUBSCRIBED = 0.22, 0.04, 0.03, 0.02  # shares of who got a mail
LOOKED_AT_BY_PROGRAMS = 0.05
UNREACHED, DELIVERED, READ, REPLIED = 0.04, 0.95, 0.8, 0.2  # of who was sent a message, then of who has it


def numbered(before: Sent | None, kind: str) -> int:
	"""Return how many rows of a kind earlier campaigns have."""
	return len(getattr(before, kind)) if before else 0


def recipient(
	number: int, campaign: str, person: Contact, channel: Channel, moment: datetime, **fate: object
) -> CampaignRecipient:
	"""Return somebody whom a campaign was for, with what became of it."""
	address = person.email if channel == Channel.EMAIL else person.phone
	return CampaignRecipient(
		**row(RECIPIENT, number, moment), campaign=campaign, contact=person.name, channel=str(channel),
		address=address, audience_row=1, token=sha256(f"{campaign}/{person.name}".encode()).hexdigest()[:24], **fate,
	)  # fmt: skip


def left_out(reason: Reason) -> dict:
	"""Return that somebody did not get it."""
	return {"status": str(RecipientStatus.LEFT_OUT), "reason": str(reason)}


# --- by mail ---


def mailed(
	random: Random, campaign: str, people: tuple[Contact, ...], sent_on: datetime, urls: tuple[str, ...], after: Sent | None = None,
) -> Sent:  # fmt: skip
	"""Return what came of a mail to all of these people with an email who were there then."""
	there = [person for person in people if person.email and person.creation < sent_on]
	first = numbered(after, "recipients")
	recipients = tuple(
		recipient(
			first + number, campaign, person, Channel.EMAIL, sent_on,
			**(left_out(Reason.OPTED_OUT) if person.email_opt_out else what_came(random, sent_on + timedelta(seconds=number))),
		)
		for number, person in enumerate(there)
	)  # fmt: skip
	first = numbered(after, "links")
	links = tuple(
		CampaignLink(
			**row("CRM Campaign Link", first + place, sent_on), campaign=campaign, position=place + 1, url=url
		)
		for place, url in enumerate(urls)
	)
	clicks = clicks_of(random, recipients, links, numbered(after, "clicks"))
	return Sent(recipients, links, tuple(clicks))


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
	random: Random, recipients: tuple[CampaignRecipient, ...], links: tuple[CampaignLink, ...], number: int
) -> Iterator[CampaignClick]:
	"""Yield a click of each who clicked, sometimes two; programs that look at links come at once."""
	for each in recipients:
		hits = [(each.clicked_on, 0)] * random.choice((1, 1, 2)) if each.clicked_on else []
		if each.sent_on and random.random() < LOOKED_AT_BY_PROGRAMS:
			hits.append((each.sent_on + timedelta(seconds=2), 1))
		for moment, is_machine in hits:
			yield CampaignClick(
				**row("CRM Campaign Click", number, moment), recipient=each.name,
				link=random.choice(links).name, clicked_on=moment, is_machine=is_machine,
			)  # fmt: skip
			number += 1


def who_did_not_click(people: tuple[Contact, ...], sent: Sent) -> tuple[Contact, ...]:
	"""Return whom a second mail is for: those who have the first, did not click and still want mails."""
	names = {
		each.contact
		for each in sent.recipients
		if each.sent_on and not (each.bounced_on or each.clicked_on or each.unsubscribed_on)
	}
	return tuple(person for person in people if person.name in names)


# --- by WhatsApp ---


def messaged(
	random: Random, campaign: str, people: tuple[Contact, ...], agreed: Set[str], sent_on: datetime
) -> Sent:
	"""Return what came of a message to our customers, of whom those who agreed get it."""
	recipients, messages = [], []
	there = [person for person in people if person.status == CUSTOMER and person.creation < sent_on]
	for place, person in enumerate(there):
		number = 1000 + place  # after those of the mails
		reason = reason_against(person, agreed)
		told = [] if reason else said(random, person, sent_on + timedelta(seconds=2 * place))
		fate = left_out(reason) if reason else fate_of(told)
		whom = recipient(number, campaign, person, Channel.WHATSAPP, sent_on, **fate)
		recipients.append(whom)
		messages += [
			Message(**row("CRM Message", len(messages) + nth, values["moment"]), **columns(values, whom))
			for nth, values in enumerate(told)
		]
	return Sent(tuple(recipients), messages=tuple(messages))


def reason_against(person: Contact, agreed: Set[str]) -> Reason | None:
	"""Return why somebody gets no message."""
	if not person.phone:
		return Reason.NO_ADDRESS
	return None if person.name in agreed else Reason.NO_CONSENT


def said(random: Random, person: Contact, moment: datetime) -> list[dict]:
	"""Return the message to somebody and, where they wrote back, their answer."""
	out = {"moment": moment, "text": texts.HOURS[2].format(person.first_name), "name": person.first_name}
	if random.random() < UNREACHED:
		return [out | {"status": MessageStatus.FAILED, "reason": texts.NO_WHATSAPP}]
	out |= {"status": MessageStatus.SENT, "sent_on": moment}
	if random.random() > DELIVERED:
		return [out]
	out |= {"status": MessageStatus.DELIVERED, "delivered_on": moment + timedelta(seconds=9)}
	if random.random() > READ:
		return [out]
	read_on = moment + timedelta(seconds=random.randrange(40, 20_000))
	out |= {"status": MessageStatus.READ, "read_on": read_on}
	if random.random() > REPLIED:
		return [out]
	answer = {
		"moment": read_on + timedelta(minutes=2),
		"text": random.choice(texts.ANSWERS),
		"status": MessageStatus.RECEIVED,
	}
	return [out, answer]


def fate_of(told: list[dict]) -> dict:
	"""Return what became of a recipient, by the messages to and from them."""
	out, *answers = told
	if out["status"] == MessageStatus.FAILED:
		return {
			"status": str(RecipientStatus.FAILED), "reason": str(Reason.UNREACHABLE), "problem": out["reason"],
		}  # fmt: skip
	return {
		"status": str(RecipientStatus.SENT),
		"sent_on": out["sent_on"],
		"delivered_on": out.get("delivered_on"),
		"answered_on": answers[0]["moment"] if answers else None,
	}


def columns(values: dict, whom: CampaignRecipient) -> dict:
	"""Return the columns of a message to or from a recipient."""
	given = {name: value for name, value in values.items() if name not in ("moment", "name")}
	given |= {
		"status": str(values["status"]), "contact": whom.contact, "channel": whom.channel, "address": whom.address,
		"provider": texts.PROVIDER, "provider_channel": texts.NUMBER,
	}  # fmt: skip
	if values["status"] == MessageStatus.RECEIVED:
		return given | {"direction": str(MessageDirection.IN)}
	return given | {
		"direction": str(MessageDirection.OUT), "template": texts.HOURS[1], "parameters": f'["{values["name"]}"]',
		"sent_by": MANAGER.user, "campaign_recipient": whom.name,
	}  # fmt: skip
