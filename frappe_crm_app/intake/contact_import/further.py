"""Writes the further phones of new contacts set-based. Further emails go through the documents: each is one person's, which is seen to there."""

from collections.abc import Sequence
from datetime import datetime

import frappe

from frappe_crm_app.kit.set_based import insert_records
from frappe_crm_app.records.identity.holders import PHONE_ROW
from frappe_crm_app.records.identity.several import Phone

COLUMNS = (
	"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx",
	"parent", "parenttype", "parentfield", "phone", "extension", "is_primary",
)  # fmt: skip


def write_phones(
	contacts: Sequence[frappe._dict], phones: Sequence[Sequence[Phone]], start: datetime
) -> None:
	"""Insert the rows of each contact that has any, its primary phone's being the first; sends nothing for none."""
	rows = [
		row
		for contact, further in zip(contacts, phones, strict=True)
		for row in rows_of(contact, further, start)
	]
	insert_records(PHONE_ROW, COLUMNS, rows)


def rows_of(contact: frappe._dict, further: Sequence[Phone], stamp: datetime) -> list[tuple]:
	"""Return the rows of one contact; as soon as there is one, the primary phone has one, too."""
	if not further:
		return []
	primary = next((each for each in further if each.phone == contact.phone), Phone(contact.phone))
	listed = [primary, *(each for each in further if each != primary)]
	return [
		(
			frappe.generate_hash(length=10), contact.owner, stamp, stamp, contact.owner, 0, place,
			contact.name, "CRM Contact", "phones", each.phone, each.extension or None, int(each is primary),
		)
		for place, each in enumerate(listed, 1)
	]  # fmt: skip
