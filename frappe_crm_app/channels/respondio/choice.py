"""Which prospects are sent to respond.io, as CRM Respondio Settings says.

By relationship and lead form when the prospect is made; by source when it is sent, since a prospect's contact may come after it.
"""

import frappe
from frappe.model.document import Document
from pypika.terms import Criterion

from frappe_crm_app.frappe_crm_app.doctype.crm_customer.options import Kind, Relationship

KINDS = (Kind.COMPANY, Kind.PERSON)  # suppliers and other entities are not sold to


def settings() -> Document:
	"""Return CRM Respondio Settings."""
	return frappe.get_cached_doc("CRM Respondio Settings")


def is_on() -> bool:
	"""Return whether new prospects are to be sent."""
	return bool(settings().enabled)


def relationships() -> list[Relationship]:
	"""Return what a customer must be to us to be sent."""
	chosen = settings()
	wanted = {
		Relationship.PROSPECT: chosen.send_prospects,
		Relationship.PARTNER_PROSPECT: chosen.send_partner_prospects,
	}
	return [relationship for relationship, is_wanted in wanted.items() if is_wanted]


def is_wanted(customer: Document) -> bool:
	"""Return whether a customer as it is now is a prospect that is to be sent."""
	return customer.relationship in relationships() and customer.customer_kind in KINDS


def is_wanted_from_form(customer: Document) -> bool:
	"""Return whether a customer may be sent that a chosen public form made, or that none made."""
	lead_form, chosen = customer.flags.crm_lead_form, settings()
	if not lead_form:
		return True
	forms = [row.lead_form for row in chosen.forms]
	return bool(chosen.send_form_prospects) and (not forms or lead_form in forms)


def wanted_customers(names: list[str]) -> Criterion:
	"""Return `is_wanted` as a criterion for those of these customers."""
	customer = frappe.qb.DocType("CRM Customer")
	is_prospect = customer.relationship.isin(relationships() or [""])
	return customer.name.isin(names) & is_prospect & customer.customer_kind.isin(KINDS)


def is_wanted_source(source: str | None) -> bool:
	"""Return whether prospects from this source are sent."""
	sources = [row.source for row in settings().sources]
	return not sources or source in sources
