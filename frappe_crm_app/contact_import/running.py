"""The job: chunk by chunk, each with its counts and its ledger in one transaction.

What was committed names the last row taken, so a job that takes over goes on with the next one: no row twice, none
lost. Where the database prefers another transaction (a deadlock, an email that somebody else has just taken), the chunk
is matched and written anew.
"""

import random
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import dropwhile, islice
from pathlib import Path

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime, strip_html

from frappe_crm_app.contact_import.choices import ImportOptions, check_permissions, rules_of_site
from frappe_crm_app.contact_import.columns import apply_choices
from frappe_crm_app.contact_import.documents import save_documents, sentences_why_slower, skipped_rows
from frappe_crm_app.contact_import.files import open_file, path_of
from frappe_crm_app.contact_import.ledger import LedgerRow, first_rows, write_ledger
from frappe_crm_app.contact_import.matching import Decision, decide_all, find_names
from frappe_crm_app.contact_import.planning import PlannedRow, join_rows, plan_row
from frappe_crm_app.contact_import.reading import Row, Table
from frappe_crm_app.contact_import.tasks import enqueue_import
from frappe_crm_app.contact_import.writing import (
	chunk_moment,
	create_contacts,
	is_plain,
	storable,
	update_contacts,
)
from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import.options import ImportMode, ImportStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import_row.options import RowOutcome
from frappe_crm_app.respondio import outbox
from frappe_crm_app.set_based import is_conflict

CHUNK = 1000
CHUNK_OF_DOCUMENTS = 50
MOST_TRIES = 8
MOST_ATTEMPTS = 5
SHIFT = 1800  # seconds after which a job hands over to the next, well below its timeout
EVENT = "crm_contact_import"
COUNTS = ("created", "updated", "skipped", "repeated")


class TakenOver(Exception):
	"""Another job is at this import, or it is over."""


def run(name: str) -> None:
	"""Import what is left of the file as the user who started it; a failure that repeating cannot mend ends the import."""
	try:
		contact_import = begin(name)
		import_rows(contact_import)
	except TakenOver:
		frappe.db.rollback()
	except (frappe.ValidationError, frappe.PermissionError) as error:
		frappe.db.rollback()
		fail(name, strip_html(str(error)))


def begin(name: str) -> Document:
	"""Mark the import running and return it; raises `TakenOver` where there is nothing left to do."""
	if not frappe.db.exists("CRM Contact Import", name):
		raise TakenOver
	contact_import = frappe.get_doc("CRM Contact Import", name, for_update=True)
	if contact_import.status not in (ImportStatus.QUEUED, ImportStatus.RUNNING):
		raise TakenOver
	frappe.set_user(contact_import.owner)
	if contact_import.attempts >= MOST_ATTEMPTS:
		frappe.throw(_("The import was interrupted {0} times at the same place.").format(MOST_ATTEMPTS))
	check_permissions(options_of(contact_import))
	started = {"status": ImportStatus.RUNNING, "started_on": contact_import.started_on or now_datetime()}
	sign_of_life = {"beat_on": now_datetime(), "attempts": (contact_import.attempts or 0) + 1}
	contact_import.db_set({**started, **sign_of_life}, update_modified=False, commit=True)
	return contact_import


def import_rows(contact_import: Document) -> None:
	"""Take the rows after the last one taken, until the end of the file or of the shift."""
	options = options_of(contact_import)
	through_documents = bool(sentences_why_slower(options))
	path = path_of(frappe.get_doc("File", contact_import.file))
	if not contact_import.rows_total:
		contact_import.db_set("rows_total", count_rows(path), update_modified=False, commit=True)
	end = time.monotonic() + SHIFT
	with open_file(path) as table:
		plan = planner(contact_import, table)
		frappe.db.commit()  # nothing of what was read so far may decide about a row
		size = CHUNK_OF_DOCUMENTS if through_documents else CHUNK
		for rows in chunks_after(table, contact_import.last_row, size):
			take(contact_import, rows, plan, options, through_documents)
			publish(contact_import)
			if time.monotonic() > end:
				return hand_over(contact_import)
	finish(contact_import)


def options_of(contact_import: Document) -> ImportOptions:
	"""Return the options that the import was started with."""
	return ImportOptions(
		mode=ImportMode(contact_import.mode),
		source=contact_import.source,
		contact_owner=contact_import.contact_owner,
		tag=contact_import.tag,
		create_prospects=bool(contact_import.create_prospects),
		send_to_respondio=bool(contact_import.send_to_respondio),
	)


def count_rows(path: Path) -> int:
	"""Return how many rows the file has; raises `UnreadableFileError` before anything is written where it breaks off."""
	with open_file(path) as table:
		return sum(1 for _row in table.rows)


def planner(contact_import: Document, table: Table) -> Callable[[Row], PlannedRow]:
	"""Return the function that reads a row by the import's mapping."""
	mapping = apply_choices(table.header, frappe.parse_json(contact_import.mapping))
	columns, rules = len(table.header), rules_of_site()
	return lambda row: storable(plan_row(row, columns, mapping, rules))


def chunks_after(table: Table, last_row: int, size: int) -> Iterator[list[Row]]:
	"""Yield the rows after `last_row` in chunks."""
	rows = dropwhile(lambda row: row.number <= (last_row or 0), table.rows)
	while chunk := list(islice(rows, size)):
		yield chunk


def take(
	contact_import: Document,
	rows: Sequence[Row],
	plan: Callable[[Row], PlannedRow],
	options: ImportOptions,
	through_documents: bool,
) -> None:
	"""Write a chunk and what it did in one transaction, again where another transaction was preferred."""
	planned = join_rows(map(plan, rows))
	for number in range(1, MOST_TRIES + 1):
		try:
			lock(contact_import)
			write_chunk(contact_import, planned, rows[-1].number, options, through_documents)
			frappe.db.commit()
			return
		except Exception as error:
			frappe.db.rollback()
			frappe.clear_messages()
			if number == MOST_TRIES or not is_worth_repeating(error):
				raise
			contact_import.reload()
			time.sleep(random.uniform(0, 0.05 * 2**number))


def is_worth_repeating(error: Exception) -> bool:
	"""Return whether a chunk failed because of what others wrote at the same moment."""
	if is_conflict(error) or isinstance(error, frappe.UniqueValidationError | frappe.TimestampMismatchError):
		return True
	return bool(error.args) and frappe.db.is_duplicate_entry(error)


def lock(contact_import: Document) -> None:
	"""Lock the import until the chunk is committed; raises `TakenOver` where another job is further already."""
	stored = frappe.db.get_value(
		"CRM Contact Import", contact_import.name, ["status", "last_row"], as_dict=True, for_update=True
	)
	if stored.status != ImportStatus.RUNNING or (stored.last_row or 0) != (contact_import.last_row or 0):
		raise TakenOver


def write_chunk(
	contact_import: Document,
	planned: list[PlannedRow],
	last_row: int,
	options: ImportOptions,
	through_documents: bool,
) -> None:
	"""Carry out a chunk, write its ledger and add up its counts."""
	ours = first_rows(contact_import.name, find_names(planned))
	decisions = decide_all(planned, options.mode, for_update=True, ours=ours)
	with outbox.held():
		rows = carry_out(decisions, options, through_documents)
	if options.send_to_respondio:
		outbox.owe_prospects(row.customer for row in rows if row.customer)
	write_ledger(contact_import.name, contact_import.owner, rows, ours)
	counts = count(decisions, rows, ours)
	values = {name: (contact_import.get(name) or 0) + counts[name] for name in COUNTS}
	values |= {"last_row": last_row, "beat_on": now_datetime(), "attempts": 0}
	contact_import.db_set(values, update_modified=False)


def carry_out(
	decisions: Sequence[Decision], options: ImportOptions, through_documents: bool
) -> list[LedgerRow]:
	"""Write contacts as decided; return what became of each row."""
	rows = [
		row for decision in decisions if decision.problem for row in skipped_rows(decision, decision.problem)
	]
	wanted = [decision for decision in decisions if not decision.problem]
	if through_documents:
		return rows + save_documents(wanted, options)
	new = [decision for decision in wanted if decision.outcome == RowOutcome.CREATED]
	known = [decision for decision in wanted if decision.outcome == RowOutcome.UPDATED]
	moment = chunk_moment()
	rows += create_contacts(new, options, moment) if new else []
	rows += update_contacts([decision for decision in known if is_plain(decision)], moment)
	return rows + save_documents([decision for decision in known if not is_plain(decision)], options)


def count(decisions: Sequence[Decision], rows: Sequence[LedgerRow], ours: Collection[str]) -> Counter:
	"""Return the chunk's counts: contacts made, contacts of before updated, rows skipped, rows about one of another row."""
	outcomes = Counter(row.outcome for row in rows if row.contact not in ours)
	all_rows = sum(len(decision.row.numbers) for decision in decisions)
	counts = Counter(
		created=outcomes[RowOutcome.CREATED],
		updated=outcomes[RowOutcome.UPDATED],
		skipped=outcomes[RowOutcome.SKIPPED],
	)
	counts["repeated"] = all_rows - counts.total()
	return counts


def hand_over(contact_import: Document) -> None:
	"""Let another job go on, so that no job runs into its timeout."""
	contact_import.db_set("beat_on", now_datetime(), update_modified=False)
	enqueue_import(contact_import.name, ImportStatus.RUNNING, mark=time.time_ns())


def finish(contact_import: Document) -> None:
	"""Mark the import completed."""
	frappe.clear_document_cache("CRM Contact")
	contact_import.db_set(
		{"status": ImportStatus.COMPLETED, "finished_on": now_datetime(), "running_key": None}, commit=True
	)
	publish(contact_import)


def fail(name: str, reason: str) -> None:
	"""Mark the import failed; what it has done so far stays and can be undone."""
	contact_import = frappe.get_doc("CRM Contact Import", name)
	values = {"status": ImportStatus.FAILED, "failure": reason, "running_key": None}
	contact_import.db_set({**values, "finished_on": now_datetime()}, commit=True)
	publish(contact_import)


def publish(contact_import: Document) -> None:
	"""Show the progress to the user who started the import."""
	frappe.publish_realtime(EVENT, state_of(contact_import), user=contact_import.owner)


def state_of(contact_import: Document) -> dict:
	"""Return what the page shows of an import."""
	fieldnames = ("name", "file_name", "status", "failure", "rows_total", *COUNTS, "undone", "kept")
	state = {fieldname: contact_import.get(fieldname) for fieldname in fieldnames}
	state["rows_done"] = sum(contact_import.get(name) or 0 for name in COUNTS)
	return state
