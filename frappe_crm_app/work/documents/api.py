"""Endpoints of documents. Who calls them sees the document; what changes it takes that one may change it."""

import frappe
from frappe import _
from werkzeug.wrappers import Response

from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.exceptions import DocumentError
from frappe_crm_app.kit.received import read_page, read_texts
from frappe_crm_app.visibility.guarded import DOCUMENT
from frappe_crm_app.work.documents import adding, checking_out, library, linking, page, uploads
from frappe_crm_app.work.documents.access import changed_document, seen_version
from frappe_crm_app.work.documents.giving import file_of
from frappe_crm_app.work.documents.rules import read_tags
from frappe_crm_app.work.documents.sharing import links as public_links
from frappe_crm_app.work.documents.versions import add_version


@frappe.whitelist(methods=["GET"])
def get_library(
	folder: str | None = None,
	kind: str | None = None,
	tag: str | None = None,
	text: str | None = None,
	link_doctype: str | None = None,
	link_name: str | None = None,
	is_mine: bool | int | str = 0,
	start: int | str = 0,
	page_length: int | str = 50,
) -> dict:
	"""Return `{documents, has_more, folders, kinds, may_add}`: documents that the caller sees, the last changed first, at most 100.

	`folder` asks for those in it, however deep, `tag` for one tag, `text` for words of title, file name, tags and PDF, `link_doctype` and
	`link_name` for what is about a record, `is_mine` for what the caller has checked out. `folders` are all, `{name, folder_name, parent_folder}`.
	"""
	record = next(iter(linking.read_record_names(link_doctype, link_name)), None)
	asked = library.Asked(
		folder or "", kind or "", tag or "", text or "", record, str(is_mine) in ("1", "True", "true")
	)
	return library.page(asked, start, page_length)


@frappe.whitelist(methods=["GET"])
def get_document(document: str) -> dict:
	"""Return `{document, may_change, versions, links, assignees, has, public_links}`.

	`versions` newest first; `has` says who (`title`, `of_customer`) has which version, and `is_behind` that there is a newer one. Raises `frappe.PermissionError`.
	"""
	return page.page(document)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def upload(
	folder: str | None = None,
	kind: str | None = None,
	tags: str | None = None,
	title: str | None = None,
	comment: str | None = None,
	link_doctype: str | None = None,
	link_name: str | None = None,
) -> list[dict]:
	"""Add a document for each file of the request (`file`, multipart), at most 20; return `[{name, title, file_name}]`.

	All of them, or none where one is refused (`DocumentFileError`). `title` is that of one file alone.
	"""
	frappe.has_permission(DOCUMENT, "create", throw=True)
	rewind_files()
	filing = adding.Filing(title, kind, folder, tags, linking.read_record_names(link_doctype, link_name))
	added = adding.add_documents(uploads.sent_files(), filing, comment)
	return [{"name": each.name, "title": each.title, "file_name": each.file_name} for each in added]


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def add_version_of(document: str, comment: str | None = None, check_in: bool | int | str = 0) -> dict:
	"""Store the one file of the request (`file`, multipart) as the next version of a document; return `{name, number}`.

	Raises `DocumentStateError` while somebody else has it checked out; `check_in` ends that it is checked out by the caller.
	"""
	rewind_files()
	changed = changed_document(document)
	checking_out.refuse_if_anothers(changed)
	files = uploads.sent_files()
	if len(files) > 1:
		frappe.throw(_("A version is one file."), DocumentError)
	version = add_version(changed, files[0], comment)
	if str(check_in) in ("1", "True", "true"):
		checking_out.check_in(changed)
	return {"name": version.name, "number": version.number}


def rewind_files() -> None:
	"""Have the files of the request read from their beginning: the work may be done again after a conflict."""
	request = getattr(frappe.local, "request", None)
	for each in request.files.getlist(uploads.FIELD) if request else ():
		each.stream.seek(0)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def check_out(document: str, hours: int | str | None = None) -> dict:
	"""Let nobody else store versions for so many hours, 8 unless given, at most two weeks; return `{checked_out_until}`."""
	changed = changed_document(document)
	checking_out.check_out(changed, hours)
	return {"checked_out_until": changed.checked_out_until}


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def check_in(document: str) -> None:
	"""Let others store versions again: for who has it checked out, and managers."""
	checking_out.check_in(changed_document(document))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def add_link(document: str, doctype: str, name: str) -> None:
	"""Let a document be about a record that the caller sees, too: whoever sees that sees the document from now on."""
	linking.add_link(changed_document(document), (doctype, name))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def remove_link(document: str, doctype: str, name: str) -> None:
	"""Let a document be about a record that the caller sees no more."""
	linking.remove_link(changed_document(document), (doctype, name))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def set_tags(document: str, tags: str | None = None) -> list[str]:
	"""Give a document these tags, separated by commas; return them."""
	changed = changed_document(document)
	changed.tags = tags
	changed.save()
	return read_tags(changed.tags)


@frappe.whitelist(methods=["GET"])
def download(version: str) -> Response:
	"""Answer the file of a CRM Document Version, to be saved. Raises `frappe.PermissionError`."""
	return file_of(seen_version(version))


@frappe.whitelist(methods=["GET"])
def preview(version: str) -> Response:
	"""Answer the file of a version for the browser to show: PDFs and images alone. Raises `frappe.PermissionError` and `DocumentStateError`."""
	return file_of(seen_version(version), is_inline=True)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def make_public_link(
	document: str,
	version: str | None = None,
	contact: str | None = None,
	customer: str | None = None,
	label: str | None = None,
	expires_on: str | None = None,
) -> dict:
	"""Return `{name, url, expires_on}` of a link by which anybody who has it opens the document, or one version; its address is told once.

	Without `version` it opens the newest at the time; without `expires_on` it is good for a month.
	"""
	receiver = public_links.Receiver(contact, customer, label)
	return public_links.make(changed_document(document), receiver, version, expires_on)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def revoke_public_link(link: str) -> None:
	"""Let a public link open nothing from now on."""
	public_links.revoke(link)


@frappe.whitelist(methods=["GET"])
def get_adoptable(
	doctype: str | None = None, name: str | None = None, page_length: int | str = 50
) -> list[dict]:
	"""Return files that hang on records, or on this one, and that no document was made of.

	`[{name, file_name, file_size, doctype, label, record, title, creation}]`, newest first; `title` is what the record is called.
	"""
	frappe.has_permission(DOCUMENT, "create", throw=True)
	record = next(iter(linking.read_record_names(doctype, name)), None)
	return adding.adoptable_files(record, read_page(0, page_length, adding.MOST_ADOPTED)[1])


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def adopt(
	files: str | list, kind: str | None = None, folder: str | None = None, tags: str | None = None
) -> dict:
	"""Make documents of files that hang on records, at most 100, about these; return `{done: [names], refused: [{name, reason}]}`."""
	frappe.has_permission(DOCUMENT, "create", throw=True)
	names = read_texts(files, lambda: frappe.throw(_("Give files as a list of their names."), DocumentError))
	return adding.adopt(names, adding.Filing(None, kind, folder, tags))
