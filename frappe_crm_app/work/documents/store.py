"""Where the files of versions lie: private, under names that tell nothing, equal content once.

Each file is written before it is asked whether there is an equal one, so that neither an answer nor its time tells of files that
somebody does not see. The address has no ending: whoever asks Frappe for it gets something to save, whatever is in it.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from hashlib import md5

import frappe
from frappe.utils import get_files_path

from frappe_crm_app.visibility.file_addresses import PRIVATE
from frappe_crm_app.visibility.guarded import DOCUMENT
from frappe_crm_app.work.documents.uploads import Upload

VERSION = "CRM Document Version"
FOLDER = "Home/Attachments"


def keep(document: str, upload: Upload) -> str:
	"""Store a file of a document and return the name of its File. Where the transaction is undone, so is what was written."""
	written = write(upload.content)
	address = equal_address(upload.sha256)
	if address:
		remove(path_of(written))
	file = frappe.new_doc("File")
	file.update(
		{
			"name": frappe.generate_hash(length=10),
			"file_name": upload.file_name,
			"file_url": address or written,
			"file_size": len(upload.content),
			"is_private": 1,
			"folder": FOLDER,
			"content_hash": md5(upload.content, usedforsecurity=False).hexdigest(),
			"attached_to_doctype": DOCUMENT,
			"attached_to_name": document,
		}
	)
	file.db_insert()  # Frappe's own insertion would look for equal files of anybody
	return file.name


def write(content: bytes) -> str:
	"""Write a content to disk and return its address."""
	name = f"document-{frappe.generate_hash(length=20)}"
	path = path_of(PRIVATE + name)
	frappe.db.after_rollback.add(lambda: remove(path))
	with open(path, "wb") as file:
		file.write(content)
		file.flush()
		os.fsync(file.fileno())
	return PRIVATE + name


def equal_address(sha256: str) -> str | None:
	"""Return the address of an equal file that is on disk, its File locked, so that nobody removes it meanwhile."""
	file = frappe.db.get_value(VERSION, {"sha256": sha256, "file": ("is", "set")}, "file")
	address = file and frappe.db.get_value("File", file, "file_url", for_update=True)
	return address if address and os.path.isfile(path_of(address)) else None


def path_of(address: str) -> str:
	"""Return where on disk a private address is."""
	return get_files_path(address.removeprefix(PRIVATE), is_private=1)


def content_of(file: str) -> bytes | None:
	"""Return the bytes of a File, `None` where they are gone."""
	address = frappe.db.get_value("File", file, "file_url") if file else None
	try:
		with open(path_of(address or PRIVATE), "rb") as stored:
			return stored.read()
	except OSError:
		return None


def remove_files(files: Sequence[str]) -> None:
	"""Remove Files of versions, in two statements; after the commit also what is on disk, unless another version has the same content."""
	if not files:
		return
	file = frappe.qb.DocType("File")
	query = frappe.qb.from_(file).select(file.file_url).where(file.name.isin(list(files)))
	addresses = {address for address in query.orderby(file.name).for_update().run(pluck=True) if address}
	frappe.db.delete("File", {"name": ("in", list(files))})
	if addresses:
		frappe.db.after_commit.add(lambda: remove_unnamed(sorted(addresses)))


def remove_unnamed(addresses: list[str]) -> None:
	"""Remove from disk those of these addresses that no File names."""
	for address in unnamed(addresses):
		remove(path_of(address))


def unnamed(addresses: list[str]) -> list[str]:
	"""Return those of these addresses that no File names.

	Asked after a commit: before it, a File that somebody has just stored may not be seen yet.
	"""
	named = frappe.get_all("File", {"file_url": ("in", addresses)}, pluck="file_url", order_by=None)
	return sorted(set(addresses).difference(named))


def remove(path: str) -> None:
	"""Remove a file from disk, if it is there."""
	with suppress(FileNotFoundError):
		os.remove(path)
