"""Who a row without an email means: by phone and name, or, where it has nothing but a name, by name and company.

One phone may be several people's, and one name, too. So a row means a contact with its phone only where the names agree, and one with
its name only where neither has an email, phone or external ID. Others with its name and company are told to be possible duplicates.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

import frappe

from frappe_crm_app.intake.contact_import.joining import (
	have_one_last_name,
	is_name_only,
	name_key,
	names_agree,
	with_note,
)
from frappe_crm_app.intake.contact_import.planned_rows import PlannedRow, full_name
from frappe_crm_app.intake.contact_import.remarks import Remark, RowNote, RowProblem
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.records.identity.holders import PHONE_ROW
from frappe_crm_app.records.identity.person_names import fold


@dataclass(frozen=True)
class LooseMatches:
	"""Stored contacts by phone, primary or further, and by name, in small letters without accents."""

	by_phone: dict[str, list[frappe._dict]] = field(default_factory=dict)
	by_name: dict[str, list[frappe._dict]] = field(default_factory=dict)

	def names(self) -> list[str]:
		"""Return the records' names of all of them."""
		groups = (*self.by_phone.values(), *self.by_name.values())
		return sorted({contact.name for contacts in groups for contact in contacts})


def find_loosely(
	rows: Sequence[PlannedRow],
	load: Callable[[list[str], bool], list[frappe._dict]],
	for_update: bool,
) -> LooseMatches:
	"""Return contacts with one of the rows' phones or names, as `load` gives them; two statements, none for no rows."""
	if not rows:
		return LooseMatches()
	phones = sorted({row.values["phone"] for row in rows if row.values.get("phone")})
	found = holders_of(phones, sorted({full_name(row.values) for row in rows}))
	contacts = (
		{contact.name: contact for contact in load(sorted({name for _kind, _key, name in found}), for_update)}
		if found
		else {}
	)
	loose = LooseMatches()
	for kind, key, name in found:
		group = loose.by_phone if kind == "phone" else loose.by_name
		if name in contacts:
			place = group.setdefault(key if kind == "phone" else fold(key), [])
			if contacts[name] not in place:
				place.append(contacts[name])
	return loose


def holders_of(phones: list[str], names: list[str]) -> list[tuple[str, str, str]]:
	"""Return `(kind, phone or full name, contact)` of contacts with one of these; one statement."""
	contact, row = frappe.qb.DocType("CRM Contact"), frappe.qb.DocType(PHONE_ROW)
	named = (
		frappe.qb.from_(contact).select(contact.full_name, contact.name).where(contact.full_name.isin(names))
	)
	queries = {"name": named}
	if phones:
		primary = frappe.qb.from_(contact).select(contact.phone, contact.name)
		further = frappe.qb.from_(row).select(row.phone, row.parent)
		queries |= {
			"phone": primary.where(contact.phone.isin(phones)),
			"further phone": further.where(row.phone.isin(phones)),
		}
	found = union_all(list(queries.values())).run()
	wanted = set(phones)
	return [("phone" if key in wanted else "name", key, name) for key, name in found]


def match_loosely(
	row: PlannedRow, loose: LooseMatches, writable: Collection[str]
) -> tuple[PlannedRow, list[frappe._dict]]:
	"""Return the row, with a note or problem where it is not sure who is meant, and the contact that it means, if any.

	Only contacts that the user may write are spoken of.
	"""
	candidates = [contact for contact in candidates_of(row, loose) if contact.name in writable]
	exact = [contact for contact in candidates if fold(contact.full_name) == fold(full_name(row.values))]
	candidates = exact or candidates
	if len(candidates) > 1:
		return replace(row, problem=Remark(RowProblem.SEVERAL_CONTACTS)), []
	if candidates:
		return row, candidates
	namesakes = loose.by_name.get(fold(full_name(row.values)), ())
	if any(contact.name in writable and may_be_same_company(row, contact) for contact in namesakes):
		row = with_note(row, Remark(RowNote.POSSIBLE_DUPLICATE, full_name(row.values)))
	return row, []


def candidates_of(row: PlannedRow, loose: LooseMatches) -> list[frappe._dict]:
	"""Return the contacts that the row may mean."""
	if is_name_only(row):
		namesakes = loose.by_name.get(fold(full_name(row.values)), ())
		return [
			contact
			for contact in namesakes
			if not (contact.email or contact.phone or contact.external_id)
			and name_key(contact) == name_key(row.values)
		]
	key = row.values.get("external_id")
	return [
		contact
		for contact in loose.by_phone.get(row.values.get("phone", ""), ())
		if names_agree(row.values, contact)
		and have_one_last_name(row.values, contact)
		and (not key or contact.external_id in (None, "", key))
	]


def may_be_same_company(row: PlannedRow, contact: frappe._dict) -> bool:
	"""Return whether the companies are the same, or one of them is not known."""
	company, other = fold(row.values.get("company_name", "")), fold(contact.company_name or "")
	return company == other or not company or not other
