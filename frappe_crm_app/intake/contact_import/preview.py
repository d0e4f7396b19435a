"""What an import would do with a file; writes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import.options import ShownRows
from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import_row.options import RowOutcome
from frappe_crm_app.intake.contact_import.choices import (
	ImportOptions,
	chosen_mapping,
	own_fields,
	rules_of_site,
)
from frappe_crm_app.intake.contact_import.columns import FIELDS, FULL_NAME, TARGETS, by_header
from frappe_crm_app.intake.contact_import.documents import sentences_why_slower
from frappe_crm_app.intake.contact_import.encodings import ENCODINGS
from frappe_crm_app.intake.contact_import.files import open_file
from frappe_crm_app.intake.contact_import.joining import (
	JOINING,
	is_joined_by,
	join_rows,
	keys_of,
	names_agree,
	settle_shared,
)
from frappe_crm_app.intake.contact_import.matching import Decision, decide_all
from frappe_crm_app.intake.contact_import.planned_rows import PlannedRow, full_name
from frappe_crm_app.intake.contact_import.planning import plan_row
from frappe_crm_app.intake.contact_import.remarks import SHARING, Remark, RowNote
from frappe_crm_app.intake.contact_import.sentences import (
	label_of,
	sentence_about_missing,
	sentence_about_row,
)
from frappe_crm_app.intake.contact_import.tables import Row, Table
from frappe_crm_app.intake.contact_import.writing import (
	changes_of,
	storable,
	tags_of,
	values_for_known,
	values_of_new,
)

CHUNK = 1000
SHOWN_ROWS = 10
SHOWN_REMARKS = 500
COUNTED_ROWS = 100_000  # a request must end; beyond, rows are only counted
SHOWN_CELL = 140
SHOWN_COLUMNS = 8  # of the rows among which the header is chosen
ACTION_OF = {RowOutcome.CREATED: "create", RowOutcome.UPDATED: "update", RowOutcome.SKIPPED: "skip"}
NAMES = ("first_name", "last_name")
Key = tuple[str, ...]


@dataclass(frozen=True)
class Page:
	"""Which rows of a preview are shown, and from which of them on (counted from 0)."""

	show: ShownRows = ShownRows.ALL
	start: int = 0


@dataclass
class Preview:
	"""Counts and examples, gathered chunk by chunk."""

	options: ImportOptions
	page: Page
	counts: dict[str, int] = field(default_factory=lambda: {"create": 0, "update": 0, "skip": 0})
	repeated: int = 0
	unchanged: int = 0
	rows: list[dict] = field(default_factory=list)
	shown: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ShownRows, 0))
	problems: list[dict] = field(default_factory=list)
	notes: list[dict] = field(default_factory=list)
	shared: list[dict] = field(default_factory=list)
	name_changes: list[dict] = field(default_factory=list)
	seen: dict[Key, dict] = field(default_factory=dict)  # of rows before, what decides who they are

	def add(self, planned: list[PlannedRow]) -> None:
		"""Take a chunk of planned rows into account."""
		planned = [self.with_earlier_chunks(row) for row in planned]
		decisions, _ours = decide_all(planned, self.options)
		for decision in decisions:
			action = ACTION_OF[decision.outcome]
			changes, further = shown_changes(decision), further_of(decision, self.options)
			rows = len(decision.row.numbers)
			keys = list(keys_of(decision.row)) if decision.row.values else []
			if action == "skip":
				self.counts["skip"] += rows
			elif any(self.is_seen(key, decision.row) for key in keys):
				self.repeated += rows
			else:
				self.counts[action] += 1
				self.unchanged += action == "update" and not (changes or further)
				self.repeated += rows - 1
				values = {name: value for name in JOINING if (value := decision.row.values.get(name))}
				for key in keys:
					self.seen.setdefault(key, values)
			self.show(decision, changes, further)

	def is_seen(self, key: Key, row: PlannedRow) -> bool:
		"""Return whether an earlier chunk has the person with this key."""
		earlier = self.seen.get(key)
		return earlier is not None and is_joined_by(key[0], row.values, earlier)

	def with_earlier_chunks(self, row: PlannedRow) -> PlannedRow:
		"""Return the row as it is chosen for those who share the email of somebody of an earlier chunk."""
		if row.problem or not self.seen:
			return row
		for key in keys_of(row):
			earlier = self.seen.get(key) if key[0] == "email" else None
			if earlier and not names_agree(row.values, earlier):
				return settle_shared(row, full_name(earlier), self.options.shared_emails)
		return row

	def show(self, decision: Decision, changes: list[dict], further: list[str]) -> None:
		"""Keep the decision among the examples while there is room, and what is to be told of it."""
		notes = notes_of(decision)
		for kind in kinds_of(decision, bool(changes or further)):
			is_on_page = kind == self.page.show and self.shown[kind] >= self.page.start
			self.shown[kind] += 1
			if is_on_page and len(self.rows) < SHOWN_ROWS:
				self.rows.append(as_stored(decision, self.options, changes, further))
		self.note_sharing(decision)
		self.note_name_change(decision, changes)
		if decision.problem and len(self.problems) < SHOWN_REMARKS:
			reason = sentence_about_row(decision.problem)
			name = full_name(decision.row.values) if decision.row.values else decision.row.known_by
			self.problems += [
				{"row": number, "reason": reason, "name": name} for number in decision.row.numbers
			]
		elif len(self.notes) < SHOWN_REMARKS:
			self.notes += [{"row": decision.row.number, "note": sentence_about_row(note)} for note in notes]

	def note_sharing(self, decision: Decision) -> None:
		"""Keep who shares an email with somebody of another name."""
		for remark in (decision.problem, *decision.row.notes):
			if remark and remark.code in SHARING and len(self.shared) < SHOWN_REMARKS:
				self.shared.append(
					{
						"row": decision.row.numbers[-1],
						"name": full_name(decision.row.values),
						"email": remark.text,
						"holder": remark.other,
					}
				)

	def note_name_change(self, decision: Decision, changes: list[dict]) -> None:
		"""Keep which stored contact would be called otherwise."""
		if any(change["fieldname"] in NAMES for change in changes) and len(self.name_changes) < SHOWN_REMARKS:
			before, after = decision.contact.full_name, full_name(decision.row.values)
			self.name_changes.append({"row": decision.row.number, "before": before, "after": after})


def preview_file(path: Path, choices: dict | None, options: ImportOptions, page: Page) -> dict:
	"""Return what an import of the file would do, as `contact_import.api.process` answers it."""
	with open_file(path, options.reading) as table:
		mapping = chosen_mapping(table, choices)
		rows = iter(table.rows)
		counted = list(islice(rows, SHOWN_ROWS))
		examples = [row.cells for row in counted]
		preview, total = count_rows(chain_rows(counted, rows), table, mapping, options, page)
		rest = sum(1 for _row in rows)
	return {
		"columns": describe_columns(table.header, mapping, examples),
		"mapping": by_header(table.header, mapping),
		"missing": sentence_about_missing(mapping),
		"fields": [{"value": name, "label": label_of(name)} for name in (*TARGETS, *own_fields())],
		"reading": describe_reading(table),
		"rows_total": total + rest,
		"rows_counted": total,
		"to_create": preview.counts["create"],
		"to_update": preview.counts["update"],
		"unchanged": preview.unchanged,
		"to_skip": preview.counts["skip"],
		"rows_repeated": preview.repeated,
		"preview": preview.rows,
		"page": {"show": page.show, "start": page.start, "length": SHOWN_ROWS, "totals": preview.shown},
		"problems": preview.problems[:SHOWN_REMARKS],
		"notes": preview.notes[:SHOWN_REMARKS],
		"shared_emails": preview.shared,
		"name_changes": preview.name_changes,
		"slower_because": sentences_why_slower(options),
	}


def describe_reading(table: Table) -> dict:
	"""Return how the file is read, and what else a person can choose."""
	source = table.source
	return {
		"encoding": source.encoding,
		"encodings": [{"value": value, "label": label} for value, label in ENCODINGS.items()]
		if source.encoding
		else [],
		"sheet": source.sheet,
		"sheets": [{"name": sheet.name, "is_hidden": sheet.is_hidden} for sheet in source.sheets],
		"header_row": table.header_row,
		"first_rows": [
			{"row": row.number, "cells": [cell[:SHOWN_CELL] for cell in row.cells[:SHOWN_COLUMNS]]}
			for row in table.first_rows
			if any(row.cells)
		],
	}


def chain_rows(first: list[Row], rest: Iterator[Row]) -> Iterator[Row]:
	"""Yield the rows already read and then those that follow, up to `COUNTED_ROWS`."""
	yield from first
	yield from islice(rest, COUNTED_ROWS - len(first))


def count_rows(
	rows: Iterable[Row], table: Table, mapping: dict[int, str], options: ImportOptions, page: Page
) -> tuple[Preview, int]:
	"""Return the preview of the rows and how many there were."""
	preview, total, rules = Preview(options, page), 0, rules_of_site(options, mapping)
	rows = iter(rows)
	while chunk := list(islice(rows, CHUNK)):
		total += len(chunk)
		planned = [storable(plan_row(row, len(table.header), mapping, rules)) for row in chunk]
		preview.add(join_rows(planned, options.shared_emails))
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


def kinds_of(decision: Decision, is_changed: bool) -> Iterator[ShownRows]:
	"""Yield the filters by which a decision is found."""
	yield ShownRows.ALL
	if decision.outcome == RowOutcome.CREATED:
		yield ShownRows.NEW
	if decision.outcome == RowOutcome.SKIPPED:
		yield ShownRows.SKIPPED
	if is_changed and decision.outcome == RowOutcome.UPDATED:
		yield ShownRows.CHANGED
	if notes_of(decision):
		yield ShownRows.NOTED


def notes_of(decision: Decision) -> tuple[Remark, ...]:
	"""Return the remarks about a row, and of a known contact that nothing is brought along for it (`brought_along.py`)."""
	row = decision.row
	is_left = decision.outcome == RowOutcome.UPDATED and (row.tags or row.note or row.place)
	return (*row.notes, Remark(RowNote.ONLY_OF_NEW)) if is_left else tuple(row.notes)


def shown_changes(decision: Decision) -> list[dict]:
	"""Return what an update changes, field by field: `{fieldname, label, before, after}`."""
	if decision.outcome != RowOutcome.UPDATED:
		return []
	return [
		{
			"fieldname": name,
			"label": label_of(name),
			"before": decision.contact.get(name) or "",
			"after": value,
		}
		for name, value in changes_of(decision).items()
		if name != FULL_NAME
	]


def as_stored(decision: Decision, options: ImportOptions, changes: list[dict], further: list[str]) -> dict:
	"""Return a row as it will be stored, or why it will not be."""
	row = decision.row
	answer = {
		"row": row.number,
		"rows": list(row.numbers),
		"action": ACTION_OF[decision.outcome],
		"reason": sentence_about_row(decision.problem) if decision.problem else "",
		"notes": [sentence_about_row(note) for note in notes_of(decision)],
		"changes": changes,
		"further": further,
		"known_by": row.known_by,
	}
	return {**answer, "values": values_to_show(decision, options)}


def further_of(decision: Decision, options: ImportOptions) -> list[str]:
	"""Return what a contact gets beside its fields: further emails and phones, and a new one its tags, address and note, as they are read."""
	row, contact = decision.row, decision.contact
	known = {contact.email, *contact.get("further", ())} if contact else ()
	emails = [email for email in row.further.emails if email not in known]
	phones = [
		f"{each.phone} #{each.extension}" if each.extension else each.phone for each in row.further.phones
	]
	if decision.outcome == RowOutcome.UPDATED:
		return [*emails, *phones]
	tags = tags_of(row, options) if row.tags else ()
	place = ", ".join((row.place or {}).values())
	return [*emails, *phones, *tags, *filter(None, (place, row.note[:SHOWN_CELL]))]


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
	names = (*FIELDS, *own_fields())
	return {name: values[name] for name in names if values.get(name)} | {"full_name": full_name(values)}
