"""The steps of reading a row: each reads some of its cells, and may return why the row cannot be taken (pure)."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from frappe_crm_app.intake.contact_import.columns import (
	COUNTRY,
	FULL_NAME,
	FURTHER_EMAIL,
	FURTHER_PHONE,
	NOTES,
	OPT_OUT,
	OWNER,
	PLACE,
	SOURCE,
	STAGE,
	TAGS,
)
from frappe_crm_app.intake.contact_import.own_fields import NO, YES, OwnField
from frappe_crm_app.intake.contact_import.planned_rows import LONG_FIELDS, LONGEST_VALUE, full_name
from frappe_crm_app.intake.contact_import.remarks import Remark, RowNote, RowProblem
from frappe_crm_app.intake.contact_import.several import lines_of, tags_in
from frappe_crm_app.records.identity.normalise import (
	clean_text,
	digits_without_plus,
	normalise_external_id,
)
from frappe_crm_app.records.identity.person_names import NO_LAST_NAME, is_salutation, split_name
from frappe_crm_app.records.identity.several import Phone, emails_in, phones_in

SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
MOJIBAKE = re.compile("[ÂÃ][\u0080-\u00bf\u20ac‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]")
REPLACEMENT = "\ufffd"  # what a program writes for a character that it could not read


@dataclass(frozen=True)
class Rules:
	"""What planning must know about the site and of the person's choices.

	`region` (ISO 3166-1 alpha-2) of phones without prefix is the site's, `chosen_region` goes before it, and before both the country
	that the row names, by `regions` (`{country's name, lower case: region}`). With `leaves_bad_phones` a person is taken without a
	phone that is none, with `one_name` people with one name are. `owners` are users by name and email, in small letters; of a name
	that two bear, `""`. `own_fields` are the site's own fields that have a column, by fieldname, `stages` those of prospects by their names in small
	letters, `None` where no prospects are made, `sources` the CRM Sources by their names in small letters.
	"""

	region: str | None = None
	statuses: tuple[str, ...] = ()
	contact_types: tuple[str, ...] = ()
	chosen_region: str | None = None
	regions: Mapping[str, str] = field(default_factory=dict)
	leaves_bad_phones: bool = False
	owners: Mapping[str, str] = field(default_factory=dict)
	one_name: bool = False
	own_fields: Mapping[str, OwnField] = field(default_factory=dict)
	stages: Mapping[str, str] | None = None
	sources: Mapping[str, str] = field(default_factory=dict)

	def regions_for(self, country: str | None) -> tuple[str, ...]:
		"""Return the regions that a phone of a row may belong to, the likeliest first."""
		of_row = self.regions.get(clean_text(country).casefold()) if country else None
		return tuple(region for region in (of_row, self.chosen_region, self.region) if region)


@dataclass
class Draft:
	"""A row while it is read."""

	values: dict[str, object]
	further: list[tuple[str, str]]
	notes: list[Remark] = field(default_factory=list)
	emails: tuple[str, ...] = ()
	phones: tuple[Phone, ...] = ()
	bare_phone: str = ""
	unread_phone: Remark | None = None
	tags: tuple[str, ...] = ()
	note: str = ""
	place: dict[str, str] | None = None
	stage: str | None = None


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
	emails: list[str] = []
	for text in texts_of(draft, "email", FURTHER_EMAIL):
		try:
			emails += emails_in(text)
		except ValueError:
			return Remark(RowProblem.BAD_EMAIL, clean_text(text))
	if emails:
		draft.values["email"], *others = dict.fromkeys(emails)
		draft.emails = tuple(others)
	return None


def read_phones(draft: Draft, rules: Rules) -> Remark | None:
	"""Normalise the phones: the first one is the primary. One that is none rejects the row, unless that is chosen otherwise, or its
	digits may yet be those of a stored number without its plus."""
	country = draft.values.get(COUNTRY, "")
	texts = [line for text in texts_of(draft, "phone", FURTHER_PHONE) for line in lines_of(text)]
	if not texts:
		return None
	regions = rules.regions_for(country)
	if len(texts) == 1:
		draft.bare_phone = digits_without_plus(texts[0])
	phones: list[Phone] = []
	for text in texts:
		try:
			phones += phones_in(text, *regions)
		except ValueError:
			unread = Remark(RowProblem.BAD_PHONE, clean_text(text))
			if rules.leaves_bad_phones:
				draft.notes.append(Remark(RowNote.NO_PHONE, unread.text))
			elif not draft.bare_phone:
				return unread
			else:
				draft.unread_phone = unread
	if phones:
		draft.values["phone"] = phones[0].phone
		needs_rows = len(phones) > 1 or phones[0].extension
		draft.phones = tuple(dict.fromkeys(phones)) if needs_rows else ()
	return None


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
	if "external_id" not in draft.values:
		return None
	key = draft.values["external_id"] = normalise_external_id(draft.values["external_id"])
	return Remark(RowProblem.CUT_ID, key) if SCIENTIFIC.fullmatch(key) else None


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


def read_source(draft: Draft, rules: Rules) -> None:
	"""Find the CRM Source that is meant."""
	given = draft.values.pop(SOURCE, "")
	if not given:
		return
	source = rules.sources.get(given.casefold())
	if source:
		draft.values[SOURCE] = source
	else:
		draft.notes.append(Remark(RowNote.UNKNOWN_SOURCE, given))


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


def read_stage(draft: Draft, rules: Rules) -> None:
	"""Find the stage of the prospect that is made for a new contact."""
	given = draft.values.pop(STAGE, "")
	if not given or rules.stages is None:
		return
	draft.stage = rules.stages.get(given.casefold())
	if not draft.stage:
		draft.notes.append(Remark(RowNote.UNKNOWN_STAGE, given))


def read_brought_along(draft: Draft, _rules: Rules) -> Remark | None:
	"""Read the note and the address; a country by itself is no place."""
	draft.note = draft.values.pop(NOTES, "")
	country = draft.values.pop(COUNTRY, "")
	place = {name: draft.values.pop(name) for name in PLACE if name in draft.values}
	too_long = next((name for name, value in place.items() if len(value) > LONGEST_VALUE), None)
	if too_long:
		return Remark(RowProblem.TOO_LONG, too_long)
	if place:
		draft.place = {**place, COUNTRY: country} if country else place
	return None


def read_own_fields(draft: Draft, rules: Rules) -> Remark | None:
	"""Read the site's own fields; what cannot be read rejects the row."""
	for name in rules.own_fields.keys() & draft.values.keys():
		try:
			draft.values[name] = rules.own_fields[name].read(draft.values[name])
		except ValueError:
			return Remark(RowProblem.BAD_VALUE, draft.values[name], rules.own_fields[name].label)
	return None


def check_text(draft: Draft, rules: Rules) -> Remark | None:
	"""Refuse what is too long, and note what was garbled before the file was written."""
	for name, value in draft.values.items():
		if type(value) is not str or (len(value) <= LONGEST_VALUE and value.isascii()):
			continue
		if len(value) > LONGEST_VALUE and name not in LONG_FIELDS and name not in rules.own_fields:
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
	(read_source, frozenset({SOURCE})),
	(read_tags, frozenset({TAGS})),
	(read_stage, frozenset({STAGE})),
	(read_brought_along, frozenset({NOTES, COUNTRY, *PLACE})),
)


@lru_cache(maxsize=64)
def steps_for(fields: tuple[str, ...], has_own_fields: bool = False) -> tuple[Step, ...]:
	"""Return the steps that a file with columns for these fields needs."""
	names, *others = [step for step, needed in STEPS if not needed.isdisjoint(fields)] or [read_names]
	own = [read_own_fields] if has_own_fields else []
	return (names, require_names, *others, *own, check_text)


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
