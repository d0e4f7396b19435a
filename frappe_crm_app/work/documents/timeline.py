"""Versions of documents, and public links that were opened, in the timelines of what these are about (hook `crm_timeline_sources`)."""

import frappe
from frappe import _
from frappe.utils import cint
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Term

from frappe_crm_app.frappe_crm_app.doctype.crm_document_delivery.options import Channel
from frappe_crm_app.kit.timeline_source import TimelineSource
from frappe_crm_app.visibility.guarded import DOCUMENT
from frappe_crm_app.work.documents.deliveries import DELIVERY
from frappe_crm_app.work.documents.library import about
from frappe_crm_app.work.documents.store import VERSION

# Of notes and quotes there are no timelines; of what is added, the form has its own.
TOLD_ON = ("CRM Contact", "CRM Customer", "CRM Sales Deal", "CRM Project")


def of_documents_about(table: str) -> object:
	"""Return the function that says which rows of a table are of documents about a record."""
	return lambda doctype, name: frappe.qb.DocType(table).document.isin(about(doctype, name))


def with_title(query: QueryBuilder, table: Table) -> QueryBuilder:
	"""Return the query with the document of each row."""
	document = frappe.qb.DocType(DOCUMENT)
	return query.join(document).on(document.name == table.document)


def version_columns(version: Table) -> dict[str, Term]:
	"""Return what a version says: by whom, of which document, which it is and why."""
	title = frappe.qb.DocType(DOCUMENT).title
	return {
		"by": version.owner,
		"subject": title,
		"number": version.number,
		"text": version.comment,
		"detail": version.document,
	}


def tell_versions(_doctype: str, rows: list[frappe._dict]) -> dict[str, dict]:
	"""Return that a document came, or a version of it."""
	return {
		row.name: {
			"headline": _("Document: {0}").format(row.subject)
			if row.number == 1
			else _("Document: {0}, version {1}").format(row.subject, cint(row.number)),
			"text": row.text or "",
			"document": row.detail,
		}
		for row in rows
	}


def delivery_columns(delivery: Table) -> dict[str, Term]:
	"""Return what a delivery says."""
	title = frappe.qb.DocType(DOCUMENT).title
	return {"by": delivery.address, "subject": title, "number": delivery.number, "detail": delivery.document}


def by_link(delivery: Table) -> Criterion:
	"""Return the criterion of what was opened by a link; mails stand in timelines already."""
	return delivery.channel == str(Channel.LINK)


def tell_deliveries(_doctype: str, rows: list[frappe._dict]) -> dict[str, dict]:
	"""Return that a document was opened by its link."""
	return {
		row.name: {
			"headline": _("Document {0}, version {1}, was opened by its link").format(
				row.subject, cint(row.number)
			),
			"text": "",
			"document": row.detail,
		}
		for row in rows
	}


VERSIONS = TimelineSource(
	"document",
	VERSION,
	of_documents_about(VERSION),
	version_columns,
	tell_versions,
	with_title,
	doctypes=TOLD_ON,
)
OPENED = TimelineSource(
	"document_opened",
	DELIVERY,
	of_documents_about(DELIVERY),
	delivery_columns,
	tell_deliveries,
	with_title,
	is_told=by_link,
	doctypes=TOLD_ON,
)
