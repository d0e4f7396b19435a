"""What the job of an import does with each chunk of rows: match, write, keep the ledger."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import dropwhile, islice
from pathlib import Path

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import.options import (
	COUNTS,
	ImportMode,
	SharedEmails,
)
from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import_row.options import RowOutcome
from frappe_crm_app.intake.contact_import.brought_along import bring_along
from frappe_crm_app.intake.contact_import.choices import (
	ImportOptions,
	check_permissions,
	mapping_by,
	rules_of_site,
)
from frappe_crm_app.intake.contact_import.consents import note_consents
from frappe_crm_app.intake.contact_import.documents import (
	OvertakenError,
	save_documents,
	sentences_why_slower,
	skipped_rows,
)
from frappe_crm_app.intake.contact_import.files import open_file, path_of
from frappe_crm_app.intake.contact_import.joining import join_rows
from frappe_crm_app.intake.contact_import.ledger import LedgerRow, first_rows, write_ledger
from frappe_crm_app.intake.contact_import.matching import Decision, decide_all
from frappe_crm_app.intake.contact_import.planned_rows import PlannedRow
from frappe_crm_app.intake.contact_import.planning import plan_row
from frappe_crm_app.intake.contact_import.tables import ReadingChoices, Row, Table
from frappe_crm_app.intake.contact_import.tasks import JOB
from frappe_crm_app.intake.contact_import.writing import (
	chunk_moment,
	create_contacts,
	is_plain,
	storable,
	update_contacts,
)
from frappe_crm_app.kit.meeting_points import Point, tell, writing_in_bulk
from frappe_crm_app.kit.resumable_job.running import Chunk, in_one_transaction, work_off

CHUNK = 1000
CHUNK_OF_DOCUMENTS = 50
MOST_CLASHES = 2  # after which rows are written one by one


def run(name: str) -> None:
	"""Import what is left of the file."""
	work_off(JOB, name, chunks_left)


def chunks_left(contact_import: Document) -> Iterator[Chunk]:
	"""Yield what is to be done with each chunk of rows after the last one taken."""
	options = options_of(contact_import)
	check_permissions(options)
	through_documents = bool(sentences_why_slower(options))
	path = path_of(frappe.get_doc("File", contact_import.file))
	note_beginning(contact_import, path, options.reading)
	with open_file(path, options.reading) as table:
		plan = planner(contact_import, table, options)
		frappe.db.commit()  # nothing of what was read so far may decide about a row
		size = CHUNK_OF_DOCUMENTS if through_documents else CHUNK
		for rows in chunks_after(table, contact_import.last_row, size):
			planned = join_rows(map(plan, rows), options.shared_emails)
			yield RowsToWrite(contact_import, planned, rows[-1].number, options, through_documents)
	frappe.clear_document_cache("CRM Contact")


def note_beginning(contact_import: Document, path: Path, reading: ReadingChoices) -> None:
	"""Store when the import began and how many rows it has; raises `UnreadableFileError` where the file breaks off."""
	values = {
		"started_on": contact_import.started_on or now_datetime(),
		"rows_total": contact_import.rows_total or count_rows(path, reading),
	}
	in_one_transaction(contact_import, partial(contact_import.db_set, values, update_modified=False))


def options_of(contact_import: Document) -> ImportOptions:
	"""Return the options that the import was started with."""
	return ImportOptions(
		mode=ImportMode(contact_import.mode),
		source=contact_import.source,
		contact_owner=contact_import.contact_owner,
		tag=contact_import.tag,
		create_prospects=bool(contact_import.create_prospects),
		send_to_respondio=bool(contact_import.send_to_respondio),
		encoding=contact_import.encoding or "",
		sheet=contact_import.sheet or "",
		header_row=contact_import.header_row or 0,
		shared_emails=SharedEmails(contact_import.shared_emails),
		overwrite=bool(contact_import.overwrite),
		lower_status=bool(contact_import.lower_status),
		one_name=bool(contact_import.one_name),
		phone_country=contact_import.phone_country,
		leave_bad_phones=bool(contact_import.leave_bad_phones),
		has_consented=bool(contact_import.has_consented),
		consent_wording=contact_import.consent_wording or "",
		mailing_list=contact_import.mailing_list,
	)


def count_rows(path: Path, reading: ReadingChoices) -> int:
	"""Return how many rows the file has; raises `UnreadableFileError` before anything is written where it breaks off."""
	with open_file(path, reading) as table:
		return sum(1 for _row in table.rows)


def planner(contact_import: Document, table: Table, options: ImportOptions) -> Callable[[Row], PlannedRow]:
	"""Return the function that reads a row by the import's mapping."""
	mapping = mapping_by(table.header, frappe.parse_json(contact_import.mapping))
	columns, rules = len(table.header), rules_of_site(options, mapping)
	return lambda row: storable(plan_row(row, columns, mapping, rules))


def chunks_after(table: Table, last_row: int, size: int) -> Iterator[list[Row]]:
	"""Yield the rows after `last_row` in chunks."""
	rows = dropwhile(lambda row: row.number <= (last_row or 0), table.rows)
	while chunk := list(islice(rows, size)):
		yield chunk


@dataclass
class RowsToWrite:
	"""A chunk of rows, to be called until it is written.

	A value that is somebody else's undoes the whole chunk, and the database does not say whose row it was. Matched anew, the row is
	mostly about that contact by then. Where it is not, the rows go through the documents one by one, and the one concerned is skipped
	with its reason.
	"""

	contact_import: Document
	planned: list[PlannedRow]
	last_row: int
	options: ImportOptions
	through_documents: bool
	clashes: int = 0

	def __call__(self) -> dict:
		is_last_try = self.clashes >= MOST_CLASHES
		arguments = self.contact_import, self.planned, self.last_row, self.options
		try:
			return write_chunk(*arguments, self.through_documents or is_last_try, is_last_try)
		except Exception as error:
			self.clashes += is_clash(error)
			raise


def is_clash(error: Exception) -> bool:
	"""Return whether a value was somebody else's."""
	return isinstance(error, OvertakenError) or bool(error.args and frappe.db.is_duplicate_entry(error))


def write_chunk(
	contact_import: Document,
	planned: list[PlannedRow],
	last_row: int,
	options: ImportOptions,
	through_documents: bool,
	is_last_try: bool = False,
) -> dict:
	"""Carry out a chunk and write its ledger; return the counts with those of before, and the last row taken.

	On the last try a row about a contact that was not found and yet is there is skipped.
	"""
	decisions, ours = decide_all(
		planned, options, for_update=True, ledger_of=partial(first_rows, contact_import.name)
	)
	with writing_in_bulk():
		rows = bring_along(decisions, carry_out(decisions, options, through_documents, is_last_try))
	note_consents(decisions, rows, options, (contact_import.doctype, contact_import.name))
	customers = [row.customer for row in rows if row.customer]
	tell(Point.IMPORT_CHUNK_WRITTEN, contact_import=contact_import, customers=customers)
	write_ledger(contact_import.name, contact_import.owner, rows, ours)
	counts = count(decisions, rows, ours)
	totals = {name: (contact_import.get(name) or 0) + counts[name] for name in COUNTS}
	return {**totals, "last_row": last_row}


def carry_out(
	decisions: Sequence[Decision], options: ImportOptions, through_documents: bool, is_last_try: bool = False
) -> list[LedgerRow]:
	"""Write contacts as decided; return what became of each row."""
	rows = [
		row for decision in decisions if decision.problem for row in skipped_rows(decision, decision.problem)
	]
	wanted = [decision for decision in decisions if not decision.problem]
	if through_documents:
		return rows + save_documents(wanted, options, is_last_try)
	new = [decision for decision in wanted if decision.outcome == RowOutcome.CREATED]
	known = [decision for decision in wanted if decision.outcome == RowOutcome.UPDATED]
	moment = chunk_moment()
	plain = [decision for decision in new if is_plain(decision)]
	rows += create_contacts(plain, options, moment) if plain else []
	rows += update_contacts([decision for decision in known if is_plain(decision)], moment)
	return rows + save_documents([decision for decision in wanted if not is_plain(decision)], options)


def count(decisions: Sequence[Decision], rows: Sequence[LedgerRow], ours: Collection[str]) -> Counter:
	"""Return the chunk's counts: contacts made, contacts of before updated or already so, rows skipped, rows about one of another row."""
	outcomes = Counter(row.outcome for row in rows if row.contact not in ours)
	unchanged = sum(row.is_unchanged for row in rows if row.contact not in ours)
	all_rows = sum(len(decision.row.numbers) for decision in decisions)
	counts = Counter(
		created=outcomes[RowOutcome.CREATED],
		updated=outcomes[RowOutcome.UPDATED] - unchanged,
		unchanged=unchanged,
		skipped=outcomes[RowOutcome.SKIPPED],
	)
	counts["repeated"] = all_rows - counts.total()
	return counts
