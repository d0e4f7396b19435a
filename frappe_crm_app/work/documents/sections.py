"""Documents on the pages of customers, deals, projects and contacts (hooks `crm_customer_sections`, `crm_deal_sections`, …)."""

import frappe
from frappe import _
from pypika.terms import Criterion

from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, DOCUMENT, PROJECT
from frappe_crm_app.visibility.permlevels import empty_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria
from frappe_crm_app.work.documents.deliveries import DELIVERY
from frappe_crm_app.work.documents.leaving import ASSIGNEE
from frappe_crm_app.work.documents.library import about

FIELDS = ("title", "kind", "version", "versioned_on")


def of_customer(customer: str, limit: int) -> dict | None:
	"""Return the section of documents about a customer, meant for it, or of which it has a version."""
	document, row = frappe.qb.DocType(DOCUMENT), frappe.qb.DocType(ASSIGNEE)
	meant = frappe.qb.from_(row).select(row.parent).where(row.customer == customer)
	is_about = document.name.isin(about(CUSTOMER, customer)) | document.name.isin(meant)
	return section(is_about, limit, ("customer", customer))


def of_deal(deal: str, limit: int) -> dict | None:
	"""Return the section of documents about a deal."""
	return section(frappe.qb.DocType(DOCUMENT).name.isin(about(DEAL, deal)), limit)


def of_project(project: str, limit: int) -> dict | None:
	"""Return the section of documents about a project."""
	return section(frappe.qb.DocType(DOCUMENT).name.isin(about(PROJECT, project)), limit)


class ContactDocuments:
	"""The documents about a contact, or of which they have a version."""

	tab = "sales"

	def is_offered(self) -> bool:
		"""Return whether the session's user reads documents."""
		return bool(frappe.has_permission(DOCUMENT, "read"))

	def of_contact(self, contact: frappe._dict, limit: int) -> dict | None:
		"""Return the section of a CRM Contact."""
		is_about = frappe.qb.DocType(DOCUMENT).name.isin(about(CONTACT, contact.name))
		return section(is_about, limit, ("contact", contact.name))


OF_CONTACT = ContactDocuments()


def section(is_about: Criterion, limit: int, receiver: tuple[str, str] | None = None) -> dict | None:
	"""Return the section, `None` where the session's user reads no documents or there are none."""
	if not frappe.has_permission(DOCUMENT, "read"):
		return None
	criteria = UserCriteria()
	has = versions_of(receiver, criteria) if receiver else {}
	document = frappe.qb.DocType(DOCUMENT)
	rows = rows_of(is_about | document.name.isin(sorted(has)) if has else is_about, criteria, limit + 1)
	if not rows:
		return None
	for row in rows:
		number = has.get(row.name)
		row.has = _("version {0}").format(number) if number else None
	empty_hidden(DOCUMENT, rows)
	return {
		"name": "crm_documents",
		"label": _("Documents"),
		"doctype": DOCUMENT,
		"title_field": "title",
		"columns": columns(bool(receiver)),
		"rows": rows[:limit],
		"has_more": len(rows) > limit,
	}


def versions_of(receiver: tuple[str, str], criteria: UserCriteria) -> dict[str, int]:
	"""Return the highest version that somebody has, by document, as far as the session's user sees that it went there."""
	delivery, allowed = frappe.qb.DocType(DELIVERY), criteria.criterion(DELIVERY)
	query = frappe.qb.from_(delivery).select(delivery.document, delivery.number)
	query = query.where(delivery[receiver[0]] == receiver[1])
	rows = (query if allowed is None else query.where(allowed)).orderby(delivery.number).limit(1_000).run()
	return dict(rows)


def rows_of(is_about: Criterion, criteria: UserCriteria, limit: int) -> list[frappe._dict]:
	"""Return such documents that the session's user sees, those with the newest versions first."""
	document, allowed = frappe.qb.DocType(DOCUMENT), criteria.criterion(DOCUMENT)
	query = (
		frappe.qb.from_(document)
		.select(document.name, *(document[field] for field in FIELDS))
		.where(is_about)
	)
	query = query if allowed is None else query.where(allowed)
	return (
		query.orderby(document.modified, order=frappe.qb.desc)
		.orderby(document.name)
		.limit(limit)
		.run(as_dict=True)
	)


def columns(is_told_who_has: bool) -> list[dict]:
	"""Return what the columns are called and how their values are written."""
	meta = frappe.get_meta(DOCUMENT)
	known = [column(name, _(meta.get_label(name)), meta.get_field(name).fieldtype) for name in FIELDS]
	return [*known, column("has", _("They Have"), "Data")] if is_told_who_has else known


def column(fieldname: str, label: str, fieldtype: str) -> dict:
	"""Return one column."""
	return {"fieldname": fieldname, "label": label, "fieldtype": fieldtype, "options": None}
