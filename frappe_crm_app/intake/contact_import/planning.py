"""What a row of the file means for the records (pure, no site needed)."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple

from frappe_crm_app.intake.contact_import.columns import (
	COUNTRY,
	FULL_NAME,
	FURTHER,
	FURTHER_EMAIL,
	FURTHER_PHONE,
	OPT_OUT,
	OWNER,
	REPEATABLE,
	TAGS,
)
from frappe_crm_app.intake.contact_import.empty_cells import is_placeholder
from frappe_crm_app.intake.contact_import.names import NO_LAST_NAME, is_salutation, split_name
from frappe_crm_app.intake.contact_import.remarks import Remark, RowNote, RowProblem
from frappe_crm_app.intake.contact_import.several import emails_in, phones_in, tags_in
from frappe_crm_app.intake.contact_import.tables import Fault, Row
from frappe_crm_app.records.identity.normalise import (
	clean_text,
	extension_in,
	normalise_email,
	normalise_extension,
	normalise_phone,
)

LONGEST_VALUE = 140  # a Data field's
LONG_FIELDS = frozenset({"consent_text"})
SEVERAL = frozenset({*FURTHER, *REPEATABLE, TAGS})  # cells that may hold several values, in lines, too
PROBLEM_OF_FAULT = {
	Fault.BROKEN_QUOTES: RowProblem.BROKEN_QUOTES,
	Fault.SHIFTED_CELLS: RowProblem.SHIFTED_CELLS,
	Fault.FORMULA: RowProblem.FORMULA,
	Fault.DIGITS_LOST: RowProblem.DIGITS_LOST,
}
MAYBE_EXTENDED = re.compile(r"[^\d\s().+-]")  # what no plain number has
SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
MOJIBAKE = re.compile("[ÂÃ][\u0080-\u00bf\u20ac‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
REPLACEMENT = "\ufffd"  # what a program writes for a character that it could not read
SPELLED_YES = "1 true yes y x ja oui si sim unsubscribed opted-out opt-out wahr vrai verdadero verdadeiro"
SPELLED_NO = "false no n nein non nao subscribed falsch faux falso"
YES, NO = (frozenset(words.split()) for words in (SPELLED_YES, SPELLED_NO))


class FurtherPhone(NamedTuple):
	"""A phone beside the primary one, or the primary one where it has an extension."""

	phone: str
	extension: str = ""


@dataclass(frozen=True)
class PlannedRow:
	"""A row, read: what it says about a person, normalised, or why it is not taken.

	`values` holds only fields that are filled: an empty cell changes nothing. `numbers` are the rows of the file that
	speak of this person, the latest last. `emails` and `phones` are those beside the primary ones.
	"""

	numbers: tuple[int, ...]
	values: Mapping[str, str | int] = field(default_factory=dict)
	problem: Remark | None = None
	notes: tuple[Remark, ...] = ()
	emails: tuple[str, ...] = ()
	phones: tuple[FurtherPhone, ...] = ()
	tags: tuple[str, ...] = ()

	@property
	def number(self) -> int:
		"""The row by which a person finds it in the file."""
		return self.numbers[0]


@dataclass(frozen=True)
class Rules:
	"""What planning must know about the site and of the person's choices.

	`region` (ISO 3166-1 alpha-2) is that of phones without prefix, `regions` those of countries (`{name in small letters: code}`).
	`owners` are users by name and email, in small letters; of a name that two bear, `""`.
	"""

	region: str | None = None
	statuses: tuple[str, ...] = ()
	contact_types: tuple[str, ...] = ()
	regions: Mapping[str, str] = field(default_factory=dict)
	owners: Mapping[str, str] = field(default_factory=dict)
	one_name: bool = False
	without_bad_phones: bool = False


@dataclass
class Draft:
	"""A row while it is read."""

	values: dict[str, str | int]
	further: list[tuple[str, str]]
	notes: list[Remark] = field(default_factory=list)
	emails: list[str] = field(default_factory=list)
	phones: list[FurtherPhone] = field(default_factory=list)
	tags: tuple[str, ...] = ()


def plan_row(row: Row, columns: int, mapping: Mapping[int, str], rules: Rules) -> PlannedRow:
	"""Return what the row says, by `mapping` (`{column: fieldname}`); `columns` is how many the header has."""
	problem = fault_of(row, mapping)
	if problem:
		return PlannedRow((row.number,), problem=problem)
	draft = read_cells(row.cells, mapping)
	for step in steps_for(tuple(mapping.values())):
		problem = step(draft, rules)
		if problem:
			return PlannedRow((row.number,), problem=problem)
	if row.fault == Fault.STRAY_BYTES:
		draft.notes.append(Remark(RowNote.STRAY_BYTES))
	if any(row.cells[columns:]):
		draft.notes.append(Remark(RowNote.SURPLUS_CELLS))
	return PlannedRow(
		(row.number,),
		draft.values,
		notes=tuple(draft.notes),
		emails=tuple(draft.emails),
		phones=tuple(draft.phones),
		tags=draft.tags,
	)


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


# --- the steps of reading a row: each may return why it cannot be taken ---


def read_names(draft: Draft, _rules: Rules) -> Remark | None:
	"""Split the one column of a name, unless first and last name have their own."""
	full = draft.values.pop(FULL_NAME, "")
	if full and not {"first_name", "last_name"} & draft.values.keys():
		first, last = split_name(full)
		parts = {"first_name": first, "last_name": last}
		draft.values.update({name: part for name, part in parts.items() if part})
	for name in ("first_name", "last_name"):
		if "@" in draft.values.get(name, ""):
			return Remark(RowProblem.EMAIL_AS_NAME, draft.values[name])
	return None


def require_names(draft: Draft, rules: Rules) -> Remark | None:
	"""Refuse a person without a name, and with one name only unless these are wanted."""
	values = draft.values
	if rules.one_name and len({"first_name", "last_name"} & values.keys()) == 1:
		values["first_name"] = values.get("first_name") or values["last_name"]
		values["last_name"] = NO_LAST_NAME
		draft.notes.append(Remark(RowNote.ONE_NAME))
	if "first_name" not in values:
		return Remark(RowProblem.NO_FIRST_NAME)
	return None if "last_name" in values else Remark(RowProblem.NO_LAST_NAME)


def read_emails(draft: Draft, _rules: Rules) -> Remark | None:
	"""Normalise the emails: the first one found is the primary, others are further ones."""
	texts = texts_of(draft, "email", FURTHER_EMAIL)
	emails: list[str] = []
	for text in texts:
		for part in emails_in(text):
			try:
				emails.append(normalise_email(part))
			except ValueError:
				return Remark(RowProblem.BAD_EMAIL, clean_text(part))
	emails = list(dict.fromkeys(email for email in emails if email))
	if emails:
		draft.values["email"], *draft.emails = emails
	return None


def read_phones(draft: Draft, rules: Rules) -> Remark | None:
	"""Normalise the phones: the first one is the primary; those that are none reject the row, or are left out where that is wanted."""
	country = draft.values.pop(COUNTRY, "")
	texts = texts_of(draft, "phone", FURTHER_PHONE)
	if not texts:
		return None
	region = rules.regions.get(country.casefold()) or rules.region
	phones: list[FurtherPhone] = []
	for text in texts:
		for part in phones_in(text):
			try:
				phones.append(read_phone(part, region))
			except ValueError:
				if not rules.without_bad_phones:
					return Remark(RowProblem.BAD_PHONE, clean_text(part))
				draft.notes.append(Remark(RowNote.PHONE_LEFT_OUT, clean_text(part)))
	if len(phones) > 1:
		phones = list(dict.fromkeys(phones))
	if phones and phones[0].phone:
		draft.values["phone"] = phones[0].phone
		draft.phones = phones if phones[0].extension else phones[1:]
	return None


def read_phone(text: str, region: str | None) -> FurtherPhone:
	"""Return a phone and its extension; raises `ValueError`."""
	phone = normalise_phone(text, region)
	return FurtherPhone(
		phone, normalise_extension(extension_in(text, region)) if MAYBE_EXTENDED.search(text) else ""
	)


def texts_of(draft: Draft, fieldname: str, further: str) -> list[str]:
	"""Take the texts of a kind of address out of the draft, the primary one first."""
	first = draft.values.pop(fieldname, "")
	texts = [first] if first else []
	return [*texts, *(text for name, text in draft.further if name == further)] if draft.further else texts


def read_company(draft: Draft, _rules: Rules) -> Remark | None:
	"""Take the first of several companies, with a note of the others."""
	company = draft.values.get("company_name", "")
	if ";" in company:
		first, *others = [part.strip() for part in company.split(";") if part.strip()] or [""]
		draft.values["company_name"] = first
		if not first:
			del draft.values["company_name"]
		if others:
			draft.notes.append(Remark(RowNote.FURTHER_COMPANIES, "; ".join(others)))
	return None


def read_job(draft: Draft, _rules: Rules) -> Remark | None:
	"""Take no salutation for a job."""
	job = draft.values.get("job_title", "")
	if job and len(job) < 20 and is_salutation(job):
		del draft.values["job_title"]
		draft.notes.append(Remark(RowNote.NO_JOB, job))
	return None


def read_external_id(draft: Draft, _rules: Rules) -> Remark | None:
	"""Refuse a key that a spreadsheet has cut to a few digits: it may be several people's."""
	key = draft.values.get("external_id", "")
	return Remark(RowProblem.CUT_ID, key) if key and SCIENTIFIC.fullmatch(key) else None


def read_choices(draft: Draft, rules: Rules) -> None:
	"""Spell status and contact type as the options they mean."""
	draft.notes += read_choice(draft.values, "status", rules.statuses, RowNote.UNKNOWN_STATUS)
	draft.notes += read_choice(draft.values, "contact_type", rules.contact_types, RowNote.UNKNOWN_TYPE)


def read_owner(draft: Draft, rules: Rules) -> None:
	"""Find the user who is meant by name or email."""
	given = draft.values.pop(OWNER, "")
	if not given:
		return
	owner = rules.owners.get(given.casefold())
	if owner:
		draft.values["contact_owner"] = owner
	else:
		draft.notes.append(Remark(RowNote.UNKNOWN_OWNER, given))


def read_opt_out(draft: Draft, _rules: Rules) -> Remark | None:
	"""Read whether somebody wants no mails; what cannot be read rejects the row. Only a yes is taken: no import lifts an opt-out."""
	given = draft.values.pop(OPT_OUT, "")
	if not given or given.casefold() in NO:
		return None
	if given.casefold() not in YES:
		return Remark(RowProblem.BAD_OPT_OUT, given)
	draft.values[OPT_OUT] = 1
	return None


def read_tags(draft: Draft, _rules: Rules) -> None:
	"""Read the tags."""
	given = draft.values.pop(TAGS, "")
	if given:
		draft.tags = tags_in(given)


def check_text(draft: Draft, _rules: Rules) -> Remark | None:
	"""Refuse what is too long, and note what was garbled before the file was written."""
	for name, value in draft.values.items():
		if type(value) is not str or (len(value) <= LONGEST_VALUE and value.isascii()):
			continue
		if len(value) > LONGEST_VALUE and name not in LONG_FIELDS:
			return Remark(RowProblem.TOO_LONG, name)
		if REPLACEMENT in value or MOJIBAKE.search(value):
			draft.notes.append(Remark(RowNote.GARBLED, value))
	return Remark(RowProblem.TOO_LONG, "last_name") if len(full_name(draft.values)) > LONGEST_VALUE else None


Step = Callable[[Draft, Rules], Remark | None]
# Each with the fields without which there is nothing to do.
STEPS: tuple[tuple[Step, frozenset[str]], ...] = (
	(read_names, frozenset({"first_name", "last_name", FULL_NAME})),
	(read_emails, frozenset({"email", FURTHER_EMAIL})),
	(read_phones, frozenset({"phone", FURTHER_PHONE, COUNTRY})),
	(read_external_id, frozenset({"external_id"})),
	(read_opt_out, frozenset({OPT_OUT})),
	(read_company, frozenset({"company_name"})),
	(read_job, frozenset({"job_title"})),
	(read_choices, frozenset({"status", "contact_type"})),
	(read_owner, frozenset({OWNER})),
	(read_tags, frozenset({TAGS})),
)


@lru_cache(maxsize=64)
def steps_for(fields: tuple[str, ...]) -> tuple[Step, ...]:
	"""Return the steps that a file with columns for these fields needs."""
	names, *others = [step for step, needed in STEPS if not needed.isdisjoint(fields)] or [read_names]
	return (names, require_names, *others, check_text)


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


def emails_of(rows: Iterable[PlannedRow]) -> set[str]:
	"""Return all emails that the rows name."""
	return {email for row in rows for email in (row.values.get("email"), *row.emails) if email}


def without_email(row: PlannedRow) -> PlannedRow:
	"""Return the row of somebody who shares their emails with others: without them."""
	values = {name: value for name, value in row.values.items() if name != "email"}
	return replace(row, values=values, emails=())
