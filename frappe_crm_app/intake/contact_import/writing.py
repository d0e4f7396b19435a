"""Writes a chunk of an import set-based: a handful of statements, however many rows.

What the controller of CRM Contact guarantees holds here too: names tidied and joined, email and phone normalised
(`planning.py`), HTML defused, the owner and the defaults filled in, a linked customer's own spelling kept, a version
of each change, contacts found by the search bar.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import frappe
from frappe.utils import now_datetime
from frappe.utils.html_utils import sanitize_html
from frappe.utils.response import json_handler

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import_row.options import RowOutcome
from frappe_crm_app.intake.contact_import.choices import ImportOptions, own_fields
from frappe_crm_app.intake.contact_import.further import write_phones
from frappe_crm_app.intake.contact_import.ledger import LedgerRow
from frappe_crm_app.intake.contact_import.matching import Decision
from frappe_crm_app.intake.contact_import.own_fields import OwnField
from frappe_crm_app.intake.contact_import.planned_rows import (
	LONG_FIELDS,
	LONGEST_VALUE,
	FurtherAddresses,
	PlannedRow,
	full_name,
)
from frappe_crm_app.intake.contact_import.remarks import Remark, RowNote, RowProblem
from frappe_crm_app.kit.domain_events.changes import Change
from frappe_crm_app.kit.domain_events.emitting import emit_changes
from frappe_crm_app.kit.set_based import insert_records, write_records
from frappe_crm_app.records.identity.marks import text_of_tags
from frappe_crm_app.records.identity.normalise import clean_text
from frappe_crm_app.records.identity.search_index import index_contacts
from frappe_crm_app.records.identity.tagging import say_tagged

# What an update may change by itself; emails and external IDs are unique, so they change through the document.
PLAIN_FIELDS = (
	"first_name",
	"last_name",
	"full_name",
	"phone",
	"company_name",
	"job_title",
	"status",
	"contact_type",
	"email_opt_out",
	"consent_text",
)
UNIQUE_FIELDS = ("email", "external_id")
TAG = re.compile(r"<[^<>]*>")
TABLES = ("emails", "phones")
TOLD_OF_NEW = (*PLAIN_FIELDS, *UNIQUE_FIELDS, "contact_owner", "source")
NEW_FIELDS = (*TOLD_OF_NEW, "has_further_addresses", "_user_tags")
STANDARD_FIELDS = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")


@dataclass(frozen=True)
class Moment:
	"""When and by whom a chunk is written; rows differ by microseconds, so that lists keep the order of the file."""

	user: str
	start: datetime

	def at(self, place: int) -> datetime:
		"""Return the moment of the row at this place in the chunk."""
		return self.start + timedelta(microseconds=place)


def storable(row: PlannedRow) -> PlannedRow:
	"""Defuse HTML in the values as saving a document does, with a note where that changed more than signs; a value that became too
	long for it is a problem."""
	values = {
		name: without_html(value) if isinstance(value, str) and ("<" in value or ">" in value) else value
		for name, value in row.values.items()
	}
	if values == row.values:
		return row
	too_long = [
		name
		for name, value in values.items()
		if isinstance(value, str) and len(value) > LONGEST_VALUE and name not in LONG_FIELDS
	]
	if too_long or len(full_name(values)) > LONGEST_VALUE:
		problem = Remark(RowProblem.TOO_LONG, (too_long or ["last_name"])[0])
		return replace(row, values={}, problem=problem, known_by=full_name(values)[:LONGEST_VALUE])
	changed = [name for name in values if values[name] != row.values[name]]
	notes = [Remark(RowNote.HTML_REMOVED, row.values[name]) for name in changed]
	return replace(row, values=values, notes=(*row.notes, *notes))


def without_html(text: str) -> str:
	"""Return the text without its HTML tags, and whatever else stands in it as it was typed; `A < B` holds none."""
	if sanitize_html(text) == text:
		return text
	plain = TAG.sub("", text)
	while TAG.search(plain):  # what stood around a tag may have become one
		plain = TAG.sub("", plain)
	return clean_text(sanitize_html(plain))


def values_of_new(row: PlannedRow, options: ImportOptions, user: str) -> dict[str, str | None]:
	"""Return the fields of a new contact: what the row says, the options, and the defaults of the DocType."""
	defaults = {
		name: frappe.get_meta("CRM Contact").get_field(name).default for name in ("status", "contact_type")
	}
	given = {"contact_owner": options.contact_owner or user, "source": options.source}
	return {**defaults, "email_opt_out": 0, **given, **row.values, "full_name": full_name(row.values)}


def changes_of(decision: Decision) -> dict[str, str]:
	"""Return the fields of the stored contact that the row changes, with their new values."""
	values = {**values_for_known(decision), "full_name": full_name(decision.row.values)}
	return {
		name: value for name, value in values.items() if (value or "") != (decision.contact.get(name) or "")
	}


def values_for_known(decision: Decision) -> dict[str, str]:
	"""Return what the row says about a contact that is there: whom it is known by, and not which of its emails is the primary one."""
	values = dict(decision.row.values)
	if decision.contact.customer:
		values.pop("company_name", None)  # a linked customer's name is the company's
	if values.get("email") in decision.contact.get("further", ()):
		values.pop("email")
	return values


def is_plain(decision: Decision) -> bool:
	"""Return whether the row can be written set-based."""
	if decision.contact is None:
		return not decision.row.further.emails
	if not is_all_known(decision):
		return False
	changes = changes_of(decision)
	has_row = bool(decision.contact.has_further_addresses) and "phone" in changes
	return not has_row and {*PLAIN_FIELDS}.issuperset(changes)


def is_all_known(decision: Decision) -> bool:
	"""Return whether the contact has the row's further emails, and the row has no further phone."""
	known = {decision.contact.email, *decision.contact.get("further", ())}
	return not decision.row.further.phones and known.issuperset(decision.row.further.emails)


def rows_of(further: FurtherAddresses) -> dict[str, list[dict]]:
	"""Return `{table: rows}` of a row's further addresses."""
	tables = {
		"emails": [{"email": email} for email in further.emails],
		"phones": [{"phone": each.phone, "extension": each.extension or None} for each in further.phones],
	}
	return {table: rows for table, rows in tables.items() if rows}


def create_contacts(decisions: Sequence[Decision], options: ImportOptions, moment: Moment) -> list[LedgerRow]:
	"""Insert a contact for each decision, in the order of their emails, so that two imports cannot wait for each other."""
	contacts = [new_contact(decision.row, options, moment, place) for place, decision in enumerate(decisions)]
	own = own_fields_of(decisions)
	fields = (*STANDARD_FIELDS, *NEW_FIELDS, *own)
	for contact in contacts:
		contact.update({name: field.empty for name, field in own.items() if contact.get(name) is None})
	ordered = sorted(contacts, key=lambda contact: contact.email or "")
	rows = [tuple(contact.get(name) for name in fields) for contact in ordered]
	insert_records("CRM Contact", fields, rows)
	write_phones(contacts, [decision.row.further.phones for decision in decisions], moment.start)
	link_tags(decisions, contacts, options, moment)
	index_contacts(contacts, are_new=True)
	emit_changes(
		"CRM Contact",
		(
			Change(contact.name, None, {name: contact.get(name) for name in (*TOLD_OF_NEW, *own)})
			for contact in contacts
		),
	)
	return [
		LedgerRow(decision.row.number, RowOutcome.CREATED, contact=contact.name, modified=contact.modified)
		for decision, contact in zip(decisions, contacts, strict=True)
	]


def own_fields_of(decisions: Sequence[Decision]) -> dict[str, OwnField]:
	"""Return those of the site's own fields that the rows fill, by fieldname."""
	filled = {name for decision in decisions for name in decision.row.values}
	return {name: field for name, field in own_fields().items() if name in filled}


def new_contact(row: PlannedRow, options: ImportOptions, moment: Moment, place: int) -> frappe._dict:
	"""Return the columns of a new contact."""
	contact = frappe._dict(values_of_new(row, options, moment.user))
	stamp = moment.at(place)
	contact.update(name=frappe.generate_hash(length=10), owner=moment.user, modified_by=moment.user)
	contact.update(creation=stamp, modified=stamp, docstatus=0, idx=0)
	contact.has_further_addresses = int(bool(row.further.phones))
	contact._user_tags = text_of_tags(tags_of(row, options))
	return contact


def tags_of(row: PlannedRow, options: ImportOptions) -> list[str]:
	"""Return the tags of a new contact: that of the import, and those of its row."""
	return list(dict.fromkeys(filter(None, (options.tag, *row.tags))))


def link_tags(
	decisions: Sequence[Decision], contacts: Sequence[Mapping], options: ImportOptions, moment: Moment
) -> None:
	"""Let Frappe find new contacts by their tags."""
	tagged: dict[str, list[Mapping]] = {}
	for decision, contact in zip(decisions, contacts, strict=True):
		for tag in tags_of(decision.row, options):
			tagged.setdefault(tag, []).append(contact)
	for tag, group in tagged.items():
		link_tag(tag, group, moment)


def link_tag(tag: str, contacts: Sequence[Mapping], moment: Moment) -> None:
	"""Let Frappe find the contacts by this tag."""
	if not frappe.db.exists("Tag", tag):
		frappe.get_doc({"doctype": "Tag", "name": tag}).insert(ignore_permissions=True)
	fields = (
		"name", "owner", "creation", "modified", "modified_by", "document_type", "document_name", "title", "tag",
	)  # fmt: skip
	written = (moment.user, moment.start, moment.start, moment.user)
	rows = [
		(frappe.generate_hash(length=10), *written, "CRM Contact", contact.name, contact.full_name, tag)
		for contact in contacts
	]
	insert_records("Tag Link", fields, rows)
	say_tagged((contact.name for contact in contacts), tag)


def update_contacts(decisions: Sequence[Decision], moment: Moment) -> list[LedgerRow]:
	"""Write what the rows change on their contacts, which must be locked; a row that changes nothing writes nothing."""
	changed = {decision.contact.name: changes for decision in decisions if (changes := changes_of(decision))}
	stamps = {name: moment.at(place) for place, name in enumerate(changed)}
	contacts = [
		frappe._dict(decision.contact, **changed[decision.contact.name])
		for decision in decisions
		if decision.contact.name in changed
	]
	store(contacts, stamps, moment.user)
	befores = {
		decision.contact.name: {
			name: decision.contact[name] for name in changed.get(decision.contact.name, {})
		}
		for decision in decisions
	}
	write_versions(befores, changed, moment)
	say_changed(befores, changed)
	return [
		LedgerRow(
			decision.row.number,
			RowOutcome.UPDATED,
			contact=decision.contact.name,
			modified=stamps.get(decision.contact.name, decision.contact.modified),
			before=befores[decision.contact.name],
		)
		for decision in decisions
	]


def store(contacts: Sequence[frappe._dict], stamps: Mapping[str, datetime], user: str) -> None:
	"""Write the plain fields of locked contacts, and let the search bar find them by these."""
	if not contacts:
		return
	fields = ("name", "modified", "modified_by", *PLAIN_FIELDS)
	rows = [
		(contact.name, stamps[contact.name], user, *[contact[name] for name in PLAIN_FIELDS])
		for contact in contacts
	]
	write_records("CRM Contact", fields, rows)
	index_contacts(contacts)


def say_changed(befores: Mapping[str, Mapping], afters: Mapping[str, Mapping]) -> None:
	"""Say what changed of each contact, from the values before to those after, to who listens."""
	emit_changes(
		"CRM Contact",
		(
			Change(contact, {name: befores[contact][name] for name in after}, after)
			for contact, after in afters.items()
		),
	)


def write_versions(befores: Mapping[str, Mapping], afters: Mapping[str, Mapping], moment: Moment) -> None:
	"""Write a Version of each contact that changes, from the values before to those after."""
	if not frappe.get_meta("CRM Contact").track_changes:
		return
	fields = (
		"name",
		"owner",
		"creation",
		"modified",
		"modified_by",
		"docstatus",
		"idx",
		"ref_doctype",
		"docname",
		"data",
	)
	stamp, user = moment.start, moment.user
	rows = [
		(frappe.generate_hash(length=10), user, stamp, stamp, user, 0, 0, "CRM Contact", name, diff(befores[name], after))
		for name, after in afters.items()
	]  # fmt: skip
	if rows:
		insert_records("Version", fields, rows)


def diff(before: Mapping, after: Mapping) -> str:
	"""Return a change as Frappe's Version holds it."""
	changed = [[name, before[name], value] for name, value in after.items()]
	empty = {"added": [], "removed": [], "row_changed": []}
	return json.dumps({**empty, "changed": changed}, default=json_handler, separators=(",", ":"))


def chunk_moment() -> Moment:
	"""Return the moment at which a chunk is being written, by the session's user."""
	return Moment(frappe.session.user, now_datetime())
