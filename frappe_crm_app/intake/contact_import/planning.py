"""What a row of the file means for the records (pure, no site needed)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from frappe_crm_app.intake.contact_import.columns import FIELDS
from frappe_crm_app.intake.contact_import.reading import Row
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.records.identity.normalise import clean_text, normalise_email, normalise_phone

LONGEST_VALUE = 140  # a Data field's


class RowProblem(StrEnum):
	"""Why a row is not taken."""

	NO_FIRST_NAME = "no first name"
	NO_LAST_NAME = "no last name"
	BAD_EMAIL = "bad email"
	BAD_PHONE = "bad phone"
	TOO_LONG = "too long"
	EXISTS = "exists"
	UNKNOWN = "unknown"
	NOT_WRITABLE = "not writable"
	TWO_CONTACTS = "two contacts"
	REFUSED = "refused"


class RowNote(StrEnum):
	"""What one should know about a row that is taken."""

	UNKNOWN_STATUS = "unknown status"
	UNKNOWN_TYPE = "unknown type"
	SURPLUS_CELLS = "surplus cells"


@dataclass(frozen=True)
class Remark:
	"""A problem or note about a row; `text` is the value or field it is about."""

	code: RowProblem | RowNote
	text: str = ""


@dataclass(frozen=True)
class PlannedRow:
	"""A row, read: what it says about a person, normalised, or why it is not taken.

	`values` holds only fields that are filled: an empty cell changes nothing. `numbers` are the rows of the file that
	speak of this person, the latest last.
	"""

	numbers: tuple[int, ...]
	values: Mapping[str, str] = field(default_factory=dict)
	problem: Remark | None = None
	notes: tuple[Remark, ...] = ()

	@property
	def number(self) -> int:
		"""The row by which a person finds it in the file."""
		return self.numbers[0]


@dataclass(frozen=True)
class Rules:
	"""What planning must know about the site: `region` (ISO 3166-1 alpha-2) of phones without prefix, Select values."""

	region: str | None = None
	statuses: tuple[str, ...] = ()
	contact_types: tuple[str, ...] = ()


def plan_row(row: Row, columns: int, mapping: Mapping[int, str], rules: Rules) -> PlannedRow:
	"""Return what the row says, by `mapping` (`{column: fieldname}`); `columns` is how many the header has."""
	raw = {name: row.cells[column] for column, name in mapping.items() if column < len(row.cells)}
	values = {name: clean_text(raw[name]) for name in FIELDS if raw.get(name)}
	values = {name: value for name, value in values.items() if value}
	problem = problem_of(values, rules)
	if problem:
		return PlannedRow((row.number,), problem=problem)
	notes = [*read_choice(values, "status", rules.statuses, RowNote.UNKNOWN_STATUS)]
	notes += read_choice(values, "contact_type", rules.contact_types, RowNote.UNKNOWN_TYPE)
	if any(row.cells[columns:]):
		notes.append(Remark(RowNote.SURPLUS_CELLS))
	return PlannedRow((row.number,), values, notes=tuple(notes))


def problem_of(values: dict[str, str], rules: Rules) -> Remark | None:
	"""Normalise email and phone in `values`; return why the row cannot be taken, `None` where it can."""
	if "first_name" not in values:
		return Remark(RowProblem.NO_FIRST_NAME)
	if "last_name" not in values:
		return Remark(RowProblem.NO_LAST_NAME)
	problem = normalise_value(values, "email", normalise_email, RowProblem.BAD_EMAIL) or normalise_value(
		values, "phone", lambda text: normalise_phone(text, rules.region), RowProblem.BAD_PHONE
	)
	if problem:
		return problem
	too_long = [name for name, value in values.items() if len(value) > LONGEST_VALUE]
	if not too_long and len(full_name(values)) > LONGEST_VALUE:
		too_long = ["last_name"]
	return Remark(RowProblem.TOO_LONG, too_long[0]) if too_long else None


def normalise_value(values: dict[str, str], name: str, normalise, problem: RowProblem) -> Remark | None:
	"""Put a value into its one form; return the problem where it has none."""
	if name not in values:
		return None
	try:
		values[name] = normalise(values[name])
	except ValueError:
		return Remark(problem, values[name])
	return None


def read_choice(values: dict[str, str], name: str, options: Sequence[str], note: RowNote) -> list[Remark]:
	"""Spell a value as the option it means; drop one that means none, with a note."""
	if name not in values:
		return []
	given = values.pop(name)
	for option in options:
		if option.casefold() == given.casefold():
			values[name] = option
			return []
	return [Remark(note, given)]


def full_name(values: Mapping[str, str]) -> str:
	"""Return first and last name as one."""
	return f"{values['first_name']} {values['last_name']}"


def identities(values: Mapping[str, str]) -> list[tuple[str, str]]:
	"""Return by what a person is recognised: the email, and the key in another system."""
	return [(name, values[name]) for name in ("email", "external_id") if values.get(name)]


def join_rows(rows: Iterable[PlannedRow]) -> list[PlannedRow]:
	"""Make rows about one person one row, in which later values win; rows with a problem stay as they are."""
	joined: list[PlannedRow] = []
	places: dict[tuple[str, str], int] = {}
	for row in rows:
		keys = [] if row.problem else identities(row.values)
		place = next((places[key] for key in keys if key in places), None)
		if place is None:
			place = len(joined)
			joined.append(row)
		else:
			joined[place] = join(joined[place], row)
		places.update(dict.fromkeys(keys, place))
	return joined


def join(earlier: PlannedRow, later: PlannedRow) -> PlannedRow:
	"""Return one row that says what both say."""
	return replace(
		earlier,
		numbers=earlier.numbers + later.numbers,
		values={**earlier.values, **later.values},
		notes=earlier.notes + later.notes,
	)
