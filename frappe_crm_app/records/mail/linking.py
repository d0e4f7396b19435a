"""What a mail is about: the contacts whose addresses it names, their customers, and the open deals in which they take part.

A mail that names a crowd is about its sender. Our own addresses and those of ignored domains (`domains.py`) are nobody's contact here.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import frappe
from pypika.terms import ValueWrapper

from frappe_crm_app.frappe_crm_app.doctype.crm_mail_participant.options import ParticipantKind
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.records.identity.holders import EMAIL_ROW, holders_of_emails
from frappe_crm_app.records.mail.domains import Domains, domains
from frappe_crm_app.records.mail.rows import LINK, MAIL, PERSON, insert_links
from frappe_crm_app.records.removal.dependents import chunks
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL

CROWD = 50  # people; who writes to more means none of them
MOST_DEALS = 20
Record = tuple[str, str]


@dataclass(frozen=True)
class About:
	"""What a mail is about: records in their order, and the contact of each address."""

	records: tuple[Record, ...] = ()
	contacts: Mapping[str, str] | None = None

	@property
	def customer(self) -> str | None:
		"""The customer who is responsible for it: the first one."""
		return next((name for doctype, name in self.records if doctype == CUSTOMER), None)


def about(emails: Sequence[str], own: Domains) -> About:
	"""Return what a mail between these people is about; the sender stands first."""
	linked = [email for email in dict.fromkeys(emails) if own.is_linked(email)]
	if len(linked) > CROWD:
		linked = [email for email in linked if email == emails[0]]
	contacts = holders_of_emails(linked) if linked else {}
	names = list(dict.fromkeys(contacts[email] for email in linked if email in contacts))
	return About(tuple(records_of(names)), contacts)


def records_of(contacts: Sequence[str]) -> list[Record]:
	"""Return these contacts, their customers and their open deals, in the order of the contacts; one statement."""
	if not contacts:
		return []
	rows = union_all(queries_for(contacts)).run(as_dict=True)
	rows.sort(key=lambda row: contacts.index(row.contact))
	of = {doctype: [row.name for row in rows if row.doctype == doctype] for doctype in (CUSTOMER, DEAL)}
	deals = sorted(set(of[DEAL]), key=of[DEAL].index)[:MOST_DEALS]
	return [
		*((CONTACT, name) for name in contacts),
		*((CUSTOMER, name) for name in dict.fromkeys(of[CUSTOMER])),
		*((DEAL, name) for name in deals),
	]


def queries_for(contacts: Sequence[str]) -> list:
	"""Return the queries for contact, DocType and name of what belongs to these contacts."""
	contact, deal, row = (frappe.qb.DocType(each) for each in (CONTACT, DEAL, "CRM Deal Contact"))
	is_open = deal.outcome == Outcome.OPEN
	names = list(contacts)
	customers = frappe.qb.from_(contact).where(contact.name.isin(names) & contact.customer.isnotnull())
	deals = frappe.qb.from_(deal).where(deal.contact.isin(names) & is_open)
	people = frappe.qb.from_(row).join(deal).on(deal.name == row.parent)
	people = people.where(row.contact.isin(names) & is_open)
	return [
		query.select(holder.as_("contact"), ValueWrapper(doctype).as_("doctype"), name.as_("name"))
		for query, holder, doctype, name in (
			(customers, contact.name, CUSTOMER, contact.customer),
			(deals, deal.contact, DEAL, deal.name),
			(people, row.contact, DEAL, deal.name),
		)
	]


def link(mail: str) -> None:
	"""Link a stored mail to whom it names now, but for the record types whose links somebody chose; what was linked stays.

	A link that was made stays when a contact gets another address or customer: it says what was so.
	"""
	stored = frappe.db.get_value(MAIL, mail, ["name", "customer", "chosen_links"], as_dict=True)
	people = frappe.get_all(
		PERSON, filters={"parent": mail}, fields=["name", "kind", "email", "contact"], order_by="idx asc"
	)
	people.sort(key=lambda row: row.kind != ParticipantKind.FROM)
	found = about([row.email for row in people if row.email], domains())
	name_contacts(people, found.contacts or {})
	chosen = (stored.chosen_links or "").splitlines()
	there = {(row.link_doctype, row.link_name) for row in links_of([mail])}
	missing = [each for each in found.records if each not in there and each[0] not in chosen]
	insert_links([(mail, *record, 0) for record in missing], first=len(there) + 1)
	if not stored.customer and found.customer and CUSTOMER not in chosen:
		set_customer([mail], found.customer)


def name_contacts(people: Iterable[frappe._dict], contacts: Mapping[str, str]) -> None:
	"""Let the rows of participants name the contacts of their addresses."""
	by_contact: dict[str, list[str]] = {}
	for row in people:
		contact = contacts.get(row.email)
		if contact and not row.contact:
			by_contact.setdefault(contact, []).append(row.name)
	table = frappe.qb.DocType(PERSON)
	for contact, names in by_contact.items():
		frappe.qb.update(table).set(table.contact, contact).where(table.name.isin(names)).run()


def links_of(mails: Collection[str]) -> list[frappe._dict]:
	"""Return `parent`, `link_doctype`, `link_name` and `is_chosen` of the links of these mails."""
	if not mails:
		return []
	return frappe.get_all(
		LINK,
		filters={"parent": ("in", list(mails)), "parenttype": MAIL},
		fields=["parent", "link_doctype", "link_name", "is_chosen"],
		order_by="parent asc, idx asc",
	)


def set_customer(mails: Sequence[str], customer: str | None) -> None:
	"""Make a customer the responsible one of these mails."""
	table = frappe.qb.DocType(MAIL)
	for chunk in chunks(list(mails)):
		frappe.qb.update(table).set(table.customer, customer).where(table.name.isin(chunk)).run()
	frappe.clear_document_cache(MAIL)


def link_addresses(emails: Collection[str]) -> int:
	"""Link the mails of these addresses that name no contact yet: one was given the address. Return how many there were."""
	mails = mails_of_newcomers(emails) if emails else []
	for mail in mails:
		link(mail)
	return len(mails)


def mails_of_newcomers(emails: Collection[str]) -> list[str]:
	"""Return the mails in which somebody is no contact who has become one, among these addresses or, if there are none, all."""
	person = frappe.qb.DocType(PERSON)
	contact, row = frappe.qb.DocType(CONTACT), frappe.qb.DocType(EMAIL_ROW)
	own, found = domains(), set()
	for holder in (contact, row):
		query = frappe.qb.from_(person).join(holder).on(holder.email == person.email)
		query = query.select(person.parent, person.email).distinct().where(person.contact.isnull())
		if emails:
			query = query.where(person.email.isin(sorted(set(emails))))
		found.update(mail for mail, email in query.run() if own.is_linked(email))
	return sorted(found)
