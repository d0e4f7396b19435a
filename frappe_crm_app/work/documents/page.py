"""One document for its page: versions, what it is about, who has which version, links that lead to it."""

from collections.abc import Iterable

import frappe
from frappe.utils import getdate, nowdate

from frappe_crm_app.kit.file_types import is_shown
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DOCUMENT, IN_DOCUMENTS
from frappe_crm_app.visibility.labels import label_of
from frappe_crm_app.visibility.link_words import words_for
from frappe_crm_app.visibility.permlevels import empty_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria
from frappe_crm_app.work.documents.access import may_change, seen_document
from frappe_crm_app.work.documents.deliveries import DELIVERY, what_they_have
from frappe_crm_app.work.documents.leaving import ASSIGNEE, LINK, PUBLIC_LINK
from frappe_crm_app.work.documents.library import FIELDS, told
from frappe_crm_app.work.documents.store import VERSION

MOST = 200


def page(name: str) -> dict:
	"""Return a document's page; see `api.get_document`."""
	criteria = UserCriteria()
	row = seen_document(name, criteria)
	versions, links, assignees = versions_of(name), rows_of(LINK, name), rows_of(ASSIGNEE, name)
	has = what_they_have(name, row.version, criteria.criterion(DELIVERY))
	public = public_links_of(name, criteria)
	words = words_for(links_to_tell(versions, links, assignees, [*has, *public]))
	document = told([frappe._dict({field: row.get(field) for field in (*FIELDS, "description")})])[0]
	return {
		"document": document,
		"may_change": may_change(name),
		"versions": [
			{**each, "by": words.get(("User", each.owner)), "is_shown": int(is_shown(each.content_type))}
			for each in versions
		],
		"links": [told_link(each, words) for each in links],
		"assignees": [
			{
				"user": each.user,
				"customer": each.customer,
				"title": words.get(("User", each.user)) or words.get((CUSTOMER, each.customer)),
			}
			for each in assignees
		],
		"has": [{**each, **receiver(each, words)} for each in has],
		"public_links": [{**each, **receiver(each, words)} for each in public],
	}


def versions_of(document: str) -> list[frappe._dict]:
	"""Return the versions of a document that the session's user sees, newest first."""
	rows = frappe.get_all(
		VERSION,
		filters={"document": document},
		fields=[
			"name",
			"number",
			"file",
			"file_name",
			"file_size",
			"content_type",
			"sha256",
			"comment",
			"owner",
			"creation",
		],
		order_by="number desc",
		limit=MOST,
	)
	empty_hidden(VERSION, rows)
	return rows


def rows_of(doctype: str, document: str) -> list[frappe._dict]:
	"""Return the rows of a table of a document, in their order."""
	fields = ["link_doctype", "link_name"] if doctype == LINK else ["user", "customer"]
	return frappe.get_all(
		doctype, filters={"parent": document, "parenttype": DOCUMENT}, fields=fields, order_by="idx asc"
	)


def public_links_of(document: str, criteria: UserCriteria) -> list[frappe._dict]:
	"""Return the public links to a document, newest first; of those that are over or were revoked, that they are."""
	link, allowed = frappe.qb.DocType(PUBLIC_LINK), criteria.criterion(PUBLIC_LINK)
	fields = (
		"name",
		"label",
		"contact",
		"customer",
		"version",
		"expires_on",
		"revoked_on",
		"views",
		"last_viewed_on",
		"owner",
	)
	query = frappe.qb.from_(link).select(*(link[field] for field in fields)).where(link.document == document)
	query = query if allowed is None else query.where(allowed)
	rows = query.orderby(link.creation, order=frappe.qb.desc).limit(MOST).run(as_dict=True)
	for row in rows:
		row.is_open = int(not row.revoked_on and getdate(row.expires_on) >= getdate(nowdate()))
	empty_hidden(PUBLIC_LINK, rows)
	return rows


def links_to_tell(versions: list, links: list, assignees: list, receivers: Iterable) -> list[tuple[str, str]]:
	"""Return all that the page names."""
	named = [(each.link_doctype, each.link_name) for each in links if each.link_doctype in IN_DOCUMENTS]
	named += [("User", each.owner) for each in versions]
	named += [
		pair for each in assignees for pair in (("User", each.user), (CUSTOMER, each.customer)) if pair[1]
	]
	named += [
		pair for each in receivers for pair in ((CONTACT, each.contact), (CUSTOMER, each.customer)) if pair[1]
	]
	return named


def told_link(row: frappe._dict, words: dict) -> dict:
	"""Return a record that a document is about, by its title where the reader sees it."""
	return {
		"doctype": row.link_doctype,
		"name": row.link_name,
		"label": label_of(row.link_doctype),
		"title": words.get((row.link_doctype, row.link_name)),
	}


def receiver(row: frappe._dict, words: dict) -> dict:
	"""Return `title`, who has a version or a link: the contact, else the address or label, else the customer; and, beside others, `of_customer`."""
	customer = words.get((CUSTOMER, row.customer))
	person = words.get((CONTACT, row.contact)) or row.get("address") or row.get("label")
	return {"title": person or customer, "of_customer": customer if person else None}
