"""Frappe's File with what must be known before its own rules run: each upload a file of its own, addresses that lead nowhere else.

Frappe 16 mixes `FileOfItsOwn` into whatever class File has (hook `extend_doctype_class`). Frappe 15 knows only one class in place
of another (`override_doctype_class`): `CRMFile`, made of this and of the class that stood there before.
"""

import os
import re
from functools import cache

import frappe
from frappe.core.doctype.file.file import File
from frappe.model.document import Document
from frappe.utils import get_files_path

from frappe_crm_app.kit.meeting_points import Point, tell
from frappe_crm_app.kit.overrides import class_standing_before
from frappe_crm_app.visibility.file_addresses import (
	LOCAL,
	PRIVATE,
	WEB,
	checked_address,
	may_read_content,
	private_address_in,
	refuse_unread,
	rows_at,
)
from frappe_crm_app.visibility.satellites import is_request

OVERRIDE = "CRMFile"
NOT_IN_ADDRESS = re.compile(r"[/\\%?#]")  # what Frappe writes as _ there


class FileOfItsOwn:
	"""What is mixed into Frappe's File."""

	def before_insert(self) -> None:
		if not self.is_folder:
			self.file_url = checked_address(self.file_url)
			if is_request():
				self.keep_to_what_may_be_claimed()
		super().before_insert()
		frappe.local.flags.pop("crm_file_is_written", None)

	def keep_to_what_may_be_claimed(self) -> None:
		"""Take an upload for a new file whatever else was sent; raise `frappe.PermissionError` for the content of others."""
		self.content_hash = self.thumbnail_url = None
		self.flags.crm_is_upload = bool(self.content)
		if self.content:
			self.file_url = ""
		address = private_address_in(self.file_url)
		if not address or (self.file_url.startswith(WEB) and not is_here(address)):
			return
		if not may_read_content(address) and not is_written_by_server(address):
			refuse_unread()

	def save_file(self, *arguments, **options) -> dict | None:
		"""Frappe's, which gives a second upload of the same content the first one's file."""
		if self.flags.crm_is_upload:
			options["ignore_existing_file_check"] = True
		return super().save_file(*arguments, **options)

	def validate_duplicate_entry(self) -> None:
		"""Frappe's, which gives a file the address of any other with the same content."""
		if not is_request():
			return super().validate_duplicate_entry()
		if not self.is_folder and not self.content_hash:
			self.generate_content_hash()

	def handle_is_private_changed(self) -> None:
		"""Frappe's, which moves all files along that have the same content: only those of this address are the same file."""
		address, digest = self.file_url, self.content_hash
		others = rows_at(address, self.name)
		for name in others:
			tell(Point.FILE_LEAVING, file=frappe.get_doc("File", name))
		if is_request() and not all(frappe.has_permission("File", "write", name) for name in others):
			frappe.throw(
				frappe._("The file is attached to other records too, which you may not change."),
				frappe.PermissionError,
			)
		self.content_hash = frappe.generate_hash(length=32)
		try:
			super().handle_is_private_changed()
		finally:
			self.content_hash = digest
		for name in others:
			frappe.db.set_value("File", name, {"file_url": self.file_url, "is_private": self.is_private})

	def on_trash(self) -> None:
		"""Frappe's, which takes the file from disk, where nothing forbids that."""
		tell(Point.FILE_LEAVING, file=self)
		super().on_trash()

	def _delete_file_on_disk(self) -> None:
		"""Frappe's, which keeps a file for others of the same content: it is kept for others of the same address."""
		is_alone = bool(self.content_hash and LOCAL.fullmatch(self.file_url or ""))
		self.delete_file_data_content(only_thumbnail=not is_alone or bool(rows_at(self.file_url, self.name)))

	@frappe.whitelist()
	def optimize_file(self) -> None:
		"""Frappe's, of the stored file: what is sent along says nothing about where it is."""
		stored = frappe.get_doc("File", self.name)
		stored.check_permission("write")
		stored.refuse_rewriting_others()
		stored.flags.crm_is_rewritten = True
		super(FileOfItsOwn, stored).optimize_file()

	def refuse_rewriting_others(self) -> None:
		"""Raise `frappe.PermissionError` where Frappe would write over the file of others: it writes to what the file is called."""
		address, called = self.file_url or "", NOT_IN_ADDRESS.sub("_", self.file_name or "")
		if address.rpartition("/")[2] != called or rows_at(address, self.name):
			frappe.throw(
				frappe._("The content of this file is not its own to change."), frappe.PermissionError
			)

	def get_full_path(self) -> str:
		"""Frappe's, within the folders of files: one that anybody may read is never among the private ones."""
		path = super().get_full_path()
		if not path.startswith((*WEB, "/api/method/")) and not is_below(path, self.folders_on_disk()):
			refuse_unread()
		return path

	def folders_on_disk(self) -> list[str]:
		"""Return the folders in which the file may be."""
		may_be_private = self.is_private or not is_request()
		return [get_files_path(), *([get_files_path(is_private=1)] if may_be_private else [])]


def is_here(address: str) -> bool:
	"""Return whether this site has a file at a private address."""
	name = address.removeprefix(PRIVATE)
	return bool(rows_at(address)) or os.path.exists(get_files_path(name, is_private=1))


def is_written_by_server(address: str) -> bool:
	"""Return whether code of the server has written the file just now; of one that was there before, there is a row."""
	return bool(frappe.local.flags.crm_file_is_written) and not rows_at(address)


def is_below(path: str, folders: list[str]) -> bool:
	"""Return whether a path leads into one of the folders, links followed."""
	real = os.path.realpath(path)
	return any(real.startswith(f"{os.path.realpath(folder)}{os.path.sep}") for folder in folders)


@cache
def with_class(base: type[Document]) -> type[Document]:
	"""Return the class of File that stands for `base`; the same one each time, so that documents can be kept in the cache."""
	return type(OVERRIDE, (FileOfItsOwn, base), {"__module__": __name__})


def __getattr__(name: str) -> type[Document]:
	"""Return `CRMFile`, which depends on the site: on the apps that stand before this one."""
	if name != OVERRIDE:
		raise AttributeError(name)
	return with_class(class_standing_before("File", f"{__name__}.{OVERRIDE}") or File)
