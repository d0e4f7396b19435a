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


@dataclass(frozen=True)
class EventLink:
	"""What an event is about."""

	link_doctype: str
	link_name: str


@dataclass(frozen=True)
class EventAttendee:
	"""Somebody who is invited to an event, and what they said."""

	contact: str
	status: str
	role: str
	is_waiting: int
	answered_on: datetime | None
	answered_by: str | None
	invited_version: int


@dataclass(frozen=True, kw_only=True)
class Event(Record):
	"""An event; what its clock says follows as it is written."""

	title: str
	event_kind: str
	status: str
	event_owner: str
	place: str | None
	meeting_link: str | None
	capacity: int
	starts_on: datetime
	ends_on: datetime
	repeats: str
	description: str | None
	links: tuple[EventLink, ...]
	attendees: tuple[EventAttendee, ...]
