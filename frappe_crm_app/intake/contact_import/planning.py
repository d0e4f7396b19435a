"""What a row of the file means for the records (pure, no site needed)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from frappe_crm_app.intake.contact_import.columns import FIELDS
from frappe_crm_app.intake.contact_import.reading import Row
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.records.identity.normalise import clean_text, digits_without_plus, normalise_external_id
from frappe_crm_app.records.identity.several import Phone, emails_in, phones_in

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
	NO_PHONE = "no phone"


@dataclass(frozen=True)
class Remark:
	"""A problem or note about a row; `text` is the value or field it is about."""

	code: RowProblem | RowNote
	text: str = ""


@dataclass(frozen=True)
class FurtherAddresses:
	"""What a row says of emails and phones beside the primary ones: they become rows of the contact. A primary phone is among them
	for its extension's sake."""

	emails: tuple[str, ...] = ()
	phones: tuple[Phone, ...] = ()

	def __or__(self, later: "FurtherAddresses") -> "FurtherAddresses":
		return FurtherAddresses(
			tuple(dict.fromkeys(self.emails + later.emails)), tuple(dict.fromkeys(self.phones + later.phones))
		)


@dataclass(frozen=True)
class PlannedRow:
	"""A row, read: what it says about a person, normalised, or why it is not taken.

	`values` holds only fields that are filled: an empty cell changes nothing. `numbers` are the rows of the file that
	speak of this person, the latest last. `bare_phone` is a phone that was written as digits alone, taken for a number without its
	plus, and `unread_phone` what is to be said of one that is a number of no country, unless it is a stored one.
	"""

	numbers: tuple[int, ...]
	values: Mapping[str, str] = field(default_factory=dict)
	problem: Remark | None = None
	notes: tuple[Remark, ...] = ()
	further: FurtherAddresses = FurtherAddresses()
	bare_phone: str = ""
	unread_phone: Remark | None = None

	@property
	def number(self) -> int:
		"""The row by which a person finds it in the file."""
		return self.numbers[0]


@dataclass(frozen=True)
class Rules:
	"""What planning must know about the site and of what was chosen.

	`region` (ISO 3166-1 alpha-2) of phones without prefix is the site's, `chosen_region` goes before it, and before both the country
	that the row names, by `regions` (`{country's name, lower case: region}`). With `leaves_bad_phones` a person is taken without a
	phone that is none.
	"""

	region: str | None = None
	statuses: tuple[str, ...] = ()
	contact_types: tuple[str, ...] = ()
	chosen_region: str | None = None
	regions: Mapping[str, str] = field(default_factory=dict)
	leaves_bad_phones: bool = False

	def regions_for(self, country: str | None) -> tuple[str, ...]:
		"""Return the regions that a phone of a row may belong to, the likeliest first."""
		of_row = self.regions.get(clean_text(country).casefold())
		return tuple(region for region in (of_row, self.chosen_region, self.region) if region)


def plan_row(row: Row, columns: int, mapping: Mapping[int, str], rules: Rules) -> PlannedRow:
	"""Return what the row says, by `mapping` (`{column: fieldname}`); `columns` is how many the header has."""
	raw = {name: row.cells[column] for column, name in mapping.items() if column < len(row.cells)}
	values = {name: clean_text(raw[name]) for name in FIELDS if raw.get(name)}
	values = {name: value for name, value in values.items() if value}
	problem = problem_of(values)
	if problem:
		return PlannedRow((row.number,), problem=problem)
	emails = read_emails(values)
	phones, bare_phone, unread_phone = read_phones(values, rules.regions_for(raw.get("country")))
	notes = [*read_choice(values, "status", rules.statuses, RowNote.UNKNOWN_STATUS)]
	notes += read_choice(values, "contact_type", rules.contact_types, RowNote.UNKNOWN_TYPE)
	if any(row.cells[columns:]):
		notes.append(Remark(RowNote.SURPLUS_CELLS))
	if unread_phone and rules.leaves_bad_phones:
		notes.append(Remark(RowNote.NO_PHONE, unread_phone.text))
		unread_phone = None
	if unread_phone and not bare_phone:
		return PlannedRow((row.number,), problem=unread_phone)
	further = FurtherAddresses(emails, phones)
	return PlannedRow((row.number,), values, None, tuple(notes), further, bare_phone, unread_phone)


def problem_of(values: Mapping[str, str]) -> Remark | None:
	"""Return why the row cannot be taken, whatever its phone is; `None` where it can."""
	if "first_name" not in values:
		return Remark(RowProblem.NO_FIRST_NAME)
	if "last_name" not in values:
		return Remark(RowProblem.NO_LAST_NAME)
	try:
		emails_in(values.get("email"))
	except ValueError:
		return Remark(RowProblem.BAD_EMAIL, values["email"])
	too_long = [name for name, value in values.items() if len(value) > LONGEST_VALUE]
	if not too_long and len(full_name(values)) > LONGEST_VALUE:
		too_long = ["last_name"]
	return Remark(RowProblem.TOO_LONG, too_long[0]) if too_long else None


def read_emails(values: dict[str, str]) -> tuple[str, ...]:
	"""Put the first email into `values`, in its one form, and return the further ones; `problem_of` knows that they can be read."""
	if "external_id" in values:
		values["external_id"] = normalise_external_id(values["external_id"])
	if "email" not in values:
		return ()
	values["email"], *others = emails_in(values["email"])
	return tuple(others)


def read_phones(
	values: dict[str, str], regions: Sequence[str]
) -> tuple[tuple[Phone, ...], str, Remark | None]:
	"""Put the first phone into `values` as E.164; return the numbers that need a row, the digits of one that lost its plus, and the
	problem of what is no number, which is taken out of `values`."""
	if "phone" not in values:
		return (), "", None
	given = values.pop("phone")
	bare = digits_without_plus(given)
	try:
		found = phones_in(given, *regions)
	except ValueError:
		return (), bare, Remark(RowProblem.BAD_PHONE, given)
	values["phone"] = found[0].phone
	needs_rows = len(found) > 1 or bool(found[0].extension)
	return tuple(found) if needs_rows else (), bare, None


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


def identities_of(row: PlannedRow) -> list[tuple[str, str]]:
	"""Return by what the person of a row is recognised, further emails included."""
	return identities(row.values) + [("email", email) for email in row.further.emails]


def join_rows(rows: Iterable[PlannedRow]) -> list[PlannedRow]:
	"""Make rows about one person one row, in which later values win; rows with a problem stay as they are.

	A row that is about two persons of earlier rows, one by its email and one by its external ID, is a problem.
	"""
	joined: list[PlannedRow] = []
	places: dict[tuple[str, str], int] = {}
	for row in rows:
		keys = [] if row.problem else identities_of(row)
		known = sorted({places[key] for key in keys if key in places})
		place = known[0] if known else None
		if len(known) > 1:
			joined.append(PlannedRow(row.numbers, problem=Remark(RowProblem.TWO_CONTACTS)))
			continue
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
		further=earlier.further | later.further,
		bare_phone=later.bare_phone or earlier.bare_phone,
		unread_phone=later.unread_phone or (None if "phone" in later.values else earlier.unread_phone),
	)
