"""What an import would do with a file; writes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import_row.options import RowOutcome
from frappe_crm_app.intake.contact_import.choices import ImportOptions, chosen_mapping, rules_of_site
from frappe_crm_app.intake.contact_import.columns import FIELDS, by_header
from frappe_crm_app.intake.contact_import.documents import sentences_why_slower
from frappe_crm_app.intake.contact_import.files import open_file
from frappe_crm_app.intake.contact_import.matching import Decision, decide_all
from frappe_crm_app.intake.contact_import.planning import (
	PlannedRow,
	full_name,
	identities_of,
	join_rows,
	plan_row,
)
from frappe_crm_app.intake.contact_import.reading import Row, Table
from frappe_crm_app.intake.contact_import.sentences import (
	label_of,
	sentence_about_missing,
	sentence_about_row,
)
from frappe_crm_app.intake.contact_import.writing import storable, values_for_known, values_of_new

CHUNK = 1000
SHOWN_ROWS = 10
SHOWN_REMARKS = 500
COUNTED_ROWS = 100_000  # a request must end; beyond, rows are only counted
SHOWN_CELL = 140
ACTION_OF = {RowOutcome.CREATED: "create", RowOutcome.UPDATED: "update", RowOutcome.SKIPPED: "skip"}


@dataclass
class Preview:
	"""Counts and examples, gathered chunk by chunk."""

	options: ImportOptions
	counts: dict[str, int] = field(default_factory=lambda: {"create": 0, "update": 0, "skip": 0})
	repeated: int = 0
	rows: list[dict] = field(default_factory=list)
	problems: list[dict] = field(default_factory=list)
	notes: list[dict] = field(default_factory=list)
	seen: set[tuple[str, str]] = field(default_factory=set)

	def add(self, planned: list[PlannedRow]) -> None:
		"""Take a chunk of planned rows into account."""
		for decision in decide_all(planned, self.options.mode):
			action = ACTION_OF[decision.outcome]
			rows = len(decision.row.numbers)
			keys = identities_of(decision.row)
			if action == "skip":
				self.counts["skip"] += rows
			elif not self.seen.isdisjoint(keys):
				self.repeated += rows
			else:
				self.counts[action] += 1
				self.repeated += rows - 1
				self.seen.update(keys)
			self.show(decision)

	def show(self, decision: Decision) -> None:
		"""Keep the decision among the examples while there is room."""
		if len(self.rows) < SHOWN_ROWS:
			self.rows.append(as_stored(decision, self.options))
		if decision.problem and len(self.problems) < SHOWN_REMARKS:
			reason = sentence_about_row(decision.problem)
			self.problems += [{"row": number, "reason": reason} for number in decision.row.numbers]
		elif len(self.notes) < SHOWN_REMARKS:
			self.notes += [
				{"row": decision.row.number, "note": sentence_about_row(note)} for note in decision.row.notes
			]


def preview_file(path: Path, choices: dict | None, options: ImportOptions) -> dict:
	"""Return what an import of the file would do, as `contact_import.api.process` answers it."""
	with open_file(path) as table:
		mapping = chosen_mapping(table.header, choices)
		rows = iter(table.rows)
		counted = list(islice(rows, SHOWN_ROWS))
		examples = [row.cells for row in counted]
		preview, total = count_rows(chain_rows(counted, rows), table, mapping, options)
		rest = sum(1 for _row in rows)
	return {
		"columns": describe_columns(table.header, mapping, examples),
		"mapping": by_header(table.header, mapping),
		"missing": sentence_about_missing(mapping),
		"fields": [{"value": name, "label": label_of(name)} for name in FIELDS],
		"rows_total": total + rest,
		"rows_counted": total,
		"to_create": preview.counts["create"],
		"to_update": preview.counts["update"],
		"to_skip": preview.counts["skip"],
		"rows_repeated": preview.repeated,
		"preview": preview.rows,
		"problems": preview.problems[:SHOWN_REMARKS],
		"notes": preview.notes[:SHOWN_REMARKS],
		"slower_because": sentences_why_slower(options),
	}


def chain_rows(first: list[Row], rest: Iterator[Row]) -> Iterator[Row]:
	"""Yield the rows already read and then those that follow, up to `COUNTED_ROWS`."""
	yield from first
	yield from islice(rest, COUNTED_ROWS - len(first))


def count_rows(
	rows: Iterable[Row], table: Table, mapping: dict[int, str], options: ImportOptions
) -> tuple[Preview, int]:
	"""Return the preview of the rows and how many there were."""
	preview, total, rules = Preview(options), 0, rules_of_site(options)
	rows = iter(rows)
	while chunk := list(islice(rows, CHUNK)):
		total += len(chunk)
		planned = [storable(plan_row(row, len(table.header), mapping, rules)) for row in chunk]
		preview.add(join_rows(planned))
	return preview, total


def describe_columns(header: list[str], mapping: dict[int, str], examples: list[list[str]]) -> list[dict]:
	"""Return each column's header, field and first filled cell."""
	return [
		{
			"header": text,
			"fieldname": mapping.get(column, ""),
			"example": next(
				(cells[column][:SHOWN_CELL] for cells in examples if column < len(cells) and cells[column]),
				"",
			),
		}
		for column, text in enumerate(header)
	]


def as_stored(decision: Decision, options: ImportOptions) -> dict:
	"""Return a row as it will be stored, or why it will not be."""
	row = decision.row
	answer = {
		"row": row.number,
		"rows": list(row.numbers),
		"action": ACTION_OF[decision.outcome],
		"reason": sentence_about_row(decision.problem) if decision.problem else "",
		"notes": [sentence_about_row(note) for note in row.notes],
	}
	return {**answer, "values": values_to_show(decision, options)}


def values_to_show(decision: Decision, options: ImportOptions) -> dict[str, str]:
	"""Return the contact's fields as they will be; of a row that is not taken, what could be read."""
	values = dict(decision.row.values)
	if decision.outcome == RowOutcome.SKIPPED:
		return values
	if decision.outcome == RowOutcome.CREATED:
		values = values_of_new(decision.row, options, frappe.session.user)
	elif decision.contact:
		stored = {name: decision.contact[name] for name in FIELDS if decision.contact[name]}
		values = {**stored, **values_for_known(decision)}
	return {name: values[name] for name in FIELDS if values.get(name)} | {"full_name": full_name(values)}
