"""What follow-up notes are about, with all that a note takes over from it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from random import Random

from frappe_crm_app.demo.data.companies import COMPANIES
from frappe_crm_app.demo.data.offers import OFFERS
from frappe_crm_app.demo.data.places import CITIES
from frappe_crm_app.demo.journeys import Journey
from frappe_crm_app.demo.moments import last_full_day
from frappe_crm_app.demo.plans import CustomerPlan, DealPlan, is_ally
from frappe_crm_app.demo.records import Contact, Customer, Deal, Location
from frappe_crm_app.demo.setting import Setting
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome

TOPICS = {offer.title: offer.topic for offer in OFFERS}


@dataclass(frozen=True, kw_only=True)
class Subject:
	"""A record that notes are about. `last` is the day after which nothing is noted; what `is_live` has plans;
	to an ally, such as a supplier, nothing is sold."""

	doctype: str
	name: str
	contact: str | None
	customer: str | None
	deal: str | None
	journey: Journey | None
	begun_on: datetime
	last: date
	is_live: bool
	is_ally: bool
	owner: str
	words: dict[str, str]


@dataclass(frozen=True)
class Cast:
	"""All rows that notes can be about, and the ways of deals and customers."""

	setting: Setting
	customers: tuple[Customer, ...]
	contacts: tuple[Contact, ...]
	deals: tuple[Deal, ...]
	locations: tuple[Location, ...]
	customer_plans: tuple[CustomerPlan, ...]
	deal_plans: tuple[DealPlan, ...]

	@cached_property
	def contact_of(self) -> dict[str, Contact]:
		"""The contacts by name."""
		return {person.name: person for person in self.contacts}

	def about_deal(self, random: Random, number: int) -> Subject:
		"""Return the deal with this number; it is noted on until it closes."""
		deal, plan = self.deals[number], self.deal_plans[number]
		return Subject(
			doctype="CRM Sales Deal",
			name=deal.name,
			contact=deal.contact,
			customer=deal.customer,
			deal=deal.name,
			journey=plan.journey,
			begun_on=deal.creation,
			last=deal.closed_on or last_full_day(self.setting.today),
			is_live=deal.outcome == Outcome.OPEN,
			is_ally=False,
			owner=deal.deal_owner,
			words=self._words(plan.company, deal.contact, TOPICS[deal.title.partition(": ")[2]]),
		)

	def about_customer(self, random: Random, number: int) -> Subject:
		"""Return the customer with this number."""
		customer, plan = self.customers[number], self.customer_plans[number]
		return Subject(
			doctype="CRM Customer",
			name=customer.name,
			contact=None,
			customer=customer.name,
			deal=None,
			journey=plan.journey,
			begun_on=customer.creation,
			last=last_full_day(self.setting.today),
			is_live=bool(plan.journey) and not plan.ends_with(Outcome.LOST),
			is_ally=is_ally(number),
			owner=customer.salesperson,
			words=self._words(number, customer.primary_contact, random.choice(OFFERS).topic),
		)

	def about_contact(self, random: Random, number: int) -> Subject:
		"""Return the contact with this number."""
		contact = self.contacts[number]
		company = self._number_of(contact.customer)
		return Subject(
			doctype="CRM Contact",
			name=contact.name,
			contact=contact.name,
			customer=contact.customer,
			deal=None,
			journey=None,
			begun_on=contact.creation,
			last=last_full_day(self.setting.today),
			is_live=contact.status != "Inactive",
			is_ally=company is not None and is_ally(company),
			owner=contact.contact_owner,
			words=self._words(company, contact.name, random.choice(OFFERS).topic),
		)

	def about_location(self, random: Random, number: int) -> Subject:
		"""Return the location with this number; nothing is planned there."""
		location = self.locations[number]
		company = self._number_of(location.customer)
		return Subject(
			doctype="CRM Location",
			name=location.name,
			contact=location.contact,
			customer=location.customer,
			deal=None,
			journey=None,
			begun_on=location.creation,
			last=last_full_day(self.setting.today),
			is_live=False,
			is_ally=is_ally(company),
			owner=location.owner,
			words=self._words(company, self.customers[company].primary_contact, random.choice(OFFERS).topic)
			| {"city": location.city},
		)

	def _words(self, company: int | None, contact: str, topic: str) -> dict[str, str]:
		"""Return what fills the gaps in the texts."""
		known = COMPANIES[company] if company is not None else None
		return {
			"first": self.contact_of[contact].first_name,
			"company": known.name if known else "the company",
			"city": CITIES[known.city].name if known else "their region",
			"topic": topic,
		}

	def _number_of(self, customer: str | None) -> int | None:
		return next((number for number, row in enumerate(self.customers) if row.name == customer), None)
