"""Who else takes part in a deal: some of the customer's people who were there before it, each in a role."""

from dataclasses import replace
from random import Random

from frappe_crm_app.demo.records import Contact, Deal, DealPerson
from frappe_crm_app.demo.streams import branch
from frappe_crm_app.frappe_crm_app.doctype.crm_deal_contact.options import DealRole

WITH_SEVERAL = 0.5  # of the deals whose customer has several people
MOST_FURTHER = 3
LEADING = (DealRole.DECISION_MAKER, DealRole.CHAMPION, DealRole.BUYER)
FURTHER = (DealRole.INFLUENCER, DealRole.USER, DealRole.TECHNICAL_CONTACT, DealRole.BUYER, DealRole.BLOCKER)


def with_people(random: Random, deals: tuple[Deal, ...], people: tuple[Contact, ...]) -> tuple[Deal, ...]:
	"""Return the same deals, of which some list several people, their contact first."""
	contacts_of: dict[str, list[Contact]] = {}
	for person in people:
		contacts_of.setdefault(person.customer, []).append(person)
	return tuple(_with_people(branch(random), deal, contacts_of[deal.customer]) for deal in deals)


def _with_people(random: Random, deal: Deal, known: list[Contact]) -> Deal:
	others = [
		person.name for person in known if person.name != deal.contact and person.creation < deal.creation
	]
	if not others or random.random() > WITH_SEVERAL:
		return deal
	further = random.sample(others, min(len(others), random.randint(1, MOST_FURTHER)))
	roles = random.sample(FURTHER, len(further))
	rows = [DealPerson(deal.contact, random.choice(LEADING), 1)]
	rows += [DealPerson(name, role, 0) for name, role in zip(further, roles, strict=True)]
	return replace(deal, people=tuple(rows), has_further_people=1)
