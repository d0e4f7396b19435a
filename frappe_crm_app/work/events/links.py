"""What an event is about."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, EVENT, GUARDED, PROJECT
from frappe_crm_app.visibility.labels import label_of

LINK = "CRM Event Link"
FORM, CAMPAIGN = "CRM Lead Form", "CRM Campaign"
LINKED = (CUSTOMER, CONTACT, DEAL, PROJECT, FORM, CAMPAIGN)
MOST = 50


def keep_links(event: Document) -> None:
	"""Keep each link once; raises `frappe.ValidationError` for one to what events are not about, or the user does not see."""
	if len(event.links) > MOST:
		frappe.throw(_("An event is about at most {0} records.").format(MOST))
	before = event.get_doc_before_save()
	former = {(row.link_doctype, row.link_name) for row in before.links} if before else set()
	kept: dict[tuple[str, str], Document] = {}
	for row in event.links:
		record = (row.link_doctype, row.link_name)
		if record not in former:
			refuse_link(event, *record)
		kept.setdefault(record, row)
	event.set("links", list(kept.values()))


def refuse_link(event: Document, doctype: str, name: str) -> None:
	"""Raise `frappe.ValidationError` where an event cannot be about a record; one that is hidden is none that is there."""
	if doctype not in LINKED:
		named = escape_html(str(doctype)[:60])
		frappe.throw(_("An event is not about a {0}.").format(named))
	if not frappe.db.exists(doctype, name) or not (event.flags.ignore_permissions or sees(doctype, name)):
		frappe.throw(
			_("Could not find {0}: {1}").format(label_of(doctype), escape_html(str(name)[:140])),
			frappe.LinkValidationError,
		)


def sees(doctype: str, name: str) -> bool:
	"""Return whether the session's user sees a record."""
	if doctype in GUARDED:
		return policy.may(doctype, name)
	return bool(frappe.has_permission(doctype, "read", name))


def events_of(doctype: str, name: str) -> object:
	"""Return the query for the names of the events about a record; of a contact, those to which they are invited, too."""
	row = frappe.qb.DocType(LINK)
	return (
		frappe.qb.from_(row)
		.select(row.parent)
		.where((row.link_doctype == doctype) & (row.link_name == name) & (row.parenttype == EVENT))
	)
