"""Which contact a row means, and what is to be done with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import.options import ImportMode, SharedEmails
from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import_row.options import RowOutcome
from frappe_crm_app.intake.contact_import.choices import ImportOptions, own_fields
from frappe_crm_app.intake.contact_import.columns import FIELDS
from frappe_crm_app.intake.contact_import.joining import join, names_agree, settle_shared
from frappe_crm_app.intake.contact_import.loose_matching import LooseMatches, find_loosely, match_loosely
from frappe_crm_app.intake.contact_import.planned_rows import PlannedRow, emails_of, identities, identities_of
from frappe_crm_app.intake.contact_import.remarks import Remark, RowProblem
from frappe_crm_app.intake.contact_import.settling import settle_update
from frappe_crm_app.records.identity.holders import holders_of_emails
from frappe_crm_app.visibility import policy

TAKEN_TOO = ("email_opt_out", "consent_text")  # what a row may say of a stored contact beside `FIELDS`
STORED_FIELDS = ("name", "modified", "full_name", "customer", "has_further_addresses", *FIELDS, *TAKEN_TOO)
Identity = tuple[str, str]  # fieldname and value by which a person is recognised
LedgerOf = Callable[[Sequence[str]], Mapping[str, frappe._dict]]


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
		"""Return the contacts that the row means: none, one, or two where its emails and external ID disagree."""
		found = [self.by_identity[key] for key in identities_of(row) if key in self.by_identity]
		return list({contact.name: contact for contact in found}.values())


@dataclass(frozen=True)
class Meant:
	"""A row and the contacts that it means."""

	row: PlannedRow
	contacts: list[frappe._dict]

	@property
	def is_to_seek(self) -> bool:
		"""Return whether the person is to be sought by phone or name: no email tells who it is."""
		values = self.row.values
		return not (self.contacts or self.row.problem or values.get("email") or values.get("external_id"))


def no_ledger(_contacts: Sequence[str]) -> dict[str, frappe._dict]:
	"""Return that nothing was imported yet."""
	return {}


def decide_all(
	rows: Sequence[PlannedRow],
	options: ImportOptions,
	for_update: bool = False,
	ledger_of: LedgerOf = no_ledger,
) -> tuple[list[Decision], Mapping[str, frappe._dict]]:
	"""Return what is to be done with the rows, those about one contact made one, and the ledger's rows about these contacts.

	`for_update` locks the contacts until the transaction ends. `ledger_of` tells which contacts this same import has had before:
	later rows may complete those it has made, whatever the mode.
	"""
	matches = find_matches(rows, for_update)
	meant = [meaning_of(row, matches, options) for row in rows]
	loose = find_loosely([each.row for each in meant if each.is_to_seek], load_contacts, for_update)
	if loose.names():
		matches.writable.update(writable_among(loose.names()))
	meant = [with_loose_match(each, loose, matches) if each.is_to_seek else each for each in meant]
	ours = ledger_of(sorted({contact.name for each in meant for contact in each.contacts}))
	decisions: dict[object, Decision] = {}
	for each in meant:
		decision = decide(each, matches, options, ours)
		key = decision.contact.name if decision.contact else ("row", decision.row.number)
		if key in decisions:
			decision = replace(decision, row=join(decisions[key].row, decision.row))
		decisions[key] = decision
	return list(decisions.values()), ours


def meaning_of(row: PlannedRow, matches: Matches, options: ImportOptions) -> Meant:
	"""Return the contacts that the row means by its emails and external ID.

	A contact with its email and the name of somebody else is not that person, unless that was chosen; nor is its name told to who
	may not write it.
	"""
	found = [] if row.problem else matches.of(row)
	if len(found) != 1 or names_agree(row.values, found[0]) or is_by_external_id(row, found[0]):
		return Meant(row, found)
	holder = found[0].full_name if found[0].name in matches.writable else ""
	settled = settle_shared(row, holder, options.shared_emails)
	return Meant(settled, found if options.shared_emails == SharedEmails.SAME_PERSON else [])


def is_by_external_id(row: PlannedRow, contact: frappe._dict) -> bool:
	"""Return whether the row has the external ID of the contact, which is nobody else's."""
	key = row.values.get("external_id")
	return bool(key) and key == contact.external_id


def with_loose_match(meant: Meant, loose: LooseMatches, matches: Matches) -> Meant:
	"""Return the row with the contact of its phone, or of its name and company, of those that the user may write."""
	row, contacts = match_loosely(meant.row, loose, matches.writable)
	return Meant(row, contacts)


def decide(
	meant: Meant, matches: Matches, options: ImportOptions, ours: Mapping[str, frappe._dict]
) -> Decision:
	"""Return what is to be done with one row."""
	row, found = meant.row, meant.contacts
	row = with_stored_phone(row, found[0]) if len(found) == 1 else row
	problem = (
		row.problem
		or problem_with(found, matches, options.mode, ours)
		or problem_with_id(row, found, options, ours)
	)
	problem = problem or row.unread_phone
	if problem:
		return Decision(row, RowOutcome.SKIPPED, problem=problem)
	if not found:
		return Decision(row, RowOutcome.CREATED)
	contact = found[0]
	is_new = contact.name in ours and ours[contact.name].outcome == RowOutcome.CREATED
	return Decision(settle_update(row, contact, options, is_new), RowOutcome.UPDATED, contact=contact)


def problem_with_id(
	row: PlannedRow, found: Sequence[Mapping], options: ImportOptions, ours: Mapping[str, frappe._dict]
) -> Remark | None:
	"""Return that nothing but its external ID speaks for a contact, whose name is somebody else's: two systems may have one key.

	A script, and who has said that they are the same person, know whom they mean; a contact that this same import has made is of the same file.
	"""
	if len(found) != 1 or options.shared_emails == SharedEmails.SAME_PERSON or found[0].name in ours:
		return None
	contact = found[0]
	if not is_by_external_id(row, contact) or names_agree(row.values, contact):
		return None
	emails = {contact.email, *contact.get("further", ())}
	return (
		Remark(RowProblem.ID_OF_ANOTHER, contact.external_id) if emails.isdisjoint(emails_of([row])) else None
	)


def with_stored_phone(row: PlannedRow, contact: frappe._dict) -> PlannedRow:
	"""Let digits that are the contact's phone without its plus be that phone."""
	if not row.bare_phone or row.bare_phone != contact.phone:
		return row
	return replace(row, values={**row.values, "phone": contact.phone}, unread_phone=None)


def problem_with(
	found: list[frappe._dict], matches: Matches, mode: ImportMode, ours: Mapping[str, frappe._dict]
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


def find_identities(rows: Sequence[PlannedRow], keep_free: bool = False) -> dict[Identity, str]:
	"""Return whose the rows' emails, primary or further, and external IDs are."""
	keys = {row.values["external_id"] for row in rows if row.values.get("external_id")}
	emails = holders_of_emails(emails_of(rows), keep_free)
	found = {("email", email): name for email, name in emails.items()}
	if keys:
		contact = frappe.qb.DocType("CRM Contact")
		query = frappe.qb.from_(contact).select(contact.external_id, contact.name)
		rows_found = query.where(contact.external_id.isin(sorted(keys))).run()
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
		.select(*[contact[fieldname] for fieldname in (*STORED_FIELDS, *own_fields())])
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
