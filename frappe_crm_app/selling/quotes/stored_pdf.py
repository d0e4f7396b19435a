"""The PDF of a quote as it was sent: a private file that is kept, read only with its SHA-256."""

import hashlib

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import QuoteStateError
from frappe_crm_app.selling.quotes.state import QUOTE

FIELDS = ("pdf", "signed_pdf")


def store_pdf(quote: Document, content: bytes, field: str = "pdf") -> dict[str, str]:
	"""Store a PDF of a quote and return the values that tell of it: `{pdf: File, pdf_sha256: hexadecimal}`."""
	file = frappe.new_doc("File")
	file.update(
		{
			"file_name": file_name(quote, field),
			"attached_to_doctype": QUOTE,
			"attached_to_name": quote.name,
			"is_private": 1,
			"content": content,
		}
	)
	file.insert(ignore_permissions=True)
	return {field: file.name, f"{field}_sha256": hashlib.sha256(content).hexdigest()}


def file_name(quote: Document, field: str = "pdf") -> str:
	"""Return what the file is called: `Q-2026-0042-v3.pdf`; that of a draft after its title."""
	stem = (quote.quote_number and f"{quote.quote_number}-v{quote.version}") or quote.title
	plain = "".join(sign if sign.isalnum() or sign in "-_. " else "-" for sign in stem)[:100].strip(". ")
	return f"{plain or 'quote'}{'-signed' if field == 'signed_pdf' else ''}.pdf"


def read_pdf(quote: Document, field: str = "pdf") -> bytes:
	"""Return the PDF byte by byte as it was stored; raises `QuoteStateError` where the file is not that any more."""
	name, digest = quote.get(field), quote.get(f"{field}_sha256")
	content = content_of(name) if name else None
	if content is None or hashlib.sha256(content).hexdigest() != digest:
		frappe.throw(_("The PDF of {0} is not what was sent.").format(quote.display_number), QuoteStateError)
	return content


def content_of(file: str) -> bytes | None:
	"""Return the bytes of a File, `None` where it is gone."""
	if not frappe.db.exists("File", file):
		return None
	try:
		with open(frappe.get_doc("File", file).get_full_path(), "rb") as stored:
			return stored.read()
	except OSError:
		return None


def refuse_losing(file: Document) -> None:
	"""Raise `QuoteStateError` where the PDF of a sent quote would be deleted (hook `crm_file_leaving`)."""
	if file.attached_to_doctype == QUOTE and is_pdf_of_quote(file.name):
		frappe.throw(_("The PDF of a sent quote is kept."), QuoteStateError)


def is_pdf_of_quote(file: str) -> bool:
	"""Return whether a File is what a quote was sent or signed as."""
	quote = frappe.qb.DocType(QUOTE)
	is_either = (quote.pdf == file) | (quote.signed_pdf == file)
	return bool(frappe.qb.from_(quote).select(quote.name).where(is_either).limit(1).run())


def refuse_changing(file: Document, _event: str | None = None) -> None:
	"""Raise `QuoteStateError` where the PDF of a sent quote would be made public, or hung elsewhere (`before_validate` of File)."""
	before = file.get_doc_before_save()
	if not before or before.attached_to_doctype != QUOTE or not is_pdf_of_quote(file.name):
		return
	kept = ("attached_to_doctype", "attached_to_name", "is_private", "file_url", "content_hash")
	if any((file.get(field) or None) != (before.get(field) or None) for field in kept):
		frappe.throw(_("The PDF of a sent quote is kept as it is."), QuoteStateError)
