"""Who has quotes that were sent is not deleted; drafts keep nobody, and go."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import QuoteStatus
from frappe_crm_app.kit.exceptions import RecordInUseError
from frappe_crm_app.kit.phrases import plural
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.selling.quotes.creating import FIELD_OF, TITLE_OF
from frappe_crm_app.selling.quotes.state import QUOTE


def refuse_deleting_quoted(doc: Document, _event: str | None = None) -> None:
	"""Raise `RecordInUseError` where quotes that were sent name the deal, contact or customer (`on_trash`)."""
	sent = {FIELD_OF[doc.doctype]: doc.name, "status": ("!=", QuoteStatus.DRAFT)}
	count = frappe.db.count(QUOTE, sent)
	if count:
		title = frappe.utils.escape_html(doc.get(TITLE_OF[doc.doctype]) or "")
		sentence = plural(
			count,
			"{1} cannot be deleted: a quote was sent, which is kept.",
			"{1} cannot be deleted: {0} quotes were sent, which are kept.",
			frappe.bold(title),
		)
		frappe.throw(sentence, RecordInUseError, title=_("Still In Use"))


def remove_drafts(doc: Document, _event: str | None = None) -> None:
	"""Remove the drafts that are seen through the record alone, and let others not name it (`on_trash`, after the refusal)."""
	seen_through = {"reference_doctype": doc.doctype, "reference_name": doc.name}
	for name in frappe.get_all(QUOTE, filters=seen_through, pluck="name"):
		frappe.delete_doc(QUOTE, name, ignore_permissions=True)
	quote, field = frappe.qb.DocType(QUOTE), FIELD_OF[doc.doctype]
	update_records(QUOTE).set(quote[field], None).where(quote[field] == doc.name).run()
