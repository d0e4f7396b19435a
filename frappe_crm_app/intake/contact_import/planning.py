"""What a row of the file means for the records (pure, no site needed)."""

from collections.abc import Mapping, Sequence

from frappe_crm_app.intake.contact_import.columns import FULL_NAME, FURTHER, NOTES, REPEATABLE, TAGS
from frappe_crm_app.intake.contact_import.empty_cells import is_placeholder
from frappe_crm_app.intake.contact_import.planned_rows import (
	LONGEST_VALUE,
	NO_FURTHER,
	FurtherAddresses,
	PlannedRow,
)
from frappe_crm_app.intake.contact_import.remarks import Remark, RowNote, RowProblem
from frappe_crm_app.intake.contact_import.row_steps import Draft, Rules, steps_for
from frappe_crm_app.intake.contact_import.tables import Fault, Row
from frappe_crm_app.records.identity.normalise import clean_text

TELLING = (FULL_NAME, "first_name", "last_name", "email", "phone", "company_name")
MOST_TOLD = 3  # cells by which a row is known
SEVERAL = frozenset({*FURTHER, *REPEATABLE, TAGS, NOTES})  # cells of which the lines mean something
PROBLEM_OF_FAULT = {
	Fault.BROKEN_QUOTES: RowProblem.BROKEN_QUOTES,
	Fault.SHIFTED_CELLS: RowProblem.SHIFTED_CELLS,
	Fault.FORMULA: RowProblem.FORMULA,
	Fault.DIGITS_LOST: RowProblem.DIGITS_LOST,
}


def plan_row(row: Row, columns: int, mapping: Mapping[int, str], rules: Rules) -> PlannedRow:
	"""Return what the row says, by `mapping` (`{column: fieldname}`); `columns` is how many the header has."""
	problem = fault_of(row, mapping)
	if problem:
		return PlannedRow((row.number,), problem=problem, known_by=known_by(row.cells, {}))
	draft = read_cells(row.cells, mapping)
	for step in steps_for(tuple(mapping.values()), bool(rules.own_fields)):
		problem = step(draft, rules)
		if problem:
			return PlannedRow((row.number,), problem=problem, known_by=known_by(row.cells, mapping))
	if row.fault == Fault.STRAY_BYTES:
		draft.notes.append(Remark(RowNote.STRAY_BYTES))
	if any(row.cells[columns:]):
		draft.notes.append(Remark(RowNote.SURPLUS_CELLS))
	return PlannedRow(
		(row.number,),
		draft.values,
		notes=tuple(draft.notes),
		further=FurtherAddresses(draft.emails, draft.phones) if draft.emails or draft.phones else NO_FURTHER,
		bare_phone=draft.bare_phone,
		unread_phone=draft.unread_phone,
		tags=draft.tags,
		note=draft.note,
		place=draft.place,
		stage=draft.stage,
	)


def known_by(cells: Sequence[str], mapping: Mapping[int, str]) -> str:
	"""Return by what people find a row that cannot be read: name, email, phone or company, else its first cells."""
	texts = [
		clean_text(cells[column])
		for column, name in mapping.items()
		if name in TELLING and column < len(cells)
	]
	told = list(filter(None, texts)) or list(filter(None, map(clean_text, cells)))
	return ", ".join(text[:LONGEST_VALUE] for text in told[:MOST_TOLD])


def fault_of(row: Row, mapping: Mapping[int, str]) -> Remark | None:
	"""Return what is so wrong with the row as it stands in the file, or with a cell that is to be taken, that it is not."""
	if row.fault in PROBLEM_OF_FAULT:
		return Remark(PROBLEM_OF_FAULT[row.fault])
	for column, fault in (row.faults or {}).items():
		if column in mapping:
			return Remark(PROBLEM_OF_FAULT[fault], mapping[column])
	return None


def read_cells(cells: Sequence[str], mapping: Mapping[int, str]) -> Draft:
	"""Return the filled cells by their fields, tidied; what stands for nothing is nothing."""
	draft = Draft({}, [])
	width = len(cells)
	for column, name in mapping.items():
		text = cells[column] if column < width else ""
		if not text:
			continue
		text = text.strip() if name in SEVERAL else clean_text(text)
		if not text or is_placeholder(name, text):
			continue
		if name in REPEATABLE:
			draft.further.append((name, text))
		else:
			draft.values[name] = text
	return draft
