"""The customers as rows: what is known of each company and where it stands."""

from datetime import timedelta
from random import Random

from frappe_crm_app.demo.data.companies import (
	ANNOTATIONS,
	CHANNELS,
	COMPANIES,
	FORMER_CLIENTS,
	PARTNER_NETWORKS,
	REFERRALS,
	RELATIONS,
	Company,
)
from frappe_crm_app.demo.data.places import CITIES
from frappe_crm_app.demo.marks import name_of
from frappe_crm_app.demo.moments import workday_from
from frappe_crm_app.demo.money import price_in, usual_currency
from frappe_crm_app.demo.places import phone_in
from frappe_crm_app.demo.plans import CustomerPlan, is_on_board
from frappe_crm_app.demo.records import Contact, Customer, Relation
from frappe_crm_app.demo.setting import Setting
from frappe_crm_app.frappe_crm_app.doctype.crm_customer.options import Kind, Relationship
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.records.identity.likeness import company_key
from frappe_crm_app.records.identity.normalise import name_key

WEIGHTS = ("Up to 1 kg", "1 to 5 kg", "5 to 20 kg", "20 to 70 kg", "Over 70 kg")
SHIPMENTS = {
	"Individual": (5, 60),
	"Startup": (80, 900),
	"SME": (300, 4000),
	"Enterprise": (4000, 30_000),
	"Corporate": (9000, 60_000),
}
DOLLARS_A_SHIPMENT = 2.5  # of a year's value
NUMBER_OF = {company.name: number for number, company in enumerate(COMPANIES)}


def customers(
	random: Random, setting: Setting, plans: tuple[CustomerPlan, ...], people: tuple[Contact, ...]
) -> tuple[Customer, ...]:
	"""Return one row per company, in the order of `COMPANIES`."""
	first_contacts: dict[str, Contact] = {}
	for person in people:
		first_contacts.setdefault(person.customer, person)
	return tuple(
		_customer(random, setting, number, plan, first_contacts[name_of("CRM Customer", number)])
		for number, plan in enumerate(plans)
	)


def _customer(
	random: Random, setting: Setting, number: int, plan: CustomerPlan, first_contact: Contact
) -> Customer:
	company, journey = COMPANIES[number], plan.journey
	modified = journey.entered_on if journey else plan.begun_on
	return Customer(
		name=name_of("CRM Customer", number),
		owner=plan.salesperson,
		creation=plan.begun_on,
		modified=max(modified, plan.begun_on + timedelta(minutes=30)),
		modified_by=plan.salesperson,
		customer_name=company.name,
		customer_name_key=name_key(company.name),
		company_key=company_key(company.name),
		customer_kind=company.kind,
		relationship=company.relationship,
		registration=_registration(company),
		salesperson=plan.salesperson,
		pipeline=journey.pipeline.name if journey else None,
		stage=journey.stage.name if journey else None,
		stage_entered_on=journey.entered_on if journey else None,
		industry=company.industry,
		channel=random.choice(CHANNELS),
		account_type=company.account_type,
		annotations=random.choice(ANNOTATIONS) if random.random() < 0.45 else None,
		primary_contact=first_contact.name,
		**_reach(random, company, first_contact),
		**_shipping(random, setting, number, plan),
		**_partner_data(random, company),
		**_relatives(company),
	)


def _registration(company: Company) -> str:
	if company.name in FORMER_CLIENTS:
		return "Removed"
	return "Registered" if company.relationship == Relationship.CLIENT else "In Process"


def _reach(random: Random, company: Company, first_contact: Contact) -> dict:
	"""Return how to reach the customer; persons are reached as their contact is."""
	city = CITIES[company.city]
	if company.kind == Kind.PERSON:
		return {
			"email": first_contact.email,
			"phone": first_contact.phone,
			"country": city.country,
			"website": None,
			"domain": "",
		}
	return {
		"email": f"hello@{company.slug}.example",
		"phone": phone_in(random, city),
		"country": city.country,
		"website": f"https://www.{company.slug}.example",
		"domain": f"{company.slug}.example",
	}


def _shipping(random: Random, setting: Setting, number: int, plan: CustomerPlan) -> dict:
	"""Return the follow-up data: what they ship, how much of it, and what that is worth in a year."""
	company = COMPANIES[number]
	is_shipper = is_on_board(number) and bool(company.platform)
	shipments = random.randint(*SHIPMENTS[company.account_type]) if is_shipper else 0
	currency = usual_currency(setting, CITIES[company.city].country)
	value = price_in(setting, currency, shipments * 12 * DOLLARS_A_SHIPMENT)
	is_in_sight = plan.ends_with(Outcome.OPEN) and bool(plan.deals)
	closes_on = workday_from(setting.today + timedelta(days=random.randint(7, 80)))
	return {
		"monthly_shipments": shipments,
		"account_value": value,
		"currency": currency if value else None,
		"ecommerce_platform": company.platform,
		"weight_range": random.choice(WEIGHTS) if is_shipper else "",
		"package_content": company.content or None,
		"estimated_close_date": closes_on if is_in_sight else None,
	}


def _partner_data(random: Random, company: Company) -> dict:
	if company.relationship != Relationship.PARTNER_PROSPECT:
		return {"partner_url": None, "partner_rating": 0.0, "partner_social_network": None}
	return {
		"partner_url": f"https://www.{company.slug}.example/partners",
		"partner_rating": random.randint(2, 5) / 5,
		"partner_social_network": random.choice(PARTNER_NETWORKS),
	}


def _relatives(company: Company) -> dict:
	"""Return who referred the customer and how it relates to others."""
	return {
		"referred_by": next(
			(name_of("CRM Customer", NUMBER_OF[by]) for name, by in REFERRALS if name == company.name), None
		),
		"relations": tuple(
			Relation(name_of("CRM Customer", NUMBER_OF[other]), relation)
			for name, relation, other in RELATIONS
			if name == company.name
		),
	}
