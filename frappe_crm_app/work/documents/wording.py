"""The words of PDFs, by which the search finds their documents."""

import subprocess
import sys
from pathlib import Path

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_document_version.options import TextState
from frappe_crm_app.kit.outbox.outcomes import GiveUp
from frappe_crm_app.records.search.writing import rewrite_stored
from frappe_crm_app.visibility.guarded import DOCUMENT
from frappe_crm_app.work.documents import pdf_words
from frappe_crm_app.work.documents.store import path_of

PATIENCE = 30  # seconds
MOST_LETTERS = 8_000


def read_words(version: Document) -> dict:
	"""Read the words of a version (outbox) and return its new state; those of one that is not the newest any more are of no use."""
	newest = frappe.db.get_value(DOCUMENT, version.document, "version")
	if newest != version.number:
		return {"text_state": str(TextState.NONE)}
	words = words_of(frappe.db.get_value("File", version.file, "file_url"))
	document = frappe.qb.DocType(DOCUMENT)
	is_meant = document.name == version.document
	frappe.qb.update(document).set(document.search_words, words[:MOST_LETTERS] or None).where(is_meant).run()
	frappe.clear_document_cache(DOCUMENT, version.document)
	rewrite_stored(DOCUMENT, is_meant)
	return {"text_state": str(TextState.READ)}


def words_of(address: str | None) -> str:
	"""Return the words of a PDF as a program of its own reads them; raises `GiveUp` for one that it cannot read."""
	if not address:
		raise GiveUp(_("The file is not there any more."))
	program = [sys.executable, str(Path(pdf_words.__file__)), path_of(address)]
	try:
		done = subprocess.run(
			program, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=PATIENCE, check=False
		)
	except subprocess.TimeoutExpired:
		raise GiveUp(_("The PDF takes too long to read.")) from None
	if done.returncode:
		raise GiveUp(_("The PDF cannot be read."))
	return done.stdout.decode("utf-8", "replace").replace("\x00", " ")
