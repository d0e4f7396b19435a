"""What saving a document asks of its own fields."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import DocumentError, HistoryError
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import CUSTOMER
from frappe_crm_app.visibility.guards import can_hold

# What versions and check-outs write: what a caller sends for it is ignored.
DERIVED = (
	"version", "file_name", "versioned_on", "versioned_by", "content_type", "file_size", "checked_out_by", "checked_out_until", "search_words",
)  # fmt: skip
MOST_TAGS, LONGEST_TAG = 20, 60
MOST_ASSIGNEES = 100


def keep_derived(document: Document) -> None:
	"""Leave what is derived as it is stored."""
	if document.flags.is_derived:
		return
	before = document.get_doc_before_save()
	for fieldname in DERIVED:
		document.set(fieldname, before.get(fieldname) if before else None)
	if not before:
		document.version = document.file_size = 0


def keep_tags(document: Document) -> None:
	"""Write the tags each once, as `one, two`; raises `DocumentError` for too many."""
	document.tags = ", ".join(read_tags(document.tags)) or None


def read_tags(given: object) -> list[str]:
	"""Return the tags of a text with commas, each once, whatever its case."""
	parts = [" ".join(part.split()) for part in str(given or "").replace("\n", ",").split(",")]
	tags = list({part.casefold(): part for part in reversed(parts) if part}.values())[::-1]
	if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
		frappe.throw(
			_("A document has at most {0} tags of at most {1} letters.").format(MOST_TAGS, LONGEST_TAG),
			DocumentError,
		)
	return tags


def keep_assignees(document: Document) -> None:
	"""Keep whom a document is meant for, each once; raises `DocumentError` for a user who could not see it.

	A customer that the document's user does not see stays: nobody takes it from those who see it through that.
	"""
	known, rows = set(), []
	before = document.get_doc_before_save()
	former = {row.user for row in before.assignees} if before else set()
	for row in document.assignees:
		key = (row.user or None, row.customer or None)
		if not any(key) or key in known:
			continue
		if row.user and row.user not in former and not can_hold(row.user):
			frappe.throw(
				_("{0} is disabled, or has no role of the CRM, and could not see this.").format(
					frappe.utils.escape_html(row.user)
				),
				DocumentError,
			)
		known.add(key)
		rows.append(row)
	if len(rows) > MOST_ASSIGNEES:
		frappe.throw(_("A document is meant for at most {0}.").format(MOST_ASSIGNEES), DocumentError)
	document.set("assignees", rows)
	for row in hidden_customers(document):
		document.append("assignees", row)


def hidden_customers(document: Document) -> list[dict]:
	"""Return `{user, customer}` of what a document was meant for and is not any more, of customers that its user does not see."""
	before = document.get_doc_before_save()
	if not before or document.flags.ignore_permissions or frappe.session.user == "Administrator":
		return []
	known = {row.customer for row in document.assignees}
	gone = [row for row in before.assignees if row.customer and row.customer not in known]
	return [
		{"user": row.user, "customer": row.customer} for row in gone if not policy.may(CUSTOMER, row.customer)
	]


def refuse_by_hand(row: Document) -> None:
	"""Raise `HistoryError` for a version, link or delivery that somebody would write by hand."""
	if not row.flags.is_of_document:
		frappe.throw(_("This is written as it happens, and not by hand."), HistoryError)
