"""What became of each row that was taken or refused, and what an updated contact held before."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import frappe
from frappe.utils import now
from frappe.utils.response import json_handler

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import_row.options import RowOutcome
from frappe_crm_app.kit.set_based import insert_records

COLUMNS = (
	"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx",
	"contact_import", "file_row", "outcome", "contact", "contact_modified", "customer", "held_before", "reason",
)  # fmt: skip

MADE = "made"  # by this key a new contact's row holds what it brought along: `[[doctype, name]]`


@dataclass(frozen=True)
class LedgerRow:
	"""One row of the ledger. `modified` is the contact's after the import wrote it: another value later means a change.

	`before` holds the fields that an update changed, as they were. `customer` is a prospect made for the contact.
	"""

	number: int
	outcome: RowOutcome
	contact: str | None = None
	modified: datetime | None = None
	customer: str | None = None
	before: Mapping = field(default_factory=dict)
	reason: str = ""

	@property
	def is_unchanged(self) -> bool:
		"""Return whether the contact was already as the row says."""
		return self.outcome == RowOutcome.UPDATED and not self.before


def write_ledger(
	contact_import: str, owner: str, rows: Iterable[LedgerRow], first: Mapping[str, frappe._dict]
) -> None:
	"""Add rows to the ledger of an import, one for each contact: later rows about one complete its `first`."""
	stamp = now()
	values = []
	for row in rows:
		if row.contact in first:
			complete(first[row.contact], row)
			continue
		values.append(
			(
				frappe.generate_hash(length=10), owner, stamp, stamp, owner, 0, 0,
				contact_import, row.number, row.outcome, row.contact, row.modified, row.customer, as_json(row.before),
				row.reason,
			)
		)  # fmt: skip
	insert_records("CRM Contact Import Row", COLUMNS, values)


def first_rows(contact_import: str, contacts: Sequence[str]) -> dict[str, frappe._dict]:
	"""Return what the ledger already says about these contacts, by contact."""
	if not contacts:
		return {}
	ledger = frappe.qb.DocType("CRM Contact Import Row")
	query = (
		frappe.qb.from_(ledger)
		.select(ledger.name, ledger.contact, ledger.outcome, ledger.held_before)
		.where((ledger.contact_import == contact_import) & ledger.contact.isin(list(contacts)))
	)
	return {row.contact: row for row in query.run(as_dict=True)}


def complete(first: frappe._dict, row: LedgerRow) -> None:
	"""Note a later change of the same contact: what the first row says about a field stays what it was before."""
	before = {**row.before, **json.loads(first.held_before or "{}")}
	values = {"contact_modified": row.modified}
	if first.outcome == RowOutcome.UPDATED:
		values["held_before"] = as_json(before)
	frappe.db.set_value("CRM Contact Import Row", first.name, values)


def as_json(before: Mapping) -> str | None:
	"""Return the values as text, `None` for none."""
	return json.dumps(before, default=json_handler) if before else None
