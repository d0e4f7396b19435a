"""What anybody who has a PDF may know of it: whether it is a quote of this site, as it was sent or signed, and nothing else."""

import re
from hashlib import sha256

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import QuoteStatus
from frappe_crm_app.kit.exceptions import AcceptanceError
from frappe_crm_app.kit.masking import masked_name
from frappe_crm_app.selling.acceptance import records
from frappe_crm_app.selling.acceptance.presenting import moment

LARGEST = 20 * 1024 * 1024  # bytes
HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


def verify(typed: str) -> dict:
	"""Return what is known of the PDF with this SHA-256, `{is_known: False}` where nothing is.

	Else `{is_known, label, document: "sent" | "signed", sent_on, accepted_on, accepted_by, is_intact}`: the name is partly masked, and
	`is_intact` says whether the record of what was done with the quote is as it was written.
	"""
	digest = "".join(typed.split()).lower()
	if not HASH.fullmatch(digest):
		frappe.throw(_("A SHA-256 has 64 digits from 0 to 9 and a to f."), AcceptanceError)
	found = find(digest)
	if not found:
		return {"is_known": False}
	quote, document = found
	return {"is_known": True, "document": document, **facts_of(quote), **acceptance_of(quote)}


def find(digest: str) -> tuple[frappe._dict, str] | None:
	"""Return the quote that was sent, or signed, as the file with this hash."""
	facts = ["name", "display_number", "sent_on", "status", "pdf_sha256"]
	for fieldname, document in (("pdf_sha256", "sent"), ("signed_pdf_sha256", "signed")):
		quote = frappe.db.get_value(records.QUOTE, {fieldname: digest}, facts, as_dict=True)
		if quote:
			return quote, document
	return None


def facts_of(quote: frappe._dict) -> dict:
	return {"label": quote.display_number, "sent_on": moment(quote.sent_on)}


def acceptance_of(quote: frappe._dict) -> dict:
	"""Return when and by whom the quote was accepted, as its chain says, and whether that holds."""
	row = records.accepted_row(quote.name) if quote.status == QuoteStatus.ACCEPTED else None
	is_same = not row or row.pdf_sha256 == quote.pdf_sha256
	return {
		"accepted_on": moment(row.occurred_on) if row else "",
		"accepted_by": masked_name(row.typed_name or "") if row else "",
		"is_intact": is_same and records.verify_chain(quote.name) is None,
	}


def hash_of_upload() -> str:
	"""Return the SHA-256 of the file that was sent; raises `AcceptanceError` where none was, or one that is too large."""
	request = getattr(frappe.local, "request", None)
	sent = request.files.get("file") if request else None
	if not sent:
		frappe.throw(_("Choose the PDF, or type its SHA-256."), AcceptanceError)
	content = sent.stream.read(LARGEST + 1)
	if len(content) > LARGEST:
		frappe.throw(_("The file is larger than {0} MB.").format(LARGEST // 1024**2), AcceptanceError)
	return sha256(content).hexdigest()
