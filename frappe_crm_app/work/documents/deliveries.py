"""Which version of a document went where: by mails that carried it, and by public links that were opened.

A mail is recognised by what its files hold, however they came to it; only for documents that its writer sees, so that nobody learns
of a document by having an equal file.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

import frappe
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_document_delivery.options import Channel
from frappe_crm_app.frappe_crm_app.doctype.crm_mail_participant.options import ParticipantKind
from frappe_crm_app.kit.set_based import insert_records
from frappe_crm_app.records.mail.rows import MAIL, PERSON, STANDARD, new_name, standard
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import CONTACT, DOCUMENT
from frappe_crm_app.work.documents.store import VERSION, content_of

DELIVERY = "CRM Document Delivery"
COLUMNS = (
	"document",
	"version",
	"number",
	"channel",
	"delivered_on",
	"contact",
	"customer",
	"address",
	"mail",
	"public_link",
)
TOLD = (ParticipantKind.TO, ParticipantKind.CC)


def note_mail(mail: str) -> None:
	"""Note which versions a mail carries, for each to whom it goes (hook `crm_mail_sent`); one statement for a mail without files."""
	files = frappe.get_all(
		"File",
		filters={"attached_to_doctype": MAIL, "attached_to_name": mail, "is_folder": 0},
		fields=["name", "content_hash"],
	)
	versions = versions_like(files, frappe.db.get_value(MAIL, mail, "written_by")) if files else []
	if versions:
		people = people_of(mail)
		write([row_of(version, Channel.MAIL, person, mail=mail) for version in versions for person in people])


def versions_like(files: Sequence[frappe._dict], writer: str | None) -> list[frappe._dict]:
	"""Return the versions that are equal to one of these files, of documents that the writer sees; of each document the newest."""
	hashes = {file.content_hash for file in files if file.content_hash}
	if not hashes or not writer:
		return []
	version, file, document = (
		frappe.qb.DocType(VERSION),
		frappe.qb.DocType("File"),
		frappe.qb.DocType(DOCUMENT),
	)
	query = frappe.qb.from_(version).join(file).on(file.name == version.file).join(document)
	query = query.on(document.name == version.document).select(
		version.name, version.document, version.number, version.sha256
	)
	query = query.where(file.content_hash.isin(sorted(hashes)))
	allowed = policy.criterion(DOCUMENT, writer)
	rows = (query if allowed is None else query.where(allowed)).orderby(version.number).run(as_dict=True)
	digests = digests_of(files) if rows else set()
	return list({row.document: row for row in rows if row.sha256 in digests}.values())


def digests_of(files: Iterable[frappe._dict]) -> set[str]:
	"""Return the SHA-256 of what these files hold."""
	contents = (content_of(file.name) for file in files)
	return {hashlib.sha256(content).hexdigest() for content in contents if content is not None}


def people_of(mail: str) -> list[frappe._dict]:
	"""Return `{address, contact, customer}` of those to whom a mail goes; not of those who get a blind copy."""
	person, contact = frappe.qb.DocType(PERSON), frappe.qb.DocType(CONTACT)
	query = frappe.qb.from_(person).left_join(contact).on(contact.name == person.contact)
	query = query.select(person.email.as_("address"), person.contact, contact.customer)
	return query.where((person.parent == mail) & person.kind.isin([str(kind) for kind in TOLD])).run(
		as_dict=True
	)


def row_of(version: frappe._dict, channel: Channel, person: dict, **way: object) -> tuple:
	"""Return the values of a delivery, of now unless `delivered_on` says otherwise; `way` is the mail or the public link."""
	values = {
		"document": version.document,
		"version": version.name,
		"number": version.number,
		"channel": str(channel),
		"delivered_on": now_datetime(),
		**{field: person.get(field) for field in ("contact", "customer", "address")},
		**way,
	}
	return tuple(values.get(column) for column in COLUMNS)


def write(rows: Sequence[tuple]) -> None:
	"""Write deliveries in one statement."""
	insert_records(DELIVERY, (*STANDARD, *COLUMNS), [(*standard(new_name()), *row) for row in rows])


def what_they_have(document: str, newest: int, allowed: object = None) -> list[frappe._dict]:
	"""Return the last version that each has: `{contact, customer, address, number, delivered_on, channel, is_behind}`, newest deliveries first.

	Each is a contact, else an address, else a customer.
	"""
	delivery = frappe.qb.DocType(DELIVERY)
	fields = ("contact", "customer", "address", "number", "delivered_on", "channel")
	query = (
		frappe.qb.from_(delivery)
		.select(*(delivery[field] for field in fields))
		.where(delivery.document == document)
	)
	query = query if allowed is None else query.where(allowed)
	rows = query.orderby(delivery.delivered_on, order=frappe.qb.desc).limit(1_000).run(as_dict=True)
	by_receiver = defaultdict(list)
	for row in rows:
		by_receiver[row.contact or row.address or row.customer].append(row)
	return [with_highest(rows, newest) for rows in by_receiver.values()]


def with_highest(rows: list[frappe._dict], newest: int) -> frappe._dict:
	"""Return the delivery of the highest version among these, which are somebody's."""
	highest = max(rows, key=lambda row: row.number or 0)
	return frappe._dict(highest, is_behind=int((highest.number or 0) < (newest or 0)))
