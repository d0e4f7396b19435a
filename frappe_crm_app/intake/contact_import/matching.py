"""Which contact a row means, and what is to be done with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import.options import ImportMode
from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import_row.options import RowOutcome
from frappe_crm_app.intake.contact_import.columns import FIELDS
from frappe_crm_app.intake.contact_import.planning import (
	PlannedRow,
	Remark,
	RowProblem,
	identities,
	identities_of,
	join,
)
from frappe_crm_app.records.identity.holders import holders_of_emails
from frappe_crm_app.visibility import policy

STORED_FIELDS = ("name", "modified", "full_name", "customer", "has_further_addresses", *FIELDS)
Identity = tuple[str, str]  # fieldname and value by which a person is recognised


@dataclass(frozen=True)
class Decision:
	"""What is to be done with a row; `contact` is the stored one that it means, as `STORED_FIELDS`, with its `further` emails
	of those that the rows name."""

	row: PlannedRow
	outcome: RowOutcome
	contact: frappe._dict | None = None
	problem: Remark | None = None


@dataclass(frozen=True)
class Matches:
	"""The stored contacts that some rows mean."""

	by_identity: dict[Identity, frappe._dict]
	writable: set[str]

	def of(self, row: PlannedRow) -> list[frappe._dict]:
		"""Return the contacts that the row means: none, one, or two where email and external ID disagree."""
		found = [self.by_identity[key] for key in identities_of(row) if key in self.by_identity]
		return list({contact.name: contact for contact in found}.values())


def decide_all(
	rows: Sequence[PlannedRow], mode: ImportMode, for_update: bool = False, ours: Iterable[str] = ()
) -> list[Decision]:
	"""Return what is to be done with the rows, those about one contact made one.

	`for_update` locks the contacts until the transaction ends. `ours` are contacts that this same import has made, which
	later rows may complete whatever the mode.
	"""
	matches = find_matches(rows, for_update)
	decisions: dict[object, Decision] = {}
	for row in rows:
		decision = decide(row, matches, mode, ours)
		key = decision.contact.name if decision.contact else row.number
		if key in decisions:
			decision = replace(decision, row=join(decisions[key].row, row))
		decisions[key] = decision
	return list(decisions.values())


def decide(row: PlannedRow, matches: Matches, mode: ImportMode, ours: Iterable[str] = ()) -> Decision:
	"""Return what is to be done with one row."""
	found = [] if row.problem else matches.of(row)
	row = with_stored_phone(row, found[0]) if len(found) == 1 else row
	problem = row.problem or problem_with(found, matches, mode, ours) or row.unread_phone
	if problem:
		return Decision(row, RowOutcome.SKIPPED, problem=problem)
	if found:
		return Decision(row, RowOutcome.UPDATED, contact=found[0])
	return Decision(row, RowOutcome.CREATED)


def with_stored_phone(row: PlannedRow, contact: frappe._dict) -> PlannedRow:
	"""Let digits that are the contact's phone without its plus be that phone."""
	if not row.bare_phone or row.bare_phone != contact.phone:
		return row
	return replace(row, values={**row.values, "phone": contact.phone}, unread_phone=None)


def problem_with(
	found: list[frappe._dict], matches: Matches, mode: ImportMode, ours: Iterable[str]
) -> Remark | None:
	"""Return why a row that means these contacts is not taken, `None` where it is."""
	if len(found) > 1:
		return Remark(RowProblem.TWO_CONTACTS)
	if not found:
		return Remark(RowProblem.UNKNOWN) if mode == ImportMode.ONLY_UPDATE else None
	if mode == ImportMode.ONLY_CREATE and found[0].name not in ours:
		return Remark(RowProblem.EXISTS)
	return None if found[0].name in matches.writable else Remark(RowProblem.NOT_WRITABLE)


def find_matches(rows: Sequence[PlannedRow], for_update: bool) -> Matches:
	"""Return the stored contacts that the rows mean, found by two indexed queries for all of them.

	With `for_update` nobody else is given one of the emails as a further one until the transaction ends.
	"""
	found = find_identities(rows, keep_free=for_update)
	contacts = load_contacts(sorted(set(found.values())), for_update) if found else []
	by_identity = {key: contact for contact in contacts for key in identities(contact)}
	by_name = {contact.name: contact for contact in contacts}
	for key, name in found.items():
		if key not in by_identity and name in by_name:
			by_identity[key] = by_name[name]
			by_name[name].setdefault("further", set()).add(key[1])
	return Matches(by_identity, writable_among([contact.name for contact in contacts]))


def find_names(rows: Sequence[PlannedRow]) -> list[str]:
	"""Return the names of contacts with one of the rows' emails or external IDs, whoever may see them."""
	return sorted(set(find_identities(rows).values()))


def find_identities(rows: Sequence[PlannedRow], keep_free: bool = False) -> dict[Identity, str]:
	"""Return whose the rows' emails, primary or further, and external IDs are."""
	values = {
		fieldname: {row.values[fieldname] for row in rows if row.values.get(fieldname)}
		for fieldname in ("email", "external_id")
	}
	further = {email for row in rows for email in row.further.emails}
	emails = holders_of_emails(values["email"] | further, keep_free)
	found = {("email", email): name for email, name in emails.items()}
	if values["external_id"]:
		contact = frappe.qb.DocType("CRM Contact")
		query = frappe.qb.from_(contact).select(contact.external_id, contact.name)
		rows_found = query.where(contact.external_id.isin(sorted(values["external_id"]))).run()
		found |= {("external_id", key): name for key, name in rows_found}
	return found


def load_contacts(names: list[str], for_update: bool) -> list[frappe._dict]:
	"""Return contacts as they are stored.

	They are locked by name, in order: to lock them by email would also lock the gaps between emails, and two imports
	would wait for each other.
	"""
	contact = frappe.qb.DocType("CRM Contact")
	query = (
		frappe.qb.from_(contact)
		.select(*[contact[fieldname] for fieldname in STORED_FIELDS])
		.where(contact.name.isin(names))
		.orderby(contact.name)
	)
	return (query.for_update() if for_update else query).run(as_dict=True)


def writable_among(names: list[str]) -> set[str]:
	"""Return those of the contacts that the user may write."""
	allowed = policy.criterion("CRM Contact", action="write")
	if allowed is None or not names:
		return set(names)
	contact = frappe.qb.DocType("CRM Contact")
	query = frappe.qb.from_(contact).select(contact.name).where(contact.name.isin(names)).where(allowed)
	return set(query.run(pluck=True)) | shared_for_writing(names)


def shared_for_writing(names: list[str]) -> set[str]:
	"""Return those of the contacts that are shared with the user, who may write them."""
	share = frappe.qb.DocType("DocShare")
	is_with_user = (share.user == frappe.session.user) | (share.everyone == 1)
	query = (
		frappe.qb.from_(share)
		.select(share.share_name)
		.where((share.share_doctype == "CRM Contact") & share.share_name.isin(names))
		.where(is_with_user & (share.write == 1))
	)
	return set(query.run(pluck=True))
