"""Takes an import back: removes the contacts it made, gives those it updated what they held before.

Set-based, in chunks, each in one transaction; what is undone is marked in the ledger, so a job that takes over goes on
with the rest. A contact that was changed since, or made by the import and used since, stays and says why.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import partial

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import.options import ImportStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import_row.options import RowOutcome
from frappe_crm_app.intake.contact_import.brought_along import take_back
from frappe_crm_app.intake.contact_import.consents import forget_noted, said_since
from frappe_crm_app.intake.contact_import.event_kinds import UNDONE
from frappe_crm_app.intake.contact_import.ledger import MADE
from frappe_crm_app.intake.contact_import.matching import load_contacts
from frappe_crm_app.intake.contact_import.tasks import JOB
from frappe_crm_app.intake.contact_import.writing import (
	PLAIN_FIELDS,
	TABLES,
	chunk_moment,
	say_changed,
	store,
	write_versions,
)
from frappe_crm_app.kit.conflicts import undoing
from frappe_crm_app.kit.domain_events.cause import in_bulk
from frappe_crm_app.kit.domain_events.changes import Change
from frappe_crm_app.kit.domain_events.emitting import emit_changes, emit_state
from frappe_crm_app.kit.exceptions import ImportStateError
from frappe_crm_app.kit.meeting_points import Point, tell
from frappe_crm_app.kit.references import remove_beside, used
from frappe_crm_app.kit.resumable_job.running import TakenOver, in_one_transaction, publish
from frappe_crm_app.kit.set_based import catching_refusal, update_records
from frappe_crm_app.records.identity.search_index import forget_contacts
from frappe_crm_app.records.removal.dependents import keep_deleted_documents
from frappe_crm_app.visibility.roles import CRMRole

CHUNK = 500
MAY_UNDO_ANY = (CRMRole.ADMIN, CRMRole.MANAGER)
UNDOABLE = (ImportStatus.COMPLETED, ImportStatus.FAILED)


def start_undo(contact_import: Document) -> None:
	"""Queue the undoing of an import that is over.

	Whoever started it may undo it, whatever their right to delete contacts, and so may managers. Raises
	`ImportStateError` and `frappe.PermissionError`.
	"""
	is_own = contact_import.owner == frappe.session.user
	if not is_own and set(MAY_UNDO_ANY).isdisjoint(frappe.get_roles()):
		frappe.throw(_("Only who started an import, or a manager, may undo it."), frappe.PermissionError)
	status = frappe.db.get_value("CRM Contact Import", contact_import.name, "status", for_update=True)
	if status not in UNDOABLE:
		frappe.throw(_("This import cannot be undone: it is {0}.").format(_(status)), ImportStateError)
	contact_import.db_set({"status": ImportStatus.UNDOING, "beat_on": now_datetime()})
	JOB.enqueue(contact_import.name, ImportStatus.UNDOING)


def run(name: str) -> None:
	"""Undo what is left of the import."""
	if not frappe.db.exists("CRM Contact Import", name):
		return
	contact_import = frappe.get_doc("CRM Contact Import", name)
	frappe.set_user(contact_import.modified_by)  # who asked for it
	try:
		with in_bulk():
			while in_one_transaction(contact_import, partial(undo_rows, contact_import)):
				publish(contact_import)
	except TakenOver:
		frappe.db.rollback()
		return
	in_one_transaction(contact_import, partial(end, contact_import))
	frappe.clear_document_cache("CRM Contact")
	publish(contact_import)


def end(contact_import: Document) -> None:
	"""Mark the import as undone."""
	contact_import.db_set("status", ImportStatus.UNDONE)
	emit_state(UNDONE, contact_import)


def undo_rows(contact_import: Document) -> bool:
	"""Undo the next rows of the ledger; return whether there were any."""
	status = frappe.db.get_value("CRM Contact Import", contact_import.name, "status", for_update=True)
	if status != ImportStatus.UNDOING:
		raise TakenOver
	rows = next_rows(contact_import.name)
	if not rows:
		return False
	contacts = {
		contact.name: contact
		for contact in load_contacts(sorted(row.contact for row in rows), for_update=True)
	}
	take_brought_back(rows, contacts)
	kept = reasons_to_keep(rows, contacts)
	tell(Point.IMPORT_CHUNK_UNDOING, customers=[row.customer for row in rows if row.customer])
	remove([row for row in rows if is_to_undo(row, RowOutcome.CREATED, kept)], contacts)
	kept |= restore([row for row in rows if is_to_undo(row, RowOutcome.UPDATED, kept)], contacts)
	mark([row.name for row in rows if row.name not in kept], RowOutcome.UNDONE)
	for reason in set(kept.values()):
		mark([name for name in kept if kept[name] == reason], RowOutcome.KEPT, reason)
	counts = {
		"undone": (contact_import.undone or 0) + len(rows) - len(kept),
		"kept": (contact_import.kept or 0) + len(kept),
	}
	contact_import.db_set({**counts, "beat_on": now_datetime()}, update_modified=False)
	return True


def next_rows(contact_import: str) -> list[frappe._dict]:
	"""Return rows of the ledger that are still to be undone."""
	return frappe.get_all(
		"CRM Contact Import Row",
		filters={
			"contact_import": contact_import,
			"outcome": ("in", [RowOutcome.CREATED, RowOutcome.UPDATED]),
		},
		fields=[
			"name",
			"contact_import",
			"outcome",
			"contact",
			"contact_modified",
			"customer",
			"held_before",
		],
		order_by="file_row desc, name desc",
		limit=CHUNK,
	)


def is_to_undo(row: frappe._dict, outcome: RowOutcome, kept: dict[str, str]) -> bool:
	"""Return whether a row had this outcome and nothing speaks against undoing it."""
	return row.outcome == outcome and row.name not in kept


def take_brought_back(rows: Sequence[frappe._dict], contacts: dict[str, frappe._dict]) -> None:
	"""Remove the notes and places that contacts brought along which are as the import made them."""
	for row in rows:
		contact = contacts.get(row.contact)
		made = json.loads(row.held_before).get(MADE) if row.held_before else None
		if made and contact and is_same_moment(contact.modified, row.contact_modified):
			take_back(row.contact, made)


def reasons_to_keep(rows: Sequence[frappe._dict], contacts: dict[str, frappe._dict]) -> dict[str, str]:
	"""Return `{ledger row: why its contact stays as it is}`."""
	created = [row.contact for row in rows if row.outcome == RowOutcome.CREATED and row.contact in contacts]
	in_use = used("CRM Contact", created) | said_since(created, rows[0].contact_import)
	reasons = {}
	for row in rows:
		contact = contacts.get(row.contact)
		if not contact:
			reasons[row.name] = _("The contact is not there any more.")
		elif not is_same_moment(contact.modified, row.contact_modified):
			reasons[row.name] = _("The contact was changed since.")
		elif row.contact in in_use:
			reasons[row.name] = _("The contact was used since.")
	return reasons


def is_same_moment(first: datetime | str, second: datetime | str) -> bool:
	"""Return whether two stored moments are one."""
	return get_datetime(first) == get_datetime(second)


def remove(rows: Sequence[frappe._dict], contacts: dict[str, frappe._dict]) -> None:
	"""Delete the contacts that the rows have made, keeping a Deleted Document of each, and the prospects made for them.

	A prospect that is used by now stays; its contact goes.
	"""
	names = [row.contact for row in rows]
	if not names:
		return
	keep_deleted_documents("CRM Contact", names)
	remove_beside("CRM Contact", names)
	forget_noted(names, rows[0].contact_import)
	for table in frappe.get_meta("CRM Contact").get_table_fields():
		frappe.db.delete(table.options, {"parenttype": "CRM Contact", "parent": ("in", names)})
	frappe.db.delete("CRM Contact", {"name": ("in", names)})
	forget_contacts(names)
	emit_changes("CRM Contact", (Change(name, values_of(contacts[name]), None) for name in names))
	for customer in {row.customer for row in rows if row.customer}:
		remove_prospect(customer)


def values_of(contact: frappe._dict) -> dict:
	"""Return what the import knows of a contact's fields."""
	return {name: value for name, value in contact.items() if name not in ("name", "modified")}


def remove_prospect(customer: str) -> None:
	"""Delete a prospect made by the import, unless it was changed or is used by now."""
	creation, modified = frappe.db.get_value("CRM Customer", customer, ["creation", "modified"]) or (
		None,
		None,
	)
	has_notes = frappe.db.exists("CRM Follow-up Note", {"customer": customer})
	if not creation or not is_same_moment(creation, modified) or has_notes:
		return
	try:
		with undoing("prospect", frappe.LinkExistsError):
			frappe.delete_doc("CRM Customer", customer, ignore_permissions=True)
	except frappe.LinkExistsError:
		frappe.clear_messages()


def restore(rows: Sequence[frappe._dict], contacts: dict[str, frappe._dict]) -> dict[str, str]:
	"""Give the contacts back what they held before; return `{ledger row: why not}` for those that cannot have it."""
	befores = {row.contact: json.loads(row.held_before) for row in rows if row.held_before}
	plain = {name: before for name, before in befores.items() if {*PLAIN_FIELDS}.issuperset(before)}
	moment = chunk_moment()
	stamps = {name: moment.at(place) for place, name in enumerate(plain)}
	store([frappe._dict(contacts[name], **before) for name, before in plain.items()], stamps, moment.user)
	if rows:
		forget_noted([row.contact for row in rows], rows[0].contact_import)
	write_versions({name: contacts[name] for name in plain}, plain, moment)
	say_changed(contacts, plain)
	kept = {}
	for row in rows:
		reason = (
			row.contact in befores
			and row.contact not in plain
			and restore_document(row, befores[row.contact])
		)
		if reason:
			kept[row.name] = reason
	return kept


def restore_document(row: frappe._dict, before: dict) -> str:
	"""Give one contact back its email or external ID, which are unique; return why that is not possible, `""` if it is."""
	with catching_refusal() as refusal:
		contact = frappe.get_doc("CRM Contact", row.contact)
		contact.flags.company_is_text = True
		contact.flags.ignore_permissions = True
		contact.flags.keeps_consent = True
		# Rows that the import added may all go, and the primary address stays.
		contact.flags.fields_lead = not before.keys().isdisjoint(TABLES)
		contact.update(before)
		contact.save()
	return refusal.reason


def mark(rows: list[str], outcome: RowOutcome, reason: str = "") -> None:
	"""Note in the ledger what became of these rows."""
	if not rows:
		return
	ledger = frappe.qb.DocType("CRM Contact Import Row")
	query = update_records("CRM Contact Import Row").set(ledger.outcome, outcome).set(ledger.reason, reason)
	query.where(ledger.name.isin(rows)).run()
