"""What is in the rows that the benchmark makes: a row's number decides, so that every site gets the same each day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from frappe_crm_app.records.identity.likeness import company_key
from frappe_crm_app.records.identity.normalise import name_key

PREFIX = "bench-"  # no random name holds a dash
DOMAIN = "crm-benchmark.example"
IMPORT_DOMAIN = f"import.{DOMAIN}"
FORM_TITLE = "Benchmark"
MANAGER, REP, ACCOUNT_REP = f"manager@{DOMAIN}", f"person.0@{DOMAIN}", f"person.1@{DOMAIN}"
PEOPLE = 200  # who own the contacts
CONTACTS_OF_A_CUSTOMER = 4
LONG_TIMELINE = 5_000  # so many of the first notes are about the first contact, but for deals' next steps
NOTES_FOR_A_STEP = 4  # every fourth note is open: the next step of the deal whose turn it is
SALE = timedelta(days=120)  # from when a deal came until it is expected to close
SPAN = 20_000_000  # seconds before today in which everything happened: 231 days
STANDARD = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
CURRENCIES = (("USD", 1), ("EUR", 1.1), ("GBP", 1.25), ("JPY", 0.01))
ADMINISTRATOR = "Administrator"
OPEN = "Open"
PROBABILITY = {OPEN: 25, "Lost": 0, "Won": 100}
FORECAST = {"Open": "Pipeline", "Won": "Commit", "Lost": "Omitted"}


@dataclass(frozen=True)
class Frame:
	"""What rows point to: the pipeline's stages with their outcomes, sources, how many of each there are, and today."""

	pipeline: str
	stages: Sequence[tuple[str, str]]
	sources: Sequence[str | None]
	contacts: int
	deals: int
	notes: int
	today: datetime

	def moment(self, number: int) -> datetime:
		"""Return when something happened: at a moment of the last months, always the same before today."""
		return self.today - timedelta(seconds=number * 31 % SPAN)


@dataclass(frozen=True)
class Table:
	"""A DocType's columns, and the function that fills them for the row of a number."""

	doctype: str
	columns: tuple[str, ...]
	values: Callable[[int, Frame], tuple]

	def rows(self, first: int, last: int, frame: Frame) -> Iterator[tuple]:
		"""Yield the rows of the numbers from `first` to before `last`."""
		for number in range(first, last):
			moment = frame.moment(number)
			standard = (name_of(number), ADMINISTRATOR, moment, moment, ADMINISTRATOR, 0, 0)
			yield standard + self.values(number, frame)


def name_of(number: int) -> str:
	return f"{PREFIX}{number:08}"


def owner_of(number: int) -> str:
	return f"person.{number % PEOPLE}@{DOMAIN}"


def person(number: int, domain: str = DOMAIN) -> tuple[str, ...]:
	"""Return first and last name, email, phone, company and job of a contact."""
	company = f"Company {number // CONTACTS_OF_A_CUSTOMER}"
	email, phone = f"ada.{number}@{domain}", f"+1415{2_000_000 + number}"
	return ("Ada", f"Lovelace {number}", email, phone, company, "Analyst")


def contact(number: int, frame: Frame) -> tuple:
	first, last, *rest = person(number)
	kind = ("Customer", "Customer", "Customer", "Partner", "Vendor")[number % 5]
	status = ("Lead", "Qualified", "Customer", "Inactive")[number // 5 % 4]
	customer = name_of(number // CONTACTS_OF_A_CUSTOMER)
	source = frame.sources[number % len(frame.sources)]
	return (first, last, f"{first} {last}", *rest, kind, status, customer, owner_of(number), source)


def affiliation(number: int, frame: Frame) -> tuple:
	customer = name_of(number // CONTACTS_OF_A_CUSTOMER)
	return (name_of(number), "CRM Contact", "affiliations", customer, 1)


def customer(number: int, frame: Frame) -> tuple:
	title = f"Company {number}"
	relationship = ("Client", "Prospect")[number % 2]
	keys = (name_key(title), company_key(title))
	return (title, *keys, "Company", relationship, "In Process", owner_of(number), "Everyone")


def deal(number: int, frame: Frame) -> tuple:
	stage, outcome = frame.stages[number % len(frame.stages)]
	currency, rate = CURRENCIES[number % len(CURRENCIES)]
	value, entered = 100 + number % 9000, frame.moment(number)
	step = number * NOTES_FOR_A_STEP
	follow_up = frame.moment(step) if step < frame.notes else None
	people = (*people_of(number % frame.contacts), owner_of(number))
	money = (value, currency, rate, value * rate, "USD")
	closed_on = None if outcome == OPEN else entered.date()
	state = (frame.pipeline, stage, outcome, PROBABILITY[outcome], FORECAST[outcome])
	moments = (entered.date() + SALE, closed_on, entered, entered, follow_up)
	return (f"Deal {number}", *people, *state, *money, *moments)


def note(number: int, frame: Frame) -> tuple:
	"""Every fourth note is the next step of a deal while there are deals; the others are about contacts."""
	is_open = number % NOTES_FOR_A_STEP == 0
	deal = number // NOTES_FOR_A_STEP
	if is_open and deal < frame.deals:
		contact, about = deal % frame.contacts, ("CRM Sales Deal", name_of(deal), name_of(deal))
	else:
		contact = 0 if number < LONG_TIMELINE else number % frame.contacts
		about = ("CRM Contact", name_of(contact), None)
	text = (f"Call {number}", "Call", "They want to know what it costs, and when we can begin.")
	moment = frame.moment(number)
	done = ("Open", None) if is_open else ("Done", moment)
	return (*text, *about, *people_of(contact), moment, owner_of(contact), *done, 0)


def people_of(contact: int) -> tuple[str, str]:
	"""Return the names of the contact and of its customer."""
	return (name_of(contact), name_of(contact // CONTACTS_OF_A_CUSTOMER))


TABLES = {
	"customers": Table(
		"CRM Customer",
		(*STANDARD, "customer_name", "customer_name_key", "company_key", "customer_kind", "relationship", "registration",
			"salesperson", "profile_visibility"),
		customer,
	),
	"contacts": Table(
		"CRM Contact",
		(*STANDARD, "first_name", "last_name", "full_name", "email", "phone", "company_name", "job_title",
			"contact_type", "status", "customer", "contact_owner", "source"),
		contact,
	),
	"affiliations": Table(
		"CRM Contact Affiliation",
		(*STANDARD, "parent", "parenttype", "parentfield", "customer", "is_primary"),
		affiliation,
	),
	"deals": Table(
		"CRM Sales Deal",
		(*STANDARD, "title", "contact", "customer", "deal_owner", "pipeline", "stage", "outcome", "probability",
			"forecast_category", "value", "currency", "conversion_rate", "base_value", "base_currency", "expected_close_date", "closed_on",
			"stage_entered_on", "last_activity_on", "next_follow_up_on"),
		deal,
	),
	"notes": Table(
		"CRM Follow-up Note",
		(*STANDARD, "subject", "action", "content", "reference_doctype", "reference_name", "deal", "contact",
			"customer", "scheduled_on", "assigned_to", "status", "completed_on", "is_private"),
		note,
	),
}  # fmt: skip
