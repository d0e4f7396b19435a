"""Takes a chunk through the documents, one save for each row, where the site has rules of its own on contacts."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import_row.options import RowOutcome
from frappe_crm_app.frappe_crm_app.doctype.crm_customer.options import Kind, Relationship
from frappe_crm_app.intake.contact_import.choices import ImportOptions
from frappe_crm_app.intake.contact_import.ledger import LedgerRow
from frappe_crm_app.intake.contact_import.matching import Decision
from frappe_crm_app.intake.contact_import.remarks import Remark, RowProblem
from frappe_crm_app.intake.contact_import.sentences import sentence_about_row
from frappe_crm_app.intake.contact_import.writing import changes_of, rows_of, tags_of, values_of_new
from frappe_crm_app.kit.exceptions import DuplicateContactError
from frappe_crm_app.kit.set_based import catching_refusal
from frappe_crm_app.records.identity.addresses import KINDS
from frappe_crm_app.records.identity.customers import find_customer, find_or_create_customer
from frappe_crm_app.records.identity.normalise import name_key
from frappe_crm_app.records.identity.people import find_or_create_contact
from frappe_crm_app.visibility.policy import may

APP = "frappe_crm_app"
# DocTypes whose records make saving a contact do something more, with the filters for those that are in force.
RULES_OF_SITE = {
	"Server Script": {"reference_doctype": "CRM Contact", "script_type": "DocType Event", "disabled": 0},
	"Notification": {"document_type": "CRM Contact", "enabled": 1},
	"Webhook": {"webhook_doctype": "CRM Contact", "enabled": 1},
	"Workflow": {"document_type": "CRM Contact", "is_active": 1},
	"Assignment Rule": {"document_type": "CRM Contact", "disabled": 0},
	"Document Naming Rule": {"document_type": "CRM Contact", "disabled": 0},
	"Custom Field": {"dt": "CRM Contact", "reqd": 1},
}


def sentences_why_slower(options: ImportOptions) -> list[str]:
	"""Return why rows must go through the documents, one sentence for each reason; none where they need not."""
	reasons = [
		_("The site has a {0} on contacts.").format(_(doctype))
		for doctype, filters in RULES_OF_SITE.items()
		if frappe.db.exists(doctype, filters)
	]
	if has_hooks():
		reasons.append(_("Another app has rules on contacts."))
	if frappe.permissions.get_user_permissions(frappe.session.user):
		reasons.append(_("User permissions decide which contacts you may change."))
	if options.create_prospects:
		reasons.append(_("A prospect is made for each new contact."))
	return reasons


def has_hooks() -> bool:
	"""Return whether an app hooks into the saving of contacts."""
	classes = [
		frappe.get_hooks(hook, {}).get("CRM Contact")
		for hook in ("override_doctype_class", "extend_doctype_class")
	]
	events = frappe.get_doc_hooks().get("CRM Contact", {})
	listeners = [path for paths in events.values() for path in paths if not path.startswith(f"{APP}.")]
	return any(classes) or bool(listeners) or has_hooks_on_everything()


def has_hooks_on_everything() -> bool:
	"""Return whether an app beside Frappe hooks into the saving of every record."""
	apps = [app for app in frappe.get_installed_apps() if app not in ("frappe", APP)]
	return any("*" in frappe.get_hooks("doc_events", {}, app_name=app) for app in apps)


class OvertakenError(frappe.QueryDeadlockError):
	"""A contact that was not found is there: another import was faster, and the chunk is matched anew."""


def save_documents(
	decisions: Sequence[Decision], options: ImportOptions, is_last_try: bool = False
) -> list[LedgerRow]:
	"""Save a contact for each decision; one that is refused is a skipped row with the refusal for its reason.

	Raises `OvertakenError`, on the last try not any more.
	"""
	rows = []
	for decision in decisions:
		with catching_refusal() as refusal, value_of_another_told():
			rows.append(save_document(decision, options, is_last_try))
		if refusal.reason:
			rows += skipped_rows(decision, Remark(RowProblem.REFUSED, refusal.reason))
	return rows


def skipped_rows(decision: Decision, remark: Remark) -> list[LedgerRow]:
	"""Return the ledger rows of a decision that is not carried out: one for each row of the file."""
	reason = sentence_about_row(remark)
	return [LedgerRow(number, RowOutcome.SKIPPED, reason=reason) for number in decision.row.numbers]


@contextmanager
def value_of_another_told() -> Iterator[None]:
	"""Say in a sentence that the database refused a value because it is another record's; Frappe gives the database's own words."""
	try:
		yield
	except Exception as error:
		is_unique = isinstance(error, frappe.UniqueValidationError) or (
			bool(error.args) and frappe.db.is_duplicate_entry(error)
		)
		if not is_unique or isinstance(error, DuplicateContactError):
			raise
		sentence = _("Another record already has a value of this row that only one may have.")
		frappe.throw(sentence, frappe.UniqueValidationError)


def save_document(decision: Decision, options: ImportOptions, is_last_try: bool = False) -> LedgerRow:
	"""Insert or save the contact that the row means."""
	if decision.contact:
		return update_document(decision)
	values = values_of_new(decision.row, options, frappe.session.user)
	is_text = not options.create_prospects
	customer = None
	if options.create_prospects:
		values["customer"], customer = prospect_for(values, decision.row.stage)
	values |= rows_of(decision.row.further)
	contact, is_new = find_or_create_contact(values, company_is_text=is_text, tells_consent=True)
	if not is_new:
		refuse_overtaken(is_last_try)
	for tag in tags_of(decision.row, options):
		contact.add_tag(tag)
	return LedgerRow(
		decision.row.number,
		RowOutcome.CREATED,
		contact=contact.name,
		modified=contact.modified,
		customer=customer,
	)


def refuse_overtaken(is_last_try: bool) -> NoReturn:
	"""Have the chunk matched anew, or on the last try this one row refused."""
	if is_last_try:
		frappe.throw(sentence_about_row(Remark(RowProblem.EXISTS)), DuplicateContactError)
	raise OvertakenError


def prospect_for(values: dict, stage: str | None = None) -> tuple[str | None, str | None]:
	"""Return the customer of a new contact, and its name again where it was made for it, in this stage.

	The company, where the row names one, else a customer of kind Person that bears the contact's name. None for a company that the user
	does not see: its name stays text.
	"""
	in_stage = {"stage": stage} if stage else {}
	if values.get("company_name"):
		known = find_customer(name_key(values["company_name"]))
		if known and not may("CRM Customer", known):
			return None, None
		customer = known or find_or_create_customer(values["company_name"], values["contact_owner"], in_stage)
		return customer, None if known else customer
	prospect = frappe.new_doc("CRM Customer")
	prospect.update(
		{
			"customer_name": values["full_name"],
			"customer_kind": Kind.PERSON,
			"relationship": Relationship.PROSPECT,
			"salesperson": values["contact_owner"],
			"email": values.get("email"),
			"phone": values.get("phone"),
			**in_stage,
		}
	)
	prospect.insert()
	return prospect.name, prospect.name


def update_document(decision: Decision) -> LedgerRow:
	"""Save what the row changes on its contact."""
	contact: Document = frappe.get_doc("CRM Contact", decision.contact.name)
	changes = changes_of(decision)
	before = {name: contact.get(name) for name in changes} | {
		table: former
		for table, rows in rows_of(decision.row.further).items()
		if (former := add_rows(contact, table, rows)) is not None
	}
	if before:
		contact.flags.company_is_text = True
		contact.flags.tells_consent = True
		contact.update({name: decision.row.values[name] for name in changes if name != "full_name"})
		contact.save()
	return LedgerRow(
		decision.row.number,
		RowOutcome.UPDATED,
		contact=contact.name,
		modified=contact.modified,
		before=before,
	)


def add_rows(contact: Document, table: str, rows: Sequence[dict]) -> list[dict] | None:
	"""Add those addresses to a table of the contact that it has not; return its rows as they were, `None` where there was none to add."""
	former = [row.as_dict(convert_dates_to_str=True, no_nulls=True) for row in contact.get(table)]
	kind = next(kind for kind in KINDS if kind.table == table)
	known = {kind.key_of(row) for row in contact.get(table)} | {
		(contact.get(kind.fieldname), "")[: len(kind.key)]
	}
	missing = [row for row in rows if tuple(row[column] or "" for column in kind.key) not in known]
	for row in missing:
		contact.append(table, row)
	return former if missing else None
