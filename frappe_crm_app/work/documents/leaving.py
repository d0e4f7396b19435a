"""What is left where a document goes, or what a document is about."""

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime
from pypika.terms import ValueWrapper

from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.kit.references import remove_beside
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DOCUMENT, IN_DOCUMENTS
from frappe_crm_app.work.documents.linking import key_of
from frappe_crm_app.work.documents.store import VERSION, remove_files

LINK, ASSIGNEE = "CRM Document Link", "CRM Document Assignee"
PUBLIC_LINK, DELIVERY = "CRM Document Public Link", "CRM Document Delivery"
RECEIVER_FIELDS = {CONTACT: "contact", CUSTOMER: "customer"}


def leave_out_gone(document: Document) -> None:
	"""Take out of a stored document the links to records that are gone, such as notes that were removed with what they were about."""
	if document.is_new():
		return
	known = [row for row in document.links if row.link_doctype in IN_DOCUMENTS]
	gone = [row for row in known if not frappe.db.exists(*key_of(row))]
	stored = set(frappe.get_all(LINK, filters={"parent": document.name}, pluck="name")) if gone else set()
	for row in gone:
		if row.name in stored:
			document.remove(row)


def remove_parts(document: Document) -> None:
	"""Remove versions, links and deliveries of a document that is deleted; its files wait until nothing forbids that."""
	document.flags.files_left = remove_parts_of([document.name])


def remove_parts_of(documents: list[str]) -> list[str]:
	"""Remove versions, links and deliveries of documents; return the Files that are left of them."""
	files = frappe.get_all(
		VERSION, filters={"document": ("in", documents), "file": ("is", "set")}, pluck="file", order_by=None
	)
	for doctype in (DELIVERY, PUBLIC_LINK, VERSION):
		names = frappe.get_all(doctype, filters={"document": ("in", documents)}, pluck="name", order_by=None)
		if names:
			remove_beside(doctype, names)
			frappe.db.delete(doctype, {"name": ("in", names)})
	return files


def remove_files_of(document: Document) -> None:
	"""Remove the files of a document that is deleted."""
	remove_files(document.flags.files_left or [])


def detach(record: Document, _event: str | None = None) -> None:
	"""Let documents be about a record that is deleted no more (`on_trash`); links that were made for it open nothing from now on.

	Most records have no document, which one statement tells.
	"""
	fieldname = RECEIVER_FIELDS.get(record.doctype)
	found = holders_of(record, fieldname)
	if LINK in found:
		frappe.db.delete(LINK, {"link_doctype": record.doctype, "link_name": record.name})
	if fieldname and {PUBLIC_LINK, DELIVERY} & found:
		forget_receiver(fieldname, record.name)
	if ASSIGNEE in found:
		take_from_customer(record.name)
	if found:
		frappe.clear_document_cache(DOCUMENT)


def holders_of(record: Document, fieldname: str | None) -> set[str]:
	"""Return which of these tables name a record."""
	link = frappe.qb.DocType(LINK)
	is_named = {LINK: (link.link_doctype == record.doctype) & (link.link_name == record.name)}
	tables = (PUBLIC_LINK, DELIVERY) if fieldname else ()
	for doctype in (*tables, *((ASSIGNEE,) if record.doctype == CUSTOMER else ())):
		is_named[doctype] = frappe.qb.DocType(doctype)[fieldname] == record.name
	queries = [
		frappe.qb.from_(frappe.qb.DocType(doctype))
		.select(ValueWrapper(doctype).as_("holder"))
		.where(criterion)
		.limit(1)
		for doctype, criterion in is_named.items()
	]
	return set(union_all(queries).run(pluck=True))


def forget_receiver(fieldname: str, name: str) -> None:
	"""Take who got something out of what tells of it; of a contact, the address to which it went, too."""
	link, delivery = frappe.qb.DocType(PUBLIC_LINK), frappe.qb.DocType(DELIVERY)
	is_theirs = link[fieldname] == name
	revoking = update_records(PUBLIC_LINK).set(link.revoked_on, now_datetime())
	revoking.where(is_theirs & link.revoked_on.isnull()).run()
	frappe.qb.update(link).set(link[fieldname], None).where(is_theirs).run()
	forgetting = frappe.qb.update(delivery).set(delivery[fieldname], None)
	if fieldname == RECEIVER_FIELDS[CONTACT]:
		forgetting = forgetting.set(delivery.address, None)
	forgetting.where(delivery[fieldname] == name).run()


def take_from_customer(name: str) -> None:
	"""Let no document be meant for a customer; a row that names a user, too, stays theirs."""
	row = frappe.qb.DocType(ASSIGNEE)
	is_theirs = row.customer == name
	frappe.qb.update(row).set(row.customer, None).where(
		is_theirs & row.user.isnotnull() & (row.user != "")
	).run()
	frappe.qb.from_(row).delete().where(is_theirs).run()
