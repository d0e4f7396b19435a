"""Documents in the room of a contact without a login (hook `crm_room_parts`): of a project, those to which they have a link."""

import frappe
from frappe import _
from frappe.query_builder import Order
from frappe.utils import format_date, nowdate

from frappe_crm_app.visibility.guarded import DOCUMENT, PROJECT
from frappe_crm_app.work.documents.sharing.links import LINK, address_in_room

ABOUT = "CRM Document Link"
MOST = 100


def of_project(contact: str, project: str) -> dict | None:
	"""Return `{label, rows: [{title, more, link}]}` of the documents about a project that were shared with a contact, `None` without any."""
	shared = {row.document: row for row in links_of(contact, project)}  # of several, the one that ends last
	rows = [
		{
			"title": row.title,
			"more": _("until {0}").format(format_date(row.expires_on)),
			"link": address_in_room(row),
		}
		for row in shared.values()
	]
	return {"label": _("Documents"), "rows": sorted(rows, key=lambda row: row["title"])} if rows else None


def links_of(contact: str, project: str) -> list[frappe._dict]:
	"""Return the links of a contact that are valid, to documents about a project, by the day on which they end."""
	link, about, document = (frappe.qb.DocType(doctype) for doctype in (LINK, ABOUT, DOCUMENT))
	query = frappe.qb.from_(link).join(about).on(about.parent == link.document)
	query = query.join(document).on(document.name == link.document)
	query = query.select(link.name, link.token_hash, link.expires_on, link.document, document.title)
	query = query.where((about.link_doctype == PROJECT) & (about.link_name == project))
	query = query.where((link.contact == contact) & link.revoked_on.isnull() & (link.expires_on >= nowdate()))
	return query.orderby(link.expires_on, link.name, order=Order.asc).limit(MOST).run(as_dict=True)
