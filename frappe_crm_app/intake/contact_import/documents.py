"""Takes a chunk through the documents, one save for each row, where the site has rules of its own on contacts."""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import_row.options import RowOutcome
from frappe_crm_app.frappe_crm_app.doctype.crm_customer.options import Kind, Relationship
from frappe_crm_app.intake.contact_import.choices import ImportOptions
from frappe_crm_app.intake.contact_import.ledger import ADDED, LedgerRow
from frappe_crm_app.intake.contact_import.matching import Decision
from frappe_crm_app.intake.contact_import.planning import PlannedRow
from frappe_crm_app.intake.contact_import.remarks import Remark, RowProblem
from frappe_crm_app.intake.contact_import.sentences import sentence_about_row
from frappe_crm_app.intake.contact_import.writing import changes_of, new_emails, tags_of, values_of_new
from frappe_crm_app.kit.set_based import catching_refusal
from frappe_crm_app.records.identity.customers import find_customer, find_or_create_customer
from frappe_crm_app.records.identity.normalise import name_key
from frappe_crm_app.records.identity.people import find_or_create_contact

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


def save_documents(decisions: Sequence[Decision], options: ImportOptions) -> list[LedgerRow]:
	"""Save a contact for each decision; one that is refused is a skipped row with the refusal for its reason."""
	rows = []
	for decision in decisions:
		with catching_refusal() as refusal:
			rows.append(save_document(decision, options))
		if refusal.reason:
			rows += skipped_rows(decision, Remark(RowProblem.REFUSED, refusal.reason))
	return rows


def skipped_rows(decision: Decision, remark: Remark) -> list[LedgerRow]:
	"""Return the ledger rows of a decision that is not carried out: one for each row of the file."""
	reason = sentence_about_row(remark)
	return [LedgerRow(number, RowOutcome.SKIPPED, reason=reason) for number in decision.row.numbers]


def save_document(decision: Decision, options: ImportOptions) -> LedgerRow:
	"""Insert or save the contact that the row means."""
	if decision.contact:
		return update_document(decision)
	values = values_of_new(decision.row, options, frappe.session.user)
	is_text = not options.create_prospects
	customer = None
	if options.create_prospects:
		values["customer"], customer = prospect_for(values)
	values |= rows_of_new(decision.row)
	contact, is_new = find_or_create_contact(values, company_is_text=is_text)
	if not is_new:
		raise frappe.QueryDeadlockError  # another import was faster: the chunk is matched anew
	for tag in tags_of(decision.row, options):
		contact.add_tag(tag)
	return LedgerRow(
		decision.row.number,
		RowOutcome.CREATED,
		contact=contact.name,
		modified=contact.modified,
		customer=customer,
	)


def prospect_for(values: dict) -> tuple[str, str | None]:
	"""Return the customer of a new contact, and its name again where it was made for it.

	The company, where the row names one, else a customer of kind Person that bears the contact's name.
	"""
	if values.get("company_name"):
		known = find_customer(name_key(values["company_name"]))
		customer = known or find_or_create_customer(values["company_name"], values["contact_owner"])
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
		}
	)
	prospect.insert()
	return prospect.name, prospect.name


def rows_of_new(row: PlannedRow) -> dict[str, list[dict]]:
	"""Return the rows of a new contact's further emails and phones."""
	emails = [{"email": email} for email in row.emails]
	phones = [{"phone": each.phone, "extension": each.extension} for each in row.phones]
	return {table: rows for table, rows in {"emails": emails, "phones": phones}.items() if rows}


def update_document(decision: Decision) -> LedgerRow:
	"""Save what the row changes on its contact, and add the emails and phones that it does not have."""
	contact: Document = frappe.get_doc("CRM Contact", decision.contact.name)
	before = {name: contact.get(name) for name in changes_of(decision)}
	contact.update({name: decision.row.values[name] for name in before if name != "full_name"})
	before |= add_rows(contact, decision)
	if before:
		contact.flags.company_is_text = True
		contact.save()
	return LedgerRow(
		decision.row.number,
		RowOutcome.UPDATED,
		contact=contact.name,
		modified=contact.modified,
		before=before,
	)


def add_rows(contact: Document, decision: Decision) -> dict[str, list]:
	"""Add rows for emails and phones that the contact does not have; return them as `ADDED` names them, for undoing."""
	emails = new_emails(decision)
	known = {(row.phone, row.extension or "") for row in contact.phones} | {(contact.phone, "")}
	phones = [each for each in decision.row.phones if (each.phone, each.extension) not in known]
	for email in emails:
		contact.append("emails", {"email": email})
	for each in phones:
		contact.append("phones", {"phone": each.phone, "extension": each.extension})
	added = {"emails": emails, "phones": [[each.phone, each.extension] for each in phones]}
	return {ADDED[table]: values for table, values in added.items() if values}
