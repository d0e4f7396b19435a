"""Which rows of a file are about one person (pure).

Rows with one email or external ID are, unless their names are two people's: then the person who imports decides. Rows without an
email are recognised by phone and name, and those with nothing but a name by name and company.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import.options import SharedEmails
from frappe_crm_app.intake.contact_import.planned_rows import (
	FurtherAddresses,
	PlannedRow,
	full_name,
	identities_of,
	without_email,
)
from frappe_crm_app.intake.contact_import.remarks import Remark, RowNote, RowProblem
from frappe_crm_app.records.identity.person_names import fold, is_same_person

Key = tuple[str, ...]
JOINING = (
	"first_name",
	"last_name",
	"email",
	"external_id",
)  # what decides whether two rows are one person's
SURE = ("email", "external_id")


def join_rows(rows: Iterable[PlannedRow], shared: SharedEmails = SharedEmails.LEFT_OUT) -> list[PlannedRow]:
	"""Make rows about one person one row, in which later values win; rows with a problem stay as they are."""
	joined: list[PlannedRow] = []
	places: dict[Key, list[int]] = {}
	for row in rows:
		if row.problem:
			joined.append(row)
			continue
		keys = list(keys_of(row))
		if is_about_two(keys, places):
			joined.append(PlannedRow(row.numbers, problem=Remark(RowProblem.TWO_CONTACTS)))
			continue
		place = place_of(row, keys, joined, places)
		holder = holder_of(keys, places) if place is None else None
		if holder is not None:
			row = settle_shared(row, full_name(joined[holder].values), shared)
			keys = [] if row.problem else list(keys_of(row))
			place = holder if shared == SharedEmails.SAME_PERSON else place_of(row, keys, joined, places)
		if place is None:
			place = len(joined)
			joined.append(row)
		else:
			joined[place] = join(joined[place], row)
		for key in keys:
			if key not in places:
				places[key] = [place]
			elif place not in places[key]:
				places[key].append(place)
	return joined


def keys_of(row: PlannedRow) -> Iterator[Key]:
	"""Yield by what a row may be recognised, the surest first."""
	yield from identities_of(row)
	phone = row.values.get("phone")
	if phone:
		yield ("phone", phone)
	if is_name_only(row):
		yield name_key_of(row)


def is_name_only(row: PlannedRow) -> bool:
	"""Return whether nothing but name and company tells who it is."""
	values = row.values
	return not (values.get("email") or values.get("phone") or values.get("external_id"))


def name_key_of(row: PlannedRow) -> Key:
	"""Return name, company and job as what two rows share."""
	return ("name", *name_key(row.values))


def name_key(values: Mapping) -> tuple[str, str, str]:
	"""Return name, company and job of a row or a stored contact, as they are compared."""
	return (
		fold(full_name(values)),
		fold(values.get("company_name") or ""),
		fold(values.get("job_title") or ""),
	)


def is_about_two(keys: Iterable[Key], places: dict[Key, list[int]]) -> bool:
	"""Return whether one of the row's emails or its external ID is one person's of earlier rows, and another one another's."""
	found = [set(places[key]) for key in keys if key[0] in SURE and key in places]
	return len(found) > 1 and not set.intersection(*found)


def place_of(
	row: PlannedRow, keys: Iterable[Key], joined: list[PlannedRow], places: dict[Key, list[int]]
) -> int | None:
	"""Return where the person of the row, who is recognised by these keys, stands already, `None` where they do not."""
	for key in keys:
		for place in places.get(key, ()):
			if is_joined_by(key[0], row.values, joined[place].values):
				return place
	return None


def is_joined_by(kind: str, values: Mapping, others: Mapping) -> bool:
	"""Return whether two rows with one email, external ID, phone or name, of which these are the values, are one person's."""
	if kind == "external_id":
		return True
	if kind == "phone" and values.get("email") and others.get("email"):
		return False
	if kind == "phone" and values.get("external_id", "") != others.get("external_id", ""):
		return False
	return names_agree(values, others) and (kind == "email" or have_one_last_name(values, others))


def names_agree(values: Mapping, others: Mapping) -> bool:
	"""Return whether the names may be one person's."""
	if values["first_name"] == others["first_name"]:
		return True
	first, last, other_first, other_last = (
		each[name] or "" for each in (values, others) for name in ("first_name", "last_name")
	)
	return is_same_person(first, last, other_first, other_last)


def have_one_last_name(values: Mapping, others: Mapping) -> bool:
	"""Return whether the last names are the same, or exchanged with the first: colleagues may have one phone and one first name."""
	last, other_last = fold(values["last_name"] or ""), fold(others["last_name"] or "")
	return last == other_last or (
		last == fold(others["first_name"] or "") and fold(values["first_name"] or "") == other_last
	)


def holder_of(keys: Iterable[Key], places: dict[Key, list[int]]) -> int | None:
	"""Return where somebody else stands who has one of these emails, `None` where nobody does."""
	return next((place for key in keys if key[0] == "email" for place in places.get(key, ())), None)


def settle_shared(row: PlannedRow, holder: str, shared: SharedEmails) -> PlannedRow:
	"""Return the row of somebody with the email of `holder`, another person, as was chosen for such."""
	email = row.values.get("email") or next(iter(row.further.emails), "")
	if shared == SharedEmails.SAME_PERSON:
		return with_note(row, Remark(RowNote.SAME_PERSON, email, holder))
	if shared == SharedEmails.OWN_CONTACT:
		return with_note(without_email(row), Remark(RowNote.OWN_CONTACT, email, holder))
	return replace(row, problem=Remark(RowProblem.SHARED_EMAIL, email, holder))


def with_note(row: PlannedRow, note: Remark) -> PlannedRow:
	"""Return the row with one more note."""
	return replace(row, notes=(*row.notes, note))


def join(earlier: PlannedRow, later: PlannedRow) -> PlannedRow:
	"""Return one row that says what both say; that it gives another name is noted, and another email becomes a further one."""
	notes = earlier.notes + later.notes
	if full_name(earlier.values) != full_name(later.values):
		notes = (*notes, Remark(RowNote.OTHER_NAME, full_name(later.values), str(later.numbers[-1])))
	values = {**earlier.values, **later.values}
	further = earlier.further | later.further
	emails = filter(None, (earlier.values.get("email"), *further.emails))
	return replace(
		earlier,
		numbers=earlier.numbers + later.numbers,
		values=values,
		notes=notes,
		further=FurtherAddresses(
			tuple(email for email in dict.fromkeys(emails) if email != values.get("email")), further.phones
		),
		bare_phone=later.bare_phone or earlier.bare_phone,
		unread_phone=later.unread_phone or (None if "phone" in later.values else earlier.unread_phone),
		note="\n".join(filter(None, dict.fromkeys((earlier.note, later.note)))),
		place=later.place or earlier.place,
		stage=later.stage or earlier.stage,
		tags=tuple(dict.fromkeys((*earlier.tags, *later.tags))),
	)
