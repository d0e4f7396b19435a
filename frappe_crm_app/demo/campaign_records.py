"""What the demo of campaigns consists of: one frozen dataclass per DocType, its fields named as there."""

from dataclasses import dataclass
from datetime import datetime

from frappe_crm_app.demo.marks import name_of
from frappe_crm_app.demo.records import Record
from frappe_crm_app.demo.team import MANAGER


def row(doctype: str, number: int, moment: datetime) -> dict:
	"""Return what every row has."""
	return {
		"name": name_of(doctype, number), "owner": MANAGER.user, "creation": moment, "modified": moment,
		"modified_by": MANAGER.user,
	}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class MailingList(Record):
	list_name: str
	description: str
	is_public: int
	needs_confirmation: int
	wording: str


@dataclass(frozen=True, kw_only=True)
class Segment(Record):
	title: str
	kind: str
	description: str
	conditions: str


@dataclass(frozen=True, kw_only=True)
class Subscription(Record):
	mailing_list: str
	contact: str
	address: str
	status: str
	source: str
	wording: str
	requested_on: datetime
	confirmed_on: datetime | None
	ended_on: datetime | None


@dataclass(frozen=True, kw_only=True)
class Consent(Record):
	contact: str
	channel: str
	state: str
	source: str
	wording: str
	address: str
	occurred_on: datetime
	said_by: str


@dataclass(frozen=True)
class Audience:
	"""A segment or list that a campaign goes to, or not."""

	kind: str
	audience: str
	is_excluded: int


@dataclass(frozen=True, kw_only=True)
class Campaign(Record):
	campaign_name: str
	channel: str
	status: str
	audience: tuple[Audience, ...] = ()
	follows: str | None = None
	follows_who: str = ""
	sender: str | None = None
	subject: str | None = None
	preheader: str | None = None
	content: str | None = None
	message: str | None = None
	message_template: str | None = None
	message_parameters: str | None = None
	provider: str | None = None
	provider_channel: str | None = None
	send_on: datetime | None = None
	released_by: str | None = None
	frozen_on: datetime | None = None
	started_on: datetime | None = None
	finished_on: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CampaignLink(Record):
	campaign: str
	position: int
	url: str


@dataclass(frozen=True, kw_only=True)
class CampaignRecipient(Record):
	campaign: str
	contact: str
	channel: str
	address: str | None
	audience_row: int
	token: str
	status: str
	reason: str = ""
	problem: str | None = None
	sent_on: datetime | None = None
	delivered_on: datetime | None = None
	bounced_on: datetime | None = None
	bounce_kind: str = ""
	clicked_on: datetime | None = None
	answered_on: datetime | None = None
	unsubscribed_on: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CampaignClick(Record):
	recipient: str
	link: str
	clicked_on: datetime
	is_machine: int


@dataclass(frozen=True, kw_only=True)
class Message(Record):
	contact: str
	direction: str
	channel: str
	address: str
	status: str
	text: str
	provider: str
	provider_channel: str
	reason: str | None = None
	template: str | None = None
	parameters: str | None = None
	sent_by: str | None = None
	sent_on: datetime | None = None
	delivered_on: datetime | None = None
	read_on: datetime | None = None
	campaign_recipient: str | None = None


@dataclass(frozen=True)
class Sent:
	"""What came of one campaign: who got it, the links in it, the clicks on them, the messages by which it went out."""

	recipients: tuple[CampaignRecipient, ...]
	links: tuple[CampaignLink, ...] = ()
	clicks: tuple[CampaignClick, ...] = ()
	messages: tuple[Message, ...] = ()
