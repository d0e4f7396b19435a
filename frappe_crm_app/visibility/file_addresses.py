"""Which addresses a file may have, and who may use the content at one (hooks on File and on every DocType with attachments).

Frappe takes any address of a stored file from whoever sends it, and what has a File row of one's own is one's own to read.
"""

import re
from urllib.parse import unquote

import frappe
from frappe import _
from frappe.core.doctype.file.utils import find_file_by_url
from frappe.model.document import Document
from frappe.utils import get_url

from frappe_crm_app.visibility.satellites import is_request

PRIVATE = "/private/files/"
LOCAL = re.compile(r"/(?:private/)?files/(?!\.{1,2}$)[^/\\\0]+")
WEB = ("http://", "https://")
INTERNAL = "/api/method/"  # where other apps keep their files, who set this themselves
MOST_ENCODINGS = 5
# What says where a file is and what it holds: Frappe's to write, never a caller's.
STORED = ("file_url", "content_hash", "thumbnail_url")
ATTACHING = ("Attach", "Attach Image")


def checked_address(url: str | None) -> str:
	"""Return the address as Frappe stores it, with the site's own name taken off.

	Raises `frappe.ValidationError` for anything but one segment below `/files` or `/private/files`, or an address of the web.
	"""
	address = decoded(url or "")
	own = get_url()
	if address.startswith(f"{own}/") and "/files/" in address:
		address = address.removeprefix(own)
	if not address or LOCAL.fullmatch(address):
		return address
	is_internal = address.startswith(INTERNAL) and not is_request()
	if not (address.startswith(WEB) or is_internal) or ".." in re.split(r"[/\\?#]", address):
		frappe.throw(_("This is no address of a file."))
	return address


def decoded(url: str) -> str:
	"""Return the address without percent encodings, however often they were laid over each other."""
	for _time in range(MOST_ENCODINGS):
		plain = unquote(url)
		if plain == url:
			return url
		url = plain
	frappe.throw(_("This is no address of a file."))


def private_address_in(url: str) -> str | None:
	"""Return the private address that is all or the end of this one, `None` where there is none.

	Frappe takes the name of the site off an address of the web, and which name that is, a request says.
	"""
	_before, mark, name = url.rpartition(PRIVATE)
	return f"{PRIVATE}{name}" if mark else None


def may_read_content(url: str) -> bool:
	"""Return whether the session's user may read some file at this address, or has just uploaded one there as a guest."""
	if find_file_by_url(url):
		return True
	loose = {"file_url": url, "owner": frappe.session.user, "attached_to_name": ("is", "not set")}
	return bool(frappe.db.exists("File", loose))


def refuse_unread() -> None:
	"""Raise `frappe.PermissionError` in the words for a file that is not there."""
	frappe.throw(_("There is no such file that you can see."), frappe.PermissionError)


def keep_stored_file(file: Document, method: str | None = None) -> None:
	"""Let a request change neither where a stored file is nor what it is said to hold (hook `before_validate` of File).

	Frappe asks the values that were sent, and not the stored ones, whether their sender may write them.
	"""
	before = file.get_doc_before_save()
	if not before or not is_request():
		return
	if not file.flags.ignore_permissions:
		before.check_permission("write")
	for fieldname in () if file.flags.crm_is_rewritten else STORED:
		file.set(fieldname, before.get(fieldname))


def refuse_unread_content(file: Document, method: str | None = None) -> None:
	"""Raise `frappe.PermissionError` where a new File names the content of others that its user cannot read (likewise)."""
	address = private_address_in(file.file_url or "")
	if not address or file.get_doc_before_save() or not is_request():
		return
	others = frappe.db.exists("File", {"file_url": address, "name": ("!=", file.name or "")})
	if others and not may_read_content(address):
		refuse_unread()


def refuse_hidden_attachments(doc: Document, method: str | None = None) -> None:
	"""Raise `frappe.PermissionError` where a field for an attachment names a file that the user cannot read (hook of all DocTypes).

	As a record is saved, Frappe gives it the file that such a field names, if nothing else has it, or if it hangs on a name that
	was sent along.
	"""
	if not is_request():
		return
	before = doc.get_doc_before_save()
	for field in doc.meta.get("fields", {"fieldtype": ("in", ATTACHING)}):
		address = doc.get(field.fieldname)
		if not isinstance(address, str) or not address.startswith(PRIVATE):
			continue
		if may_read_content(address) or hangs_on(doc, address):
			continue
		is_kept = before and before.get(field.fieldname) == address
		if not is_kept or doc.get("__temporary_name") or is_loose(address):
			refuse_unread()


def hangs_on(doc: Document, address: str) -> bool:
	"""Return whether a file at this address hangs on the record already."""
	attached = {"attached_to_doctype": doc.doctype, "attached_to_name": doc.name}
	return bool(frappe.db.exists("File", {"file_url": address, **attached}))


def rows_at(address: str, except_for: str | None = None) -> list[str]:
	"""Return the names of the Files at an address."""
	return frappe.get_all("File", {"file_url": address, "name": ("!=", except_for or "")}, pluck="name")


def is_loose(address: str) -> bool:
	"""Return whether there is a file at this address that hangs on no record."""
	return bool(frappe.db.exists("File", {"file_url": address, "attached_to_name": ("is", "not set")}))


def note_written_file(file_size: int | None = None) -> None:
	"""Note that code of the server is about to write a file, of which a File row follows (hook `before_write_file`)."""
	frappe.local.flags.crm_file_is_written = True
