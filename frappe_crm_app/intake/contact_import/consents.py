"""What the rows of an import say of consents, set-based, with the import as proof."""

from collections.abc import Iterator, Sequence

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import Channel, ConsentSource, ConsentState
from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import_row.options import RowOutcome
from frappe_crm_app.intake.contact_import.choices import ImportOptions
from frappe_crm_app.intake.contact_import.ledger import LedgerRow
from frappe_crm_app.intake.contact_import.matching import Decision
from frappe_crm_app.records.audiences.subscribing import subscribe_many
from frappe_crm_app.records.consent.appending import Said, append_many

CONSENT, SUBSCRIPTION = "CRM Consent", "CRM Subscription"
Evidence = tuple[str, str]


def note_consents(
	decisions: Sequence[Decision],
	rows: Sequence[LedgerRow],
	options: ImportOptions,
	evidence: Evidence | None,
	source: ConsentSource = ConsentSource.IMPORT,
) -> None:
	"""Append what the rows say that were taken, and subscribe who has agreed where a list is chosen; no withdrawal is lifted."""
	decided = {decision.row.number: decision for decision in decisions}
	taken = [(row, decided[row.number]) for row in rows if row.contact and row.number in decided]
	origin = {"source": source, "evidence": evidence}
	said = [said for row, decision in taken for said in said_by(row, decision, options, origin)]
	append_many(said, has_boxes=True)
	if options.mailing_list:
		people = {row.contact: decision.row.values.get("email") for row, decision in taken}
		agreed = {contact: email for contact, email in people.items() if email}
		subscribe_many(options.mailing_list, agreed, options.consent_wording, **origin)


def said_by(row: LedgerRow, decision: Decision, options: ImportOptions, origin: dict) -> Iterator[Said]:
	"""Yield what a row says that is new: a wording agreed to, the option's where it has none, and an opt-out."""
	values, is_new = decision.row.values, row.outcome == RowOutcome.CREATED
	address = values.get("email") or ""
	wording = values.get("consent_text") if is_new or "consent_text" in row.before else ""
	wording = wording or (options.consent_wording if options.has_consented and address else "")
	if wording:
		yield Said(row.contact, Channel.EMAIL, ConsentState.GIVEN, wording=wording, address=address, **origin)
	if frappe.utils.cint(values.get("email_opt_out")) and (is_new or "email_opt_out" in row.before):
		yield Said(row.contact, Channel.EMAIL, ConsentState.WITHDRAWN, address=address, **origin)


def said_since(contacts: Sequence[str], contact_import: str) -> set[str]:
	"""Return those who have said something since, or subscribe, by another way than this import."""
	found: set[str] = set()
	for doctype in (CONSENT, SUBSCRIPTION) if contacts else ():
		row = frappe.qb.DocType(doctype)
		is_other = row.evidence_name.isnull() | (row.evidence_name != contact_import)
		query = frappe.qb.from_(row).select(row.contact).where(row.contact.isin(list(contacts)) & is_other)
		found.update(query.run(pluck=True))
	return found


def forget_noted(contacts: Sequence[str], contact_import: str) -> None:
	"""Delete what an import that is undone has noted of these contacts: nobody has said it."""
	for doctype in (CONSENT, SUBSCRIPTION) if contacts else ():
		frappe.db.delete(doctype, {"contact": ("in", list(contacts)), "evidence_name": contact_import})
