"""What somebody sends as a file, examined before anything is written."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.utils import escape_html

from frappe_crm_app.kit.exceptions import DocumentFileError
from frappe_crm_app.kit.file_names import clean_name
from frappe_crm_app.kit.file_types import Refused, type_of

MOST = 20  # of one request
FIELD = "file"


@dataclass(frozen=True)
class Upload:
	"""A file that a document takes: its cleaned name, what is in it, of what type that is."""

	file_name: str
	content: bytes
	content_type: str

	@property
	def sha256(self) -> str:
		return hashlib.sha256(self.content).hexdigest()


def examined(name: object, content: bytes) -> Upload:
	"""Return a file as a document takes it; raises `DocumentFileError`."""
	cleaned = clean_name(name)
	if len(content) > largest():
		refuse(_("{0} is larger than {1} MB.").format(shown(cleaned), round(largest() / 2**20, 1)))
	try:
		content_type = type_of(content, cleaned)
	except Refused as refused:
		refuse(sentence_of(refused).format(shown(cleaned), escape_html(refused.found)))
	return Upload(cleaned, content, content_type)


def largest() -> int:
	"""Return how many bytes a file has at most: as many as the site takes anywhere."""
	from frappe.core.api.file import get_max_file_size  # Frappe 16 loads it with a site only

	return get_max_file_size()


def sentence_of(refused: Refused) -> str:
	"""Return why a file is refused; `{0}` is its name, `{1}` its type."""
	sentences = {
		"empty": _("{0} is empty."),
		"runs": _("{0} is a program, which no document takes."),
		"unknown": _("It cannot be told of what type {0} is."),
		"other": _("{0} is not what its name says: it is of the type {1}."),
	}
	return sentences[refused.why]


def sent_files() -> list[Upload]:
	"""Return the files of the request, examined, at least one; raises `DocumentFileError`."""
	request = getattr(frappe.local, "request", None)
	files = request.files.getlist(FIELD) if request else []
	if not files:
		refuse(_("Send at least one file, as {0}.").format(FIELD))
	if len(files) > MOST:
		refuse(_("Send at most {0} files at once.").format(MOST))
	return list(read(files))


def read(files: Iterable[object]) -> Iterable[Upload]:
	"""Yield the files that were sent, each examined; of one that is too large, no more is read than tells that."""
	for each in files:
		yield examined(each.filename, each.stream.read(largest() + 1))


def refuse(sentence: str) -> None:
	frappe.throw(sentence, DocumentFileError)


def shown(name: str) -> str:
	return escape_html(name)
