"""Which column of a file is which field of a contact (pure, no site needed)."""

import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b

from frappe_crm_app.intake.contact_import.headers import ALIASES, DEPENDING, OWN_IDS

FIELDS = (
	"first_name",
	"last_name",
	"email",
	"phone",
	"company_name",
	"job_title",
	"status",
	"contact_type",
	"external_id",
)
# What a column can fill beside a field that is stored as it is.
FURTHER_EMAIL, FURTHER_PHONE = "further_email", "further_phone"
NOTES, STAGE = "notes", "prospect_stage"
PLACE = ("address_line1", "city", "state", "postal_code")
FULL_NAME, OWNER, TAGS, OPT_OUT, COUNTRY = "full_name", "owned_by", "tags", "email_opt_out", "country"
SOURCE = "source"
# The contact's own field that a column fills, by target.
STORED_IN = dict(zip(FIELDS, FIELDS, strict=True)) | {
	FURTHER_EMAIL: "emails",
	FURTHER_PHONE: "phones",
	OWNER: "contact_owner",
	OPT_OUT: OPT_OUT,
	SOURCE: SOURCE,
}
# Of several columns for these the first filled one is the primary, and the others are further ones.
FURTHER = {"email": FURTHER_EMAIL, "phone": FURTHER_PHONE}
REPEATABLE = tuple(FURTHER.values())
TARGETS = (*ALIASES, *REPEATABLE)
REQUIRED_FIELDS = ("first_name", "last_name")
FIELD_OF_ALIAS = {alias: field for field, aliases in ALIASES.items() for alias in aliases}
BETWEEN_LINES = " / "  # how several lines of a header are written in one
LONGEST_HEADER = 500  # characters; what is longer names no field
# Beside a column that certainly holds the job, "Title" is a salutation.
SALUTATION_OR_JOB = "title"


@lru_cache(maxsize=4096)
def header_key(header: str) -> str:
	"""Return what spellings of one header share: `E-mail 1 - Value` and `email1value`, `Prénom` and `prenom`."""
	text = unicodedata.normalize("NFKD", header.casefold())
	return "".join(character for character in text if character.isalnum())


def field_of_header(header: str) -> str | None:
	"""Return the field by whose name, or by one of whose aliases, the column is headed, be it in one of several lines."""
	if len(header) > LONGEST_HEADER:
		return None
	lines = [part for line in header.splitlines() for part in line.split(BETWEEN_LINES)]
	for text in (header, *lines):
		key = header_key(text)
		field = FIELD_OF_ALIAS.get(key) or DEPENDING.get(key, (None, None))[0]
		if field:
			return field
	return None


def count_known(cells: Sequence[str]) -> int:
	"""Return how many of the cells are headers known by name."""
	return sum(1 for cell in cells if cell and field_of_header(cell))


def guess_mapping(header: Sequence[str], own: Mapping[str, str] | None = None) -> dict[int, str]:
	"""Return the fields of the columns that are known by their header: `{column, counted from 0: fieldname}`.

	`own` are the site's own fields, `{header's key: fieldname}`. Of two columns for one field the first is taken, but for emails
	and phones, of which a person may have several; `Title` only where no other column holds the job.
	"""
	mapping: dict[int, str] = {}
	for is_sure in (True, False):
		for column, text in enumerate(header):
			if is_depending(text) == is_sure:
				continue
			field = (own or {}).get(header_key(text)) or field_depending_on(text, mapping)
			if field in mapping.values():
				field = FURTHER.get(field)
			if field:
				mapping[column] = field
	return in_file_order(mapping)


def is_depending(header: str) -> bool:
	"""Return whether what a header means depends on the others."""
	key = header_key(header)
	return key == SALUTATION_OR_JOB or key in DEPENDING or key in OWN_IDS


def field_depending_on(header: str, mapping: Mapping[int, str]) -> str | None:
	"""Return the field of a header; `Name` beside `Vorname` is the last name, by itself the full one."""
	partner, otherwise = DEPENDING.get(header_key(header), (None, None))
	if not partner:
		return field_of_header(header)
	fields = set(mapping.values())
	other = "last_name" if partner == "first_name" else "first_name"
	return partner if other in fields and partner not in fields else otherwise


def in_file_order(mapping: Mapping[int, str]) -> dict[int, str]:
	"""Return the mapping in the order of the columns, the first of several emails or phones as the primary one."""
	ordered = dict(sorted(mapping.items()))
	for field, further in FURTHER.items():
		columns = [column for column, name in ordered.items() if name in (field, further)]
		if columns and field not in ordered.values():
			ordered[columns[0]] = field
	return ordered


def apply_choices(
	header: Sequence[str], choices: Mapping[str, str], own: Mapping[str, str] | None = None
) -> dict[int, str]:
	"""Return the guessed mapping, changed by `choices`: `{header: fieldname, or "" for a column not to be taken}`.

	A field chosen for one column is taken from the others. Of columns with the same header the first is meant. Raises
	`ValueError` with the header or fieldname that is unknown, or with the fieldname that was chosen twice.
	"""
	places = {}
	for column, text in enumerate(header):
		places.setdefault(text, column)
	known = {*TARGETS, *(own or {}).values()}
	chosen: dict[int, str] = {}
	for text, field in choices.items():
		if text not in places:
			raise ValueError(text)
		if field and (field not in known or (field in chosen.values() and field not in REPEATABLE)):
			raise ValueError(field)
		chosen[places[text]] = field or ""
	taken = set(chosen.values()) - set(REPEATABLE)
	mapping = {
		column: field
		for column, field in guess_mapping(header, own).items()
		if column not in chosen and field not in taken
	}
	mapping.update({column: field for column, field in chosen.items() if field})
	return in_file_order(mapping)


def by_header(header: Sequence[str], mapping: Mapping[int, str]) -> dict[str, str]:
	"""Return the mapping as `apply_choices` takes it, every column named."""
	named: dict[str, str] = {}
	for column, text in enumerate(header):
		named.setdefault(text, mapping.get(column, ""))
	return named


def missing_fields(mapping: Mapping[int, str]) -> list[str]:
	"""Return the required fields that no column fills."""
	fields = set(mapping.values())
	return [] if FULL_NAME in fields else [field for field in REQUIRED_FIELDS if field not in fields]


def headers_key(header: Sequence[str]) -> str:
	"""Return a short text that two files with the same headers share."""
	return blake2b("\0".join(header).encode(errors="replace"), digest_size=16).hexdigest()
