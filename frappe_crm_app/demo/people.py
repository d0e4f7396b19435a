"""The contacts: who works where, how to reach them, where they came from."""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from frappe_crm_app.demo.data.companies import COMPANIES, Company
from frappe_crm_app.demo.data.names import AFFILIATION_ROLES, JOB_TITLES, NAMES
from frappe_crm_app.demo.data.offers import SOURCE_WEIGHTS
from frappe_crm_app.demo.data.places import CITIES, City
from frappe_crm_app.demo.marks import name_of
from frappe_crm_app.demo.moments import at_some_hour, last_full_day, moment_between, workday_until
from frappe_crm_app.demo.places import phone_in
from frappe_crm_app.demo.plans import CustomerPlan, is_ally
from frappe_crm_app.demo.records import Affiliation, Contact
from frappe_crm_app.demo.setting import Setting
from frappe_crm_app.demo.streams import branch
from frappe_crm_app.demo.team import REPS
from frappe_crm_app.frappe_crm_app.doctype.crm_customer.options import Kind, Relationship
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome

CONTACTS = 200
WITHOUT_CUSTOMER = 12
WITH_TWO_CUSTOMERS = 7
CONTACT_TYPE = {Kind.SUPPLIER: "Vendor", Kind.OTHER: "Other"}
CONSENT = "I agree to be contacted about my request."
# Letters that Unicode does not take apart into a base letter and a mark.
LETTERS = str.maketrans({"ß": "ss", "ł": "l", "Ł": "L", "ø": "o", "ı": "i", "æ": "ae"})


class PeopleMaker:
	"""Makes contacts, no two of whom share a name or an email."""

	def __init__(self, random: Random, setting: Setting) -> None:
		self.random = random
		self.setting = setting
		self.used_names: set[tuple[str, str]] = set()
		self.made = 0

	def contact_of(self, number: int, plan: CustomerPlan, is_first: bool) -> Contact:
		"""Return a contact of the customer with this number; the first comes with the customer, the others later."""
		company = COMPANIES[number]
		last = last_full_day(self.setting.today)
		begun_on = plan.begun_on + timedelta(minutes=self.random.randint(1, 20))
		if not is_first:
			begun_on = moment_between(self.random, begun_on, last)
		customer = name_of("CRM Customer", number)
		owner = plan.salesperson if self.random.random() < 0.9 else self.random.choice(REPS).user
		return self._contact(
			CITIES[company.city],
			begun_on,
			owner,
			names=tuple(company.name.split(" ", 1)) if company.kind == Kind.PERSON else None,
			domain=f"{company.slug}.example" if company.slug else "post.example",
			job_title=None if company.kind == Kind.PERSON else self.random.choice(JOB_TITLES),
			contact_type=self._type(company),
			status=self._status(company, plan),
			company_name=company.name,
			customer=customer,
			affiliations=(Affiliation(customer, None, 1),),
		)

	def contact_without_customer(self) -> Contact:
		"""Return a lead of whom no company is known yet."""
		age = timedelta(days=self.random.randint(2, 90))
		return self._contact(
			self.random.choice(list(CITIES.values())),
			at_some_hour(
				self.random, min(workday_until(self.setting.today - age), last_full_day(self.setting.today))
			),
			self.random.choice(REPS).user,
			names=None,
			domain="post.example",
			job_title=None,
			contact_type="Customer",
			status="Lead",
			company_name=None,
			customer=None,
			affiliations=(),
		)

	def _contact(
		self, city: City, begun_on: datetime, owner: str, names: tuple[str, str] | None, domain: str, **values
	) -> Contact:
		first_name, last_name = names or self._new_name(city.country)
		modified = begun_on
		if self.random.random() < 0.4:
			modified = moment_between(self.random, begun_on, last_full_day(self.setting.today))
		name = name_of("CRM Contact", self.made)
		self.made += 1
		source = choose_weighted(self.random, self.setting.sources, SOURCE_WEIGHTS)
		has_consented = source == "Website"
		return Contact(
			name=name,
			owner=owner,
			creation=begun_on,
			modified=modified,
			modified_by=owner,
			first_name=first_name,
			last_name=last_name,
			full_name=f"{first_name} {last_name}",
			email=f"{_plain(first_name)}.{_plain(last_name)}@{domain}"
			if self.random.random() < 0.95
			else None,
			phone=phone_in(self.random, city) if self.random.random() < 0.9 else None,
			contact_owner=owner,
			source=self.setting.sources.get(source),
			email_opt_out=int(self.random.random() < 0.04),
			consent_text=CONSENT if has_consented else None,
			consent_on=begun_on if has_consented else None,
			**values,
		)

	def _new_name(self, country: str) -> tuple[str, str]:
		first_names, last_names = NAMES[country]
		while True:
			name = (self.random.choice(first_names), self.random.choice(last_names))
			if name not in self.used_names:
				self.used_names.add(name)
				return name

	def _type(self, company: Company) -> str:
		if company.relationship == Relationship.PARTNER_PROSPECT:
			return "Partner"
		if company.kind == Kind.COMPANY and self.random.random() < 0.05:
			return "Contractor"
		return CONTACT_TYPE.get(company.kind, "Customer")

	def _status(self, company: Company, plan: CustomerPlan) -> str:
		if plan.ends_with(Outcome.LOST) or self.random.random() < 0.05:
			return "Inactive"
		if company.relationship == Relationship.CLIENT:
			return "Customer"
		return "Qualified" if plan.deals or not plan.journey else "Lead"


def contacts(random: Random, setting: Setting, plans: tuple[CustomerPlan, ...]) -> tuple[Contact, ...]:
	"""Return all contacts; those of one customer stand together, the one who came first at the front."""
	maker = PeopleMaker(random, setting)
	people = [
		maker.contact_of(number, plans[number], is_first=place == 0)
		for number, count in enumerate(_head_counts(random))
		for place in range(count)
	]
	people += [maker.contact_without_customer() for _ in range(WITHOUT_CUSTOMER)]
	return _with_second_customers(random, people)


def choose_weighted(random: Random, titles: Mapping[str, str], weights: Mapping[str, int]) -> str | None:
	"""Return one of the titles, those without a weight once in a while; `None` where there is none."""
	if not titles:
		return None
	return random.choices(list(titles), [weights.get(title, 1) for title in titles])[0]


def _head_counts(random: Random) -> list[int]:
	"""Return how many contacts each customer has: a person one, those we do not sell to two, the others the rest."""
	counts = [
		1 if company.kind == Kind.PERSON else 2 if is_ally(number) else 3
		for number, company in enumerate(COMPANIES)
	]
	growing = [number for number, count in enumerate(counts) if count == 3]
	for number in random.choices(growing, k=CONTACTS - WITHOUT_CUSTOMER - sum(counts)):
		counts[number] += 1
	return counts


def _with_second_customers(random: Random, people: list[Contact]) -> tuple[Contact, ...]:
	"""Return the same people, of whom a few now belong to one more customer that was there before them."""
	seen_on: dict[str, datetime] = {}
	for person in people:
		if person.customer:
			seen_on.setdefault(person.customer, person.creation)
	belonging = [place for place, person in enumerate(people) if person.customer and person.job_title]
	for place in random.sample(belonging, WITH_TWO_CUSTOMERS):
		person = people[place]
		others = [name for name, on in seen_on.items() if name != person.customer and on < person.creation]
		if others:
			second = Affiliation(branch(random).choice(others), random.choice(AFFILIATION_ROLES), 0)
			people[place] = replace(person, affiliations=(*person.affiliations, second))
	return tuple(people)


def _plain(name: str) -> str:
	"""Return the name as people write it in an email address: lower-case ASCII letters only."""
	letters = unicodedata.normalize("NFKD", name.translate(LETTERS))
	return "".join(letter for letter in letters.lower() if letter.isascii() and letter.isalpha())
