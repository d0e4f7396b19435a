"""What the demo consists of: one frozen dataclass per DocType, its fields named as there."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, kw_only=True)
class Record:
	"""What every row has."""

	name: str
	owner: str
	creation: datetime
	modified: datetime
	modified_by: str


@dataclass(frozen=True)
class StaffMember:
	"""Somebody who sells, or manages those who do; `user` is the login."""

	user: str
	first_name: str
	last_name: str
	reports_to: str | None
	sales_roles: tuple[str, ...]

	@property
	def full_name(self) -> str:
		return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True)
class SalesRole:
	"""A row of a salesperson's roles."""

	sales_role: str


@dataclass(frozen=True)
class Relation:
	"""How a customer relates to another."""

	customer: str
	relation: str


@dataclass(frozen=True)
class Affiliation:
	"""A contact's place at one customer."""

	customer: str
	role: str | None
	is_primary: int


@dataclass(frozen=True)
class DealPerson:
	"""Somebody of a deal, and what they have to say in it."""

	contact: str
	deal_role: str | None
	is_primary: int


@dataclass(frozen=True, kw_only=True)
class Salesperson(Record):
	user: str
	full_name: str
	reports_to: str | None
	sales_roles: tuple[SalesRole, ...]


@dataclass(frozen=True, kw_only=True)
class Customer(Record):
	customer_name: str
	customer_name_key: str
	company_key: str
	customer_kind: str
	relationship: str
	registration: str
	salesperson: str
	pipeline: str | None
	stage: str | None
	stage_entered_on: datetime | None
	email: str
	phone: str
	country: str
	website: str | None
	domain: str
	industry: str
	channel: str
	account_value: int
	currency: str | None
	account_type: str
	estimated_close_date: date | None
	monthly_shipments: int
	ecommerce_platform: str
	weight_range: str
	package_content: str | None
	annotations: str | None
	partner_url: str | None
	partner_rating: float
	partner_social_network: str | None
	referred_by: str | None
	primary_contact: str | None
	relations: tuple[Relation, ...]


@dataclass(frozen=True)
class InvalidEmail:
	"""The email of a contact from which mails come back."""

	email: str
	is_primary: int
	invalid_since: datetime
	reason: str


@dataclass(frozen=True, kw_only=True)
class Contact(Record):
	first_name: str
	last_name: str
	full_name: str
	job_title: str | None
	email: str | None
	phone: str | None
	contact_type: str
	status: str
	company_name: str | None
	customer: str | None
	affiliations: tuple[Affiliation, ...]
	contact_owner: str
	source: str | None
	email_opt_out: int
	consent_text: str | None
	consent_on: datetime | None
	emails: tuple[InvalidEmail, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Deal(Record):
	"""Base value and base currency are the site's to compute."""

	title: str
	contact: str
	customer: str
	deal_owner: str
	source: str | None
	pipeline: str
	stage: str
	outcome: str
	probability: float
	forecast_category: str
	lost_reason: str | None
	lost_notes: str | None
	value: int
	currency: str
	conversion_rate: float
	expected_close_date: date
	closed_on: date | None
	stage_entered_on: datetime
	description: str | None
	people: tuple[DealPerson, ...] = ()
	has_further_people: int = 0


@dataclass(frozen=True, kw_only=True)
class StageChange(Record):
	reference_doctype: str
	reference_name: str
	pipeline: str
	from_stage: str
	to_stage: str
	changed_by: str
	changed_on: datetime
	seconds_in_stage: int


@dataclass(frozen=True, kw_only=True)
class Location(Record):
	location_name: str
	location_type: str
	is_primary: int
	customer: str
	contact: str | None
	phone: str
	address_line1: str
	city: str
	state: str
	postal_code: str
	country: str
	latitude: float
	longitude: float


@dataclass(frozen=True, kw_only=True)
class Note(Record):
	reference_doctype: str
	reference_name: str
	contact: str | None
	customer: str | None
	deal: str | None
	stage: str | None
	action: str
	subject: str
	content: str | None
	scheduled_on: datetime | None
	ends_on: datetime | None
	assigned_to: str | None
	status: str
	completed_on: datetime | None
	completed_by: str | None
	is_private: int


@dataclass(frozen=True, kw_only=True)
class MailAccount(Record):
	"""An account of Frappe's, that fetches and sends nothing."""

	email_account_name: str
	email_id: str
	enable_incoming: int = 0
	enable_outgoing: int = 0


@dataclass(frozen=True)
class MailboxRole:
	"""A role that shares a mailbox."""

	role: str


@dataclass(frozen=True, kw_only=True)
class Mailbox(Record):
	title: str
	email_account: str
	user: str | None
	sharing: str
	sync_since: date
	is_paused: int
	status: str
	shared_with: tuple[MailboxRole, ...]
	takes_tags: int


@dataclass(frozen=True, kw_only=True)
class MailFolder(Record):
	mailbox: str
	folder_name: str
	kind: str
	is_synced: int
	on_server: int
	here: int
	checked_on: datetime


@dataclass(frozen=True)
class MailParticipant:
	"""Somebody whom a mail names."""

	kind: str
	email: str
	full_name: str
	contact: str | None


@dataclass(frozen=True)
class MailLink:
	"""A record that a mail is about."""

	link_doctype: str
	link_name: str


@dataclass(frozen=True, kw_only=True)
class Mail(Record):
	subject: str
	from_email: str
	from_name: str
	direction: str
	sent_on: datetime
	received_on: datetime
	customer: str | None
	is_automatic: int
	snippet: str
	text: str
	delivery_state: str
	thread: str
	message_id: str
	in_reply_to: str | None
	reference_ids: str | None
	identity: str
	participants: tuple[MailParticipant, ...]
	links: tuple[MailLink, ...]
	is_readable: int = 1


@dataclass(frozen=True, kw_only=True)
class MailboxEntry(Record):
	mailbox: str
	mail: str
	thread: str
	sent_on: datetime
	folder: str
	is_read: int
	sharing: str


@dataclass(frozen=True, kw_only=True)
class TaxClass(Record):
	class_name: str
	rate: float


@dataclass(frozen=True)
class Price:
	"""What one unit of a product costs in a currency."""

	currency: str
	price: float


@dataclass(frozen=True, kw_only=True)
class Product(Record):
	product_name: str
	product_code: str
	unit: str
	description: str | None
	recurrence: str
	tax_class: str
	prices: tuple[Price, ...]
	is_active: int = 1


@dataclass(frozen=True, kw_only=True)
class QuoteLine:
	"""Something that is offered."""

	position: int
	group_title: str | None
	product: str
	title: str
	description: str | None
	quantity: float
	unit: str
	unit_price: float
	discount_percent: float
	tax_class: str
	tax_rate: float
	recurrence: str
	is_optional: int
	is_chosen: int
	net: float
	tax: float
	gross: float


@dataclass(frozen=True)
class QuoteTax:
	"""What is taxed with one rate, and the tax on it."""

	rate: float
	net: float
	tax: float


@dataclass(frozen=True, kw_only=True)
class Quote(Record):
	title: str
	display_number: str
	quote_number: str | None
	version: int
	status: str
	is_current: int
	revises: str | None
	deal: str
	contact: str | None
	customer: str | None
	reference_doctype: str
	reference_name: str
	quote_owner: str
	currency: str
	rounding: str
	valid_until: date
	introduction: str
	terms: str
	lines: tuple[QuoteLine, ...]
	taxes: tuple[QuoteTax, ...]
	net_total: float
	tax_total: float
	gross_total: float
	once_total: float
	monthly_total: float
	yearly_total: float
	sent_on: datetime | None
	viewed_on: datetime | None
	accepted_on: datetime | None
	accepted_by: str | None
	declined_on: datetime | None
	decline_reason: str | None
	renews_on: date | None


@dataclass(frozen=True)
class World:
	"""Everything that one run writes."""

	staff: tuple[StaffMember, ...]
	salespeople: tuple[Salesperson, ...]
	customers: tuple[Customer, ...]
	contacts: tuple[Contact, ...]
	deals: tuple[Deal, ...]
	stage_changes: tuple[StageChange, ...]
	locations: tuple[Location, ...]
	notes: tuple[Note, ...]
	mail_accounts: tuple[MailAccount, ...]
	mailboxes: tuple[Mailbox, ...]
	mail_folders: tuple[MailFolder, ...]
	mails: tuple[Mail, ...]
	mailbox_entries: tuple[MailboxEntry, ...]
	mailing_lists: tuple[Record, ...]
	segments: tuple[Record, ...]
	subscriptions: tuple[Record, ...]
	consents: tuple[Record, ...]
	campaigns: tuple[Record, ...]
	campaign_links: tuple[Record, ...]
	campaign_recipients: tuple[Record, ...]
	campaign_clicks: tuple[Record, ...]
	messages: tuple[Record, ...]
	tax_classes: tuple[TaxClass, ...]
	products: tuple[Product, ...]
	quotes: tuple[Quote, ...]
	project_templates: tuple[Record, ...]
	projects: tuple[Record, ...]
	milestones: tuple[Record, ...]
	tasks: tuple[Note, ...]
