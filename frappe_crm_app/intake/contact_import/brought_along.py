"""What a new contact brings along: a follow-up note with what the file says of them, and the place of their address.

Both are saved as documents, and noted in the ledger's row of the contact, so that undoing the import takes them away again. A contact that
was there before gets none: the same file twice would say everything twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import frappe
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import_row.options import RowOutcome
from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action
from frappe_crm_app.intake.contact_import.ledger import MADE, LedgerRow
from frappe_crm_app.intake.contact_import.matching import Decision
from frappe_crm_app.intake.contact_import.planned_rows import PlannedRow
from frappe_crm_app.kit.conflicts import undoing
from frappe_crm_app.kit.references import used
from frappe_crm_app.kit.set_based import catching_refusal
from frappe_crm_app.records.identity.contact_details import regions_by_name


class StillUsed(Exception):
	"""A contact is used by more than what it brought along."""


def bring_along(decisions: Sequence[Decision], rows: Sequence[LedgerRow]) -> list[LedgerRow]:
	"""Save what the new contacts bring along; return the ledger's rows with it. Sends nothing where no row has any."""
	bringing = {
		decision.row.number: decision.row
		for decision in decisions
		if decision.outcome == RowOutcome.CREATED and (decision.row.note or decision.row.place)
	}
	if not bringing:
		return list(rows)
	return [
		with_brought(row, bringing[row.number])
		if row.outcome == RowOutcome.CREATED and row.number in bringing
		else row
		for row in rows
	]


def with_brought(row: LedgerRow, planned: PlannedRow) -> LedgerRow:
	"""Save what one contact brings along; what is refused is the ledger's remark, and the contact stays."""
	made: list[Document] = []
	reasons = []
	for document in documents_of(row.contact, planned):
		with catching_refusal() as refusal:
			made.append(document.insert())
		if refusal.reason:
			reasons.append(refusal.reason)
	names = [[document.doctype, document.name] for document in made]
	return replace(row, before={MADE: names} if names else {}, reason=" ".join(reasons))


def documents_of(contact: str, planned: PlannedRow) -> Iterator[Document]:
	"""Yield the note and the place of a contact."""
	if planned.note:
		note = frappe.new_doc("CRM Follow-up Note")
		note.update({"action": Action.NOTE, "content": planned.note})
		note.update({"reference_doctype": "CRM Contact", "reference_name": contact})
		yield note
	if planned.place:
		place = frappe.new_doc("CRM Location")
		place.update({**planned.place, "contact": contact, "country": country_of(planned.place)})
		place.location_name = name_of_place(planned.place)
		yield place


def name_of_place(place: Mapping[str, str]) -> str:
	"""Return what a place is called: by its street or city."""
	parts = [place.get(name) for name in ("address_line1", "city", "postal_code")]
	return ", ".join(part for part in parts if part)[:140]


def country_of(place: Mapping[str, str]) -> str | None:
	"""Return the Country of a place, `None` where it is not known."""
	code = regions_by_name().get(place.get("country", "").casefold())
	return frappe.db.get_value("Country", {"code": code}, "name", cache=True) if code else None


def take_back(contact: str, made: Sequence[Sequence[str]]) -> None:
	"""Remove what a contact brought along, unless it was changed since or the contact is used by more: then all of it stays."""
	try:
		with undoing("brought_along", StillUsed, frappe.LinkExistsError):
			for doctype, name in made:
				remove_unchanged(doctype, name)
			if used("CRM Contact", [contact]):
				raise StillUsed
	except (StillUsed, frappe.LinkExistsError):
		frappe.clear_messages()


def remove_unchanged(doctype: str, name: str) -> None:
	"""Delete a record that is as it was made; raises `StillUsed` where it was changed since."""
	stamps = frappe.db.get_value(doctype, name, ["creation", "modified"])
	if not stamps:
		return
	if stamps[0] != stamps[1]:
		raise StillUsed
	frappe.delete_doc(doctype, name, ignore_permissions=True)
