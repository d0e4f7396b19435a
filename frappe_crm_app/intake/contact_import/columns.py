"""Which column of a file is which field of a contact (pure, no site needed)."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b

# Fields that a column can fill, with the headers by which a column is known, letters and digits only.
ALIASES = {
	"first_name": ("firstname", "givenname", "forename", "first"),
	"last_name": ("lastname", "surname", "familyname", "last"),
	"email": ("email", "emailaddress", "email1value", "email1address", "primaryemail", "workemail"),
	"phone": (
		"phone",
		"telephone",
		"mobile",
		"phonenumber",
		"businessphone",
		"mobilephone",
		"mobilephonenumber",
		"mobilenumber",
		"telephonenumber",
		"phone1value",
		"workphone",
	),
	"company_name": (
		"company",
		"companyname",
		"organisation",
		"organization",
		"organisationname",
		"organizationname",
		"associatedcompany",
	),
	"job_title": ("jobtitle", "position", "organizationtitle", "organisationtitle", "title"),
	"status": ("status", "leadstatus"),
	"contact_type": ("contacttype",),
	"external_id": ("externalid",),
}
FIELDS = tuple(ALIASES)
REQUIRED_FIELDS = ("first_name", "last_name")
FIELD_OF_ALIAS = {alias: field for field, aliases in ALIASES.items() for alias in aliases}
# Beside a column that certainly holds the job, "Title" is a salutation.
SALUTATION_OR_JOB = "title"


def header_key(header: str) -> str:
	"""Return what spellings of one header share: `E-mail 1 - Value` and `email1value`."""
	return "".join(character for character in header.casefold() if character.isalnum())


def field_of_header(header: str) -> str | None:
	"""Return the field by whose name, or by one of whose aliases, the column is headed."""
	return FIELD_OF_ALIAS.get(header_key(header))


def guess_mapping(header: Sequence[str]) -> dict[int, str]:
	"""Return the fields of the columns that are known by their header: `{column, counted from 0: fieldname}`.

	Of two columns for one field the first is taken; `Title` only where no other column holds the job.
	"""
	mapping: dict[int, str] = {}
	for is_sure in (True, False):
		for column, text in enumerate(header):
			field = field_of_header(text)
			if not field or field in mapping.values() or (header_key(text) != SALUTATION_OR_JOB) != is_sure:
				continue
			mapping[column] = field
	return dict(sorted(mapping.items()))


def apply_choices(header: Sequence[str], choices: Mapping[str, str]) -> dict[int, str]:
	"""Return the guessed mapping, changed by `choices`: `{header: fieldname, or "" for a column not to be taken}`.

	A field chosen for one column is taken from the others. Of columns with the same header the first is meant. Raises
	`ValueError` with the header or fieldname that is unknown, or with the fieldname that was chosen twice.
	"""
	places = {}
	for column, text in enumerate(header):
		places.setdefault(text, column)
	chosen: dict[int, str] = {}
	for text, field in choices.items():
		if text not in places:
			raise ValueError(text)
		if field and (field not in ALIASES or field in chosen.values()):
			raise ValueError(field)
		chosen[places[text]] = field or ""
	taken = set(chosen.values())
	mapping = {
		column: field
		for column, field in guess_mapping(header).items()
		if column not in chosen and field not in taken
	}
	mapping.update({column: field for column, field in chosen.items() if field})
	return dict(sorted(mapping.items()))


def by_header(header: Sequence[str], mapping: Mapping[int, str]) -> dict[str, str]:
	"""Return the mapping as `apply_choices` takes it, every column named."""
	named: dict[str, str] = {}
	for column, text in enumerate(header):
		named.setdefault(text, mapping.get(column, ""))
	return named


def missing_fields(mapping: Mapping[int, str]) -> list[str]:
	"""Return the required fields that no column fills."""
	return [field for field in REQUIRED_FIELDS if field not in mapping.values()]


def headers_key(header: Sequence[str]) -> str:
	"""Return a short text that two files with the same headers share."""
	return blake2b("\0".join(header).encode(errors="replace"), digest_size=16).hexdigest()
