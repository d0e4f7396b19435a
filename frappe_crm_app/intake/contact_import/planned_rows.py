"""A row of the file as it was read, and by what its person is recognised (pure)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from frappe_crm_app.intake.contact_import.remarks import Remark
from frappe_crm_app.records.identity.several import Phone

LONGEST_VALUE = 140  # a Data field's
LONG_FIELDS = frozenset({"consent_text"})


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


NO_FURTHER = FurtherAddresses()


@dataclass(frozen=True)
class PlannedRow:
	"""A row, read: what it says about a person, normalised, or why it is not taken.

	`values` holds only fields that are filled: an empty cell changes nothing. `numbers` are the rows of the file that
	speak of this person, the latest last. `note` and `place` (an address, by the fields of CRM Location) are what a new contact brings
	along, `stage` (a CRM Stage) is that of the prospect which is made for them. `known_by` is by what people find a row that is not taken. `bare_phone` is a phone that was written as digits alone, taken for a number without its
	plus, and `unread_phone` what is to be said of one that is a number of no country, unless it is a stored one.
	"""

	numbers: tuple[int, ...]
	values: Mapping[str, object] = field(default_factory=dict)
	problem: Remark | None = None
	notes: tuple[Remark, ...] = ()
	further: FurtherAddresses = NO_FURTHER
	bare_phone: str = ""
	unread_phone: Remark | None = None
	tags: tuple[str, ...] = ()
	note: str = ""
	place: Mapping[str, str] | None = None
	stage: str | None = None
	known_by: str = ""

	@property
	def number(self) -> int:
		"""The row by which a person finds it in the file."""
		return self.numbers[0]


def full_name(values: Mapping[str, str]) -> str:
	"""Return first and last name as one."""
	return f"{values['first_name']} {values['last_name']}"


def identities(values: Mapping[str, str]) -> list[tuple[str, str]]:
	"""Return by what a person is recognised: the email, and the key in another system."""
	return [(name, values[name]) for name in ("email", "external_id") if values.get(name)]


def identities_of(row: PlannedRow) -> list[tuple[str, str]]:
	"""Return by what the person of a row is recognised, further emails included."""
	known = identities(row.values)
	return [*known, *(("email", email) for email in row.further.emails)] if row.further.emails else known


def emails_of(rows: Iterable[PlannedRow]) -> set[str]:
	"""Return all emails that the rows name."""
	return {email for row in rows for email in (row.values.get("email"), *row.further.emails) if email}


def without_email(row: PlannedRow) -> PlannedRow:
	"""Return the row of somebody who shares their emails with others: without them."""
	values = {name: value for name, value in row.values.items() if name != "email"}
	return replace(row, values=values, further=replace(row.further, emails=()))
