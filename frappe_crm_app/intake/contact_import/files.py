"""Which uploaded file a user may read, and where it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.intake.contact_import.reading import open_table
from frappe_crm_app.intake.contact_import.sentences import sentence_about_file
from frappe_crm_app.intake.contact_import.tables import FOUND, ReadingChoices, Table, UnreadableFile
from frappe_crm_app.kit.exceptions import UnreadableFileError


def readable_file(file_url: str) -> Document:
	"""Return a File of this URL that the user may read.

	Raises `frappe.DoesNotExistError` where there is none, and `frappe.PermissionError`.
	"""
	names = frappe.get_all(
		"File", filters={"file_url": file_url, "is_folder": 0}, order_by="creation desc", pluck="name"
	)
	files = [frappe.get_doc("File", name) for name in names]
	if not files or not str(file_url).startswith(("/files/", "/private/files/")):
		frappe.throw(_("There is no such file. Upload it first."), frappe.DoesNotExistError)
	for file in files:
		if file.has_permission("read"):
			return file
	frappe.throw(_("You may not read this file."), frappe.PermissionError)


def path_of(file: Document) -> Path:
	"""Return where the file is stored; raises `frappe.DoesNotExistError` where it was removed."""
	path = Path(file.get_full_path())
	if not path.is_file():
		frappe.throw(
			_("The file {0} is not there any more.").format(file.file_name), frappe.DoesNotExistError
		)
	return path


@contextmanager
def open_file(path: Path, reading: ReadingChoices = FOUND) -> Iterator[Table]:
	"""Open the table in a file, also while reading it turning what cannot be read into `UnreadableFileError`."""
	try:
		with open_table(path, reading) as table:
			yield table
	except UnreadableFile as error:
		frappe.throw(sentence_about_file(error), UnreadableFileError, title=_("File Not Readable"))


def content_hash(path: Path) -> str:
	"""Return a digest that two files with the same content share."""
	digest = sha256()
	with path.open("rb") as stream:
		while block := stream.read(1 << 20):
			digest.update(block)
	return digest.hexdigest()
