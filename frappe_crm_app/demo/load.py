"""Writes the demo on a site: every row as a save would have stored it, in one INSERT per table.

No mail, no job, no hook: nothing here happens now, it happened over the last year.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import fields, is_dataclass
from enum import Enum

import frappe
from frappe.model.document import Document
from frappe.query_builder.terms import subqry
from frappe.utils import getdate, nowdate

from frappe_crm_app.channels.reminders.due import leave_untold
from frappe_crm_app.demo.generate import generate
from frappe_crm_app.demo.marks import PREFIX, is_demo
from frappe_crm_app.demo.rates import list_missing_rates
from frappe_crm_app.demo.search_index import index
from frappe_crm_app.demo.seller import name_missing_seller
from frappe_crm_app.demo.staff import ensure_logins
from frappe_crm_app.demo.surroundings import read_setting
from frappe_crm_app.demo.world import World
from frappe_crm_app.frappe_crm_app.doctype.crm_desk_settings.options import Trade
from frappe_crm_app.records.consent.filling import fill_missing as note_consents
from frappe_crm_app.records.follow_up.activity import LINKS, last_completed, next_scheduled
from frappe_crm_app.records.mail.domains import forget_own_addresses
from frappe_crm_app.records.pipeline.money import value_in_base_currency
from frappe_crm_app.records.trades.choosing import choose
from frappe_crm_app.work.events.timing import keep_recurrence, keep_time

CHUNK = 500
# DocTypes that the demo writes, in the order in which they are written and reported, and where their rows are.
WRITTEN = (
	("CRM Salesperson", "salespeople"),
	("CRM Customer", "customers"),
	("CRM Contact", "contacts"),
	("CRM Sales Deal", "deals"),
	("CRM Stage Change", "stage_changes"),
	("CRM Location", "locations"),
	("CRM Follow-up Note", "notes"),
	("Email Account", "mail_accounts"),
	("CRM Mailbox", "mailboxes"),
	("CRM Mail Folder", "mail_folders"),
	("CRM Mail", "mails"),
	("CRM Mailbox Entry", "mailbox_entries"),
	("CRM Mailing List", "mailing_lists"),
	("CRM Segment", "segments"),
	("CRM Subscription", "subscriptions"),
	("CRM Consent", "consents"),
	("CRM Campaign", "campaigns"),
	("CRM Campaign Link", "campaign_links"),
	("CRM Campaign Recipient", "campaign_recipients"),
	("CRM Campaign Click", "campaign_clicks"),
	("CRM Message", "messages"),
	("CRM Tax Class", "tax_classes"),
	("CRM Sales Product", "products"),
	("CRM Quote", "quotes"),
	("CRM Project Template", "project_templates"),
	("CRM Project", "projects"),
	("CRM Milestone", "milestones"),
	("CRM Follow-up Note", "tasks"),
	("CRM Event", "events"),
)
PARTS = len(WRITTEN) + 2  # of the whole, with the PDFs of quotes and the documents


def ignore(done: int, total: int) -> None:
	"""Tell nobody how far the demo is."""


def load_demo(password: str, progressed: Callable[[int, int], None] = ignore) -> dict[str, int]:
	"""Write the demo and return how many rows of each DocType; the team's logins get `password`, and `progressed` hears of each part.

	It is about logistics, and so chooses that trade. Rows that are there already, since records of the site's own made `--clear` keep them, stay as they are.
	"""
	choose(Trade.LOGISTICS)
	setting = read_setting(getdate(nowdate()))
	world = generate(setting)
	ensure_logins(world.staff, password)
	list_missing_rates(setting)
	name_missing_seller()
	counts: Counter[str] = Counter()
	for place, (doctype, attribute) in enumerate(WRITTEN, start=1):
		counts[doctype] += _write(doctype, _missing(doctype, world, attribute))
		progressed(place, PARTS)
	forget_own_addresses()
	note_consents()
	refresh_dates()
	leave_untold(frappe.qb.DocType("CRM Follow-up Note").name.like(f"{PREFIX}%"))
	return counts


def is_loaded() -> bool:
	"""Return whether the demo is on the site: its notes, to which nothing points, are never kept by clearing."""
	return bool(frappe.db.exists("CRM Follow-up Note", {"name": ("like", f"{PREFIX}%")}))


def refresh_dates() -> None:
	"""Compute next follow-up and last activity of the demo's contacts, customers and deals: one UPDATE for each kind."""
	for link_field, doctype in LINKS.items():
		record = frappe.qb.DocType(doctype)
		(
			frappe.qb.update(record)
			.set(record.next_follow_up_on, subqry(next_scheduled(link_field, record.name)))
			.set(record.last_activity_on, subqry(last_completed(link_field, record.name)))
			.where(record.name.like(f"{PREFIX}%"))
			.run()
		)
		frappe.clear_document_cache(doctype)


def _missing(doctype: str, world: World, attribute: str) -> list[Document]:
	"""Return documents of the rows that the site has not, without emails that somebody else has."""
	there = set(frappe.get_all(doctype, filters={"name": ("like", f"{PREFIX}%")}, pluck="name"))
	documents = [
		_document(doctype, record) for record in getattr(world, attribute) if record.name not in there
	]
	if doctype == "CRM Contact":
		_leave_out_taken_emails(documents)
	for event in documents if doctype == "CRM Event" else ():
		keep_time(event)
		keep_recurrence(event)
	if doctype == "CRM Sales Deal":
		for deal in documents:
			value_in_base_currency(deal)
	return documents


def _document(doctype: str, record: object) -> Document:
	"""Return the document that a record is, its child rows included."""
	document = frappe.new_doc(doctype)
	for field in fields(record):
		value = getattr(record, field.name)
		if isinstance(value, tuple):
			for place, row in enumerate(value, start=1):
				_append(document, field.name, place, row)
		else:
			document.set(field.name, str(value) if isinstance(value, Enum) else value)
	return document


def _append(document: Document, table: str, place: int, row: object) -> None:
	"""Append a child row; its name is its parent's with its place, so that it is as much the demo's."""
	assert is_dataclass(row)
	child = document.append(table, {field.name: getattr(row, field.name) for field in fields(row)})
	child.update(
		{
			"name": f"{document.name}-{table}-{place}",
			"owner": document.owner,
			"creation": document.creation,
			"modified": document.modified,
			"modified_by": document.modified_by,
		}
	)


def _leave_out_taken_emails(contacts: Iterable[Document]) -> None:
	emails = [contact.email for contact in contacts if contact.email]
	if not emails:
		return
	taken = frappe.get_all("CRM Contact", filters={"email": ("in", emails)}, fields=["name", "email"])
	others = {row.email for row in taken if not is_demo(row.name)}
	for contact in contacts:
		if contact.email in others:
			contact.email = None


def _write(doctype: str, documents: list[Document]) -> int:
	_insert(doctype, documents)
	for table in frappe.get_meta(doctype).get_table_fields():
		_insert(table.options, [row for document in documents for row in document.get(table.fieldname)])
	index(doctype, documents)
	return len(documents)


def _insert(doctype: str, documents: list[Document]) -> None:
	if not documents:
		return
	rows = [document.get_valid_dict(convert_dates_to_str=True) for document in documents]
	columns = list(rows[0])
	values = [tuple(row[column] for column in columns) for row in rows]
	frappe.db.bulk_insert(doctype, columns, values, chunk_size=CHUNK)
