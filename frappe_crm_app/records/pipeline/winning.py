"""What winning a deal makes of its customer."""

import frappe
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_customer.options import Relationship
from frappe_crm_app.kit.current_docs import current_doc
from frappe_crm_app.kit.domain_events.emitting import emit_update
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.records.pipeline.outcomes import has_just_been_won

CUSTOMER = "CRM Customer"


def make_client(deal: Document, _event: str | None = None) -> None:
	"""Make a prospect whose deal is won by this save a client, unless CRM Desk Settings says otherwise (`on_update`).

	Whoever wins the deal need not be able to write the customer: it is what became of it, no edit of theirs. A partner prospect stays
	one, and a deal that is reopened takes nothing back: what the customer has become since is no longer this deal's to say.
	"""
	if not deal.customer or not has_just_been_won(deal):
		return
	if not current_doc("CRM Desk Settings").make_won_prospects_clients:
		return
	customer = frappe.qb.DocType(CUSTOMER)
	is_prospect = (customer.name == deal.customer) & (customer.relationship == Relationship.PROSPECT)
	if not frappe.qb.from_(customer).select(customer.name).where(is_prospect).run():
		return
	values = {"relationship": str(Relationship.CLIENT)}
	emit_update(CUSTOMER, is_prospect, values)
	update_records(CUSTOMER).set(customer.relationship, Relationship.CLIENT).where(is_prospect).run()
	frappe.clear_document_cache(CUSTOMER, deal.customer)
	note_in_history(deal.customer)


def note_in_history(customer: str) -> None:
	"""Leave the change in the customer's history, as a save of it would."""
	changed = [["relationship", str(Relationship.PROSPECT), str(Relationship.CLIENT)]]
	version = frappe.new_doc("Version")
	version.update(
		{"ref_doctype": CUSTOMER, "docname": customer, "data": frappe.as_json({"changed": changed})}
	)
	version.insert(ignore_permissions=True)
