"""What is attached to a draft: files that its writer may read, each the mail's own from then on.

A file that was uploaded for it, and hangs on nothing yet, becomes the mail's; of any other one the mail gets a copy.
"""

import json
import mimetypes
from collections.abc import Sequence
from pathlib import Path

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from frappe_crm_app.channels.mail.writing.outgoing import Outgoing
from frappe_crm_app.kit.exceptions import WritingError
from frappe_crm_app.kit.received import read_texts
from frappe_crm_app.kit.uploaded_names import name_as_uploaded
from frappe_crm_app.records.mail.attachments import attach, remove
from frappe_crm_app.records.mail.message import Attachment
from frappe_crm_app.records.mail.rows import MAIL
from frappe_crm_app.visibility.file_addresses import rows_at

LARGEST = 20_000_000  # bytes of all files: as base64, what most servers take
MOST = 50


def read_names(given: str | list | None) -> list[str] | None:
	"""Return the files that a caller names, by their File or its address; `None` where nothing is said of them."""
	if given is None or given == "":
		return None
	names = read_texts(given, lambda: frappe.throw(_("Give files as a list of their names."), WritingError))
	if len(names) > MOST:
		frappe.throw(_("A mail has at most {0} files.").format(MOST), WritingError)
	return list(dict.fromkeys(names))


def keep_files(mail: str, outgoing: Outgoing, given: Sequence[str]) -> None:
	"""Let a draft have just these files; raises `WritingError` and `frappe.PermissionError`."""
	there = {row.name for row in files_of(mail)}
	kept = {}
	for each in given:
		own = each if each in there else outgoing.files.get(each)
		kept[each] = own if own in there else taken(mail, readable_file(each))
	outgoing.files = {given: own for given, own in kept.items() if given != own}
	for row in files_of(mail):
		if row.name not in kept.values():
			delete(row)
	refuse_too_large(mail)


def files_of(mail: str) -> list[frappe._dict]:
	"""Return `name`, `file_name`, `file_url` and `file_size` of what is attached to a mail, without pictures that its HTML shows."""
	rows = frappe.get_all(
		"File",
		filters={"attached_to_doctype": MAIL, "attached_to_name": mail, "is_folder": 0},
		fields=["name", "file_name", "file_url", "file_size"],
		order_by="creation asc, name asc",
	)
	shown = set(pictures_of(mail).values())
	return [row for row in rows if row.name not in shown]


def pictures_of(mail: str) -> dict[str, str]:
	"""Return the File of each picture that the HTML of a mail shows, by its `Content-ID`."""
	stored = frappe.db.get_value(MAIL, mail, "inline_files")
	return json.loads(stored) if stored else {}


def readable_file(given: str) -> Document:
	"""Return a File, given by name or address, that the session's user may read; raises `frappe.PermissionError`."""
	names = frappe.get_all(
		"File", filters={"is_folder": 0}, or_filters={"name": given, "file_url": given}, pluck="name"
	)
	for name in names:
		file = frappe.get_doc("File", name)
		if file.has_permission("read"):
			return file
	frappe.throw(_("There is no such file that you can see."), frappe.PermissionError)


def taken(mail: str, file: Document) -> str:
	"""Return the name of the File by which a mail has this one."""
	is_loose = not file.attached_to_name and file.is_private and file.owner == frappe.session.user
	if is_loose and len(rows_at(file.file_url)) == 1:
		frappe.db.set_value("File", file.name, {"attached_to_doctype": MAIL, "attached_to_name": mail})
		return file.name
	before = {row.name for row in files_of(mail)}
	attach(mail, [attachment_of(file)])
	return next(row.name for row in files_of(mail) if row.name not in before)


def attachment_of(file: Document | str, content_id: str = "") -> Attachment:
	"""Return a File with its content; raises `WritingError` where it is not there any more."""
	if isinstance(file, str):
		file = frappe.get_doc("File", file)
	path = Path(file.get_full_path())
	if not path.is_file():
		frappe.throw(
			_("The file {0} is not there any more.").format(escape_html(file.file_name)), WritingError
		)
	kind = mimetypes.guess_type(file.file_name)[0] or "application/octet-stream"
	return Attachment(name_as_uploaded(file), kind, path.read_bytes(), content_id, bool(content_id))


def delete(row: frappe._dict) -> None:
	"""Remove a file of a draft; what is on disk goes after the commit, unless another File is there, too."""
	is_alone = len(rows_at(row.file_url)) == 1
	path = frappe.get_doc("File", row.name).get_full_path()
	frappe.db.delete("File", {"name": row.name})
	if is_alone:
		frappe.db.after_commit.add(lambda: remove(path))


def refuse_too_large(mail: str) -> None:
	"""Raise `WritingError` where the files of a mail are too large to be sent."""
	size = sum(row.file_size or 0 for row in files_of(mail))
	if size > LARGEST:
		frappe.throw(
			_("The files have {0} MB together; a mail takes {1} MB.").format(
				round(size / 1e6, 1), LARGEST // 10**6
			),
			WritingError,
		)
