"""Phone numbers, addresses and the customers' locations."""

from datetime import datetime, timedelta
from random import Random

from frappe_crm_app.demo.data.companies import COMPANIES
from frappe_crm_app.demo.data.places import CITIES, City
from frappe_crm_app.demo.marks import name_of
from frappe_crm_app.demo.moments import last_full_day, moment_between
from frappe_crm_app.demo.plans import CustomerPlan
from frappe_crm_app.demo.records import Contact, Location
from frappe_crm_app.demo.setting import Setting
from frappe_crm_app.frappe_crm_app.doctype.crm_customer.options import Kind

LOCATIONS = 80
FURTHER_TYPES = ("Warehouse", "Distribution Center", "Branch")
SPREAD = 0.02  # degrees around the centre, about two kilometres


def fill_digits(random: Random, pattern: str) -> str:
	"""Return `pattern` with a digit for every `#`."""
	return "".join(random.choice("0123456789") if sign == "#" else sign for sign in pattern)


def phone_in(random: Random, city: City) -> str:
	"""Return a phone number of the city in E.164, as phones are stored."""
	return fill_digits(random, city.phone).replace(" ", "")


def locations(
	random: Random, setting: Setting, plans: tuple[CustomerPlan, ...], people: tuple[Contact, ...]
) -> tuple[Location, ...]:
	"""Return one primary location per customer, and a further one for some companies in another city of their country."""
	maker = LocationMaker(random, setting, plans, people)
	for number in range(len(plans)):
		maker.make_home(number)
	companies = [number for number, company in enumerate(COMPANIES) if company.kind == Kind.COMPANY]
	for place, number in enumerate(random.sample(companies, LOCATIONS - len(plans))):
		maker.make_further(number, FURTHER_TYPES[place % len(FURTHER_TYPES)])
	return tuple(maker.made)


class LocationMaker:
	"""Makes locations of customers, named in the order in which they are made."""

	def __init__(
		self,
		random: Random,
		setting: Setting,
		plans: tuple[CustomerPlan, ...],
		people: tuple[Contact, ...],
	) -> None:
		self.random = random
		self.setting = setting
		self.plans = plans
		self.made: list[Location] = []
		self.first_contacts: dict[str | None, str] = {}
		for person in people:
			self.first_contacts.setdefault(person.customer, person.name)

	def make_home(self, number: int) -> None:
		"""Add the primary location of the customer with this number."""
		company = COMPANIES[number]
		is_company = company.kind == Kind.COMPANY
		self._add(
			number,
			CITIES[company.city],
			self.plans[number].begun_on + timedelta(minutes=25),
			location_name=f"{company.name}, {CITIES[company.city].name}",
			location_type=self.random.choice(("Headquarters", "Office")) if is_company else "Office",
			is_primary=1,
		)

	def make_further(self, number: int, location_type: str) -> None:
		"""Add another location of the customer with this number."""
		company = COMPANIES[number]
		city = _city_nearby(self.random, company.city)
		last = last_full_day(self.setting.today)
		self._add(
			number,
			city,
			moment_between(self.random, self.plans[number].begun_on, last),
			location_name=f"{company.name}, {city.name} {location_type}",
			location_type=location_type,
			is_primary=0,
		)

	def _add(self, number: int, city: City, begun_on: datetime, **values) -> None:
		customer, owner = name_of("CRM Customer", number), self.plans[number].salesperson
		location = Location(
			name=name_of("CRM Location", len(self.made)),
			owner=owner,
			creation=begun_on,
			modified=begun_on,
			modified_by=owner,
			customer=customer,
			contact=self.first_contacts.get(customer) if self.random.random() < 0.6 else None,
			phone=phone_in(self.random, city),
			address_line1=_address(self.random, city),
			city=city.name,
			state=city.state,
			postal_code=fill_digits(self.random, city.postal_code),
			country=city.country,
			latitude=round(city.latitude + self.random.uniform(-SPREAD, SPREAD), 6),
			longitude=round(city.longitude + self.random.uniform(-SPREAD, SPREAD), 6),
			**values,
		)
		self.made.append(location)


def _city_nearby(random: Random, home: str) -> City:
	country = CITIES[home].country
	others = [city for key, city in CITIES.items() if city.country == country and key != home]
	return random.choice(others) if others else CITIES[home]


def _address(random: Random, city: City) -> str:
	street, number = random.choice(city.streets), random.randint(2, 980)
	return f"{number} {street}" if city.is_number_first else f"{street} {number}"
