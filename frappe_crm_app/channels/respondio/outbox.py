"""Writes down what is owed to respond.io, in the transaction that makes, changes, merges or removes a prospect.

One row for each prospect, found by its unique `sync_key`. It says that respond.io is to know the prospect; what it is to know is read
when it is sent, so that any number of changes before that are one. `revision` counts changes: a job that finishes with another
revision than it began with is not done.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now
from pypika import Case
from pypika.terms import Criterion, Parameter

from frappe_crm_app.channels.respondio.choice import is_on, is_wanted, is_wanted_from_form, wanted_customers
from frappe_crm_app.channels.respondio.tasks import OUTBOX
from frappe_crm_app.frappe_crm_app.doctype.crm_respondio_sync.options import (
	DUE,
	Operation,
	Step,
	SyncStatus,
)
from frappe_crm_app.kit.conflicts import refused_on_conflict
from frappe_crm_app.kit.meeting_points import is_bulk_writing
from frappe_crm_app.kit.set_based import insert_records, update_records
from frappe_crm_app.records.removal.dependents import chunks

SYNC = "CRM Respondio Sync"
CONTACT_FIELDS = ("first_name", "last_name", "email", "phone")
CUSTOMER_FIELDS = ("customer_name", "email", "phone", "country")
OVER = (SyncStatus.DONE, SyncStatus.FAILED, SyncStatus.CANCELLED)
COLUMNS = (
	"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx",
	"operation", "customer", "contact", "from_form", "status", "step", "next_attempt_on", "sync_key",
	"respondio_contact_id", "merged_contact_id",
)  # fmt: skip


def owe_customer(customer: Document, _event: str | None = None) -> None:
	"""Owe a customer that has just become a prospect, or the change of one that is owed already (`on_update`).

	Of prospects made by an import, which has an option of its own for that, `owe_imported` decides.
	"""
	before = customer.get_doc_before_save()
	is_owed = is_on() and not is_bulk_writing() and is_wanted(customer)
	if is_owed and not (before and is_wanted(before)):
		owe_prospect(customer, is_new=not before)
	if before:
		note_change_of_customer(customer, before)


def owe_prospect(customer: Document, is_new: bool) -> None:
	"""Write the row of a prospect, unless it has one."""
	if not is_wanted_from_form(customer):
		return
	if not is_new and frappe.db.exists(SYNC, {"sync_key": key_of(customer.name)}):
		return
	row = new_row(customer.name, customer.primary_contact, from_form=customer.flags.crm_lead_form)
	insert_records(SYNC, COLUMNS, [row])
	OUTBOX.enqueue()


def owe_imported(contact_import: Document, customers: Sequence[str]) -> None:
	"""Owe the prospects that an import has made, where it was told to (meeting point)."""
	if contact_import.send_to_respondio:
		owe_prospects(customers)


def owe_prospects(customers: Iterable[str]) -> None:
	"""Write the rows of many prospects at once; those that are none, and those that have one, are left out."""
	if not is_on():
		return
	for chunk in chunks(sorted(set(customers))):
		customer, sync = frappe.qb.DocType("CRM Customer"), frappe.qb.DocType(SYNC)
		query = frappe.qb.from_(customer).select(customer.name, customer.primary_contact)
		wanted = query.where(wanted_customers(chunk)).run()
		known = frappe.qb.from_(sync).select(sync.sync_key)
		known = set(known.where(sync.sync_key.isin([key_of(name) for name in chunk])).run(pluck=True))
		rows = [new_row(name, contact) for name, contact in wanted if key_of(name) not in known]
		insert_records(SYNC, COLUMNS, rows)
	OUTBOX.enqueue()


def key_of(customer: str) -> str:
	"""Return the key of which there is one row for ever."""
	return f"add:{customer}"


def new_row(
	customer: str | None,
	contact: str | None,
	operation: Operation = Operation.ADD,
	from_form: str | None = None,
	sync_key: str | None = None,
	ids: tuple[str | None, str | None] = (None, None),
) -> tuple:
	"""Return the columns of a row; `ids` are those at respond.io of a contact and of the one merged into it."""
	stamp, user = now(), frappe.session.user
	return (
		frappe.generate_hash(length=10), user, stamp, stamp, user, 0, 0,
		operation, customer, contact, from_form, SyncStatus.QUEUED, Step.NONE, stamp, sync_key or key_of(customer), *ids,
	)  # fmt: skip


def note_change_of_contact(contact: Document, _event: str | None = None) -> None:
	"""Owe what respond.io knows of a contact and has changed, and a prospect that has waited for somebody to write to."""
	before = contact.get_doc_before_save()
	if before and any(contact.get(name) != before.get(name) for name in CONTACT_FIELDS):
		owe_again(rows_about("contact", contact.name) + rows_without_person(contact.customer))
	elif contact.customer and (before.customer != contact.customer if before else is_on()):
		owe_again(rows_without_person(contact.customer))


def note_change_of_customer(customer: Document, before: Document) -> None:
	"""The same for a customer that is written to itself, or that has another primary contact now."""
	if any(customer.get(name) != before.get(name) for name in CUSTOMER_FIELDS):
		rows = rows_about("customer", customer.name)
		owe_again([row for row in rows if not row.contact or row.awaits_address])
	elif customer.primary_contact != before.primary_contact:
		owe_again(rows_without_person(customer.name))


def rows_without_person(customer: str | None) -> list[frappe._dict]:
	"""Return the rows of a customer of which nobody was sent yet."""
	rows = rows_about("customer", customer) if customer else []
	return [row for row in rows if row.awaits_address or not (row.contact or row.step)]


def rows_about(link: str, name: str) -> list[frappe._dict]:
	"""Return the rows about a contact or customer, save those that were cancelled for good.

	Each insert of a contact asks this, so the database is asked for little and the rest is looked at here.
	"""
	rows = frappe.db.sql(statement_about(link, frappe.db.db_type), [name], as_dict=True)
	return [row for row in rows if row.operation == Operation.ADD and is_open(row)]


def is_open(row: frappe._dict) -> bool:
	"""Return whether a change may still bring a row to respond.io."""
	return row.status != SyncStatus.CANCELLED or bool(row.awaits_address)


@lru_cache
def statement_about(link: str, db_type: str) -> str:
	"""Return the SQL for the rows about a contact or customer, for this kind of database."""
	sync = frappe.qb.DocType(SYNC)
	columns = (sync.name, sync.operation, sync.status, sync.contact, sync.step, sync.awaits_address)
	return frappe.qb.from_(sync).select(*columns).where(sync[link] == Parameter("%s")).get_sql()


@refused_on_conflict()
def owe_again(rows: Sequence[frappe._dict]) -> None:
	"""Count a change in these rows; those that were done, or had failed on what they were, are due.

	MariaDB computes with what the assignments before have set, so `status` comes after all that ask for it.
	"""
	if not rows:
		return
	sync = frappe.qb.DocType(SYNC)
	is_over = sync.status.isin(OVER)
	(
		update_records(SYNC)
		.set(sync.next_attempt_on, Case().when(is_over, now()).else_(sync.next_attempt_on))
		.set(sync.attempts, Case().when(is_over, 0).else_(sync.attempts))
		.set(sync.status, Case().when(is_over, SyncStatus.QUEUED).else_(sync.status))
		.set(sync.awaits_address, 0)
		.set(sync.revision, sync.revision + 1)
		.where(sync.name.isin([row.name for row in rows]))
		.run()
	)
	OUTBOX.enqueue()


def owe_merge(doctype: str, keep: str, remove: str) -> None:
	"""Owe the merge of two contacts at respond.io, where it knows both; before what points to `remove` is moved."""
	kept, removed = respondio_id_of(doctype, keep), respondio_id_of(doctype, remove)
	if not (kept and removed) or kept == removed:
		return
	key = merge_key(keep, remove)
	frappe.db.delete(SYNC, {"sync_key": key})  # of the same merge, undone
	contact = keep if doctype == "CRM Contact" else None
	customer = keep if doctype == "CRM Customer" else frappe.db.get_value(doctype, keep, "customer")
	row = new_row(customer, contact, Operation.MERGE, sync_key=key, ids=(kept, removed))
	insert_records(SYNC, COLUMNS, [row])
	OUTBOX.enqueue()


def owe_merge_of_doubles(contact: str | None) -> None:
	"""Owe a merge where respond.io has one contact of ours twice: merged here, or given another phone, while it was being sent."""
	if not contact:
		return
	filters = {"contact": contact, "operation": Operation.ADD, "respondio_contact_id": ("is", "set")}
	rows = frappe.get_all(
		SYNC, filters, ["customer", "respondio_contact_id as id"], order_by="creation asc, name asc"
	)
	ids = list(dict.fromkeys(row.id for row in rows))
	if len(ids) < 2 or frappe.db.exists(SYNC, {"sync_key": merge_key(*ids[:2])}):
		return
	row = new_row(
		rows[0].customer, contact, Operation.MERGE, sync_key=merge_key(*ids[:2]), ids=tuple(ids[:2])
	)
	insert_records(SYNC, COLUMNS, [row])
	OUTBOX.enqueue()


def merge_key(keep: str, remove: str) -> str:
	"""Return the key of a merge of two records, or of two contacts there."""
	return f"merge:{keep}:{remove}"


def respondio_id_of(doctype: str, name: str) -> str | None:
	"""Return the id that a contact, or a customer that is written to itself, has at respond.io."""
	person = (
		{"contact": name} if doctype == "CRM Contact" else {"customer": name, "contact": ("is", "not set")}
	)
	filters = {**person, "operation": Operation.ADD, "respondio_contact_id": ("is", "set")}
	return frappe.db.get_value(SYNC, filters, "respondio_contact_id", order_by="creation asc")


def undo_merge(doctype: str, kept: str, removed: str) -> None:
	"""Forget a merge that is not sent yet. One that is stays: respond.io cannot take it back, so the record that is there
	again is not at respond.io, and its row says so."""
	merge = frappe.db.get_value(
		SYNC, {"sync_key": merge_key(kept, removed)}, ["name", "status"], as_dict=True
	)
	if not merge:
		return
	if merge.status in DUE:
		cancel(frappe.qb.DocType(SYNC).name == merge.name, _("The merge was undone."))
		return
	sync = frappe.qb.DocType(SYNC)
	is_theirs = sync.contact == removed
	if doctype == "CRM Customer":
		is_theirs = (sync.customer == removed) & sync.contact.isnull()
	cancel(
		is_theirs & (sync.operation == Operation.ADD),
		_("Merged at respond.io, which cannot be undone there. Retry to add it anew."),
	)


def cancel_unsent(customers: Sequence[str]) -> None:
	"""Cancel what is owed about these prospects and has not been begun (an import is undone)."""
	sync = frappe.qb.DocType(SYNC)
	for chunk in chunks(list(customers)):
		is_unsent = sync.status.isin([*DUE, SyncStatus.FAILED]) & (sync.step == Step.NONE)
		cancel(sync.customer.isin(chunk) & is_unsent, _("The import was undone."))


def cancel(criterion: Criterion, reason: str) -> None:
	"""Cancel the rows that meet the criterion."""
	sync = frappe.qb.DocType(SYNC)
	query = update_records(SYNC).set(sync.status, SyncStatus.CANCELLED).set(sync.last_error, reason)
	query.set(sync.awaits_address, 0).where(criterion).run()


def forget_customer(customer: Document, _event: str | None = None) -> None:
	"""Remove the rows of a customer that is being deleted. At respond.io nothing is deleted."""
	frappe.db.delete(SYNC, {"customer": customer.name})


def forget_contact(contact: Document, _event: str | None = None) -> None:
	"""Let the rows of a contact that is being deleted write to whoever else the prospect has, unless they were sent."""
	sync = frappe.qb.DocType(SYNC)
	cancel(
		(sync.contact == contact.name) & (sync.step != Step.NONE),
		_("The contact was deleted here; at respond.io it is left as it was."),
	)
	update_records(SYNC).set(sync.contact, None).where(sync.contact == contact.name).run()
