"""Files become documents: those that are sent, and those that hang on records already."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import DocumentError
from frappe_crm_app.kit.file_names import title_of
from frappe_crm_app.kit.set_based import catching_refusal, lock_record
from frappe_crm_app.kit.uploaded_names import name_as_uploaded
from frappe_crm_app.visibility.guarded import DOCUMENT, IN_DOCUMENTS
from frappe_crm_app.visibility.labels import label_of
from frappe_crm_app.visibility.link_words import words_for
from frappe_crm_app.visibility.satellites import referring
from frappe_crm_app.work.documents.linking import Record, refuse_other
from frappe_crm_app.work.documents.store import VERSION
from frappe_crm_app.work.documents.uploads import Upload, examined
from frappe_crm_app.work.documents.versions import add_version

MOST_ADOPTED = 100  # of one request


@dataclass(frozen=True)
class Filing:
	"""How new documents are filed: as their fields are called, and what they are about."""

	title: str | None = None
	kind: str | None = None
	folder: str | None = None
	tags: str | None = None
	links: Sequence[Record] = ()


def add_documents(uploads: Sequence[Upload], filing: Filing, comment: str | None = None) -> list[Document]:
	"""Return a new document for each file; a title is that of one file alone."""
	title = filing.title if len(uploads) == 1 else None
	return [add_document(upload, filing, title, comment) for upload in uploads]


def add_document(
	upload: Upload, filing: Filing, title: str | None, comment: str | None, adopted_from: str | None = None
) -> Document:
	"""Return a new document with its first version."""
	document = frappe.new_doc(DOCUMENT)
	document.update(
		{
			"title": title or title_of(upload.file_name),
			"kind": filing.kind or None,
			"folder": filing.folder or None,
			"tags": filing.tags,
			"links": [{"link_doctype": doctype, "link_name": name} for doctype, name in filing.links],
		}
	)
	document.insert()
	add_version(document, upload, comment, adopted_from)
	return document


def adopt(files: Sequence[str], filing: Filing) -> dict:
	"""Make documents of files that hang on records, about these; return `{done: [documents], refused: [{name, reason}]}`.

	The files stay where they are. One that a document was made of already is refused.
	"""
	if len(files) > MOST_ADOPTED:
		frappe.throw(_("Adopt at most {0} files at once.").format(MOST_ADOPTED), DocumentError)
	done, refused = [], []
	for name in dict.fromkeys(files):
		with catching_refusal() as refusal:
			done.append(adopt_one(name, filing))
		if refusal.reason:
			refused.append({"name": name, "reason": refusal.reason})
	return {"done": done, "refused": refused}


def adopt_one(name: str, filing: Filing) -> str:
	"""Make a document of one file and return its name."""
	file = adoptable_file(name)
	upload = examined(name_as_uploaded(file), bytes_of(file))
	about = replace(filing, links=[(file.attached_to_doctype, file.attached_to_name)])
	return add_document(upload, about, None, None, adopted_from=file.name).name


def adoptable_file(name: str) -> Document:
	"""Return a file that hangs on a record and that the session's user reads; raises `frappe.PermissionError` and `DocumentError`."""
	file = frappe.get_doc("File", name) if frappe.db.exists("File", name) else None
	if not file or file.is_folder or not file.has_permission("read"):
		frappe.throw(_("There is no such file that you can see."), frappe.PermissionError)
	if file.attached_to_doctype not in IN_DOCUMENTS or not file.attached_to_name:
		frappe.throw(_("This file hangs on no record that documents are about."), DocumentError)
	lock_record("File", file.name)  # who clicks twice gets one document
	if frappe.db.get_value(VERSION, {"adopted_from": file.name}, "name", for_update=True):
		frappe.throw(_("A document was made of this file already."), DocumentError)
	return file


def bytes_of(file: Document) -> bytes:
	"""Return what is in a file; raises `DocumentError` where it is not on this site's disk."""
	try:
		with open(file.get_full_path(), "rb") as stored:
			return stored.read()
	except OSError:
		frappe.throw(_("The file is not there any more."), DocumentError)


def adoptable_files(record: Record | None, limit: int) -> list[frappe._dict]:
	"""Return `{name, file_name, file_size, doctype, label, record, title, creation}` of files on records, of this one or any, of which no document was made yet.

	Only those on records that the session's user sees, newest first. Raises `DocumentError` for a DocType that documents are not about.
	"""
	if record:
		refuse_other(record)
	file, version = frappe.qb.DocType("File"), frappe.qb.DocType(VERSION)
	query = frappe.qb.from_(file).left_join(version).on(version.adopted_from == file.name)
	query = query.select(
		file.name,
		file.file_name,
		file.content_hash,
		file.file_size,
		file.attached_to_doctype.as_("doctype"),
		file.attached_to_name.as_("record"),
		file.creation,
	)
	query = query.where(version.name.isnull() & (file.is_folder == 0) & file.attached_to_name.isnotnull())
	query = query.where(file.attached_to_doctype.isin([record[0]] if record else list(IN_DOCUMENTS)))
	query = query.where(file.attached_to_name == record[1]) if record else query
	seen = referring("File", None)
	query = query if seen is None else query.where(seen)
	query = query.orderby(file.creation, order=frappe.qb.desc).orderby(file.name).limit(limit)
	return with_titles(query.run(as_dict=True))


def with_titles(files: list[frappe._dict]) -> list[frappe._dict]:
	"""Return files, called as they were uploaded, with what the records on which they hang are called."""
	words = words_for((file.doctype, file.record) for file in files)
	for file in files:
		file.title, file.label = words.get((file.doctype, file.record)), label_of(file.doctype)
		file.file_name = name_as_uploaded(file)
		del file["content_hash"]
	return files
