"""What a file is, by its content: names lie (pure)."""

import zipfile
from pathlib import Path

from frappe_crm_app.intake.contact_import.tables import FileProblem, UnreadableFile
from frappe_crm_app.kit.enums import StrEnum

ZIP_MARK = b"PK\x03\x04"
OLE_MARK = b"\xd0\xcf\x11\xe0"  # an old Excel, or a new one that is protected
PDF_MARK = b"%PDF-"
SAMPLE = 4096  # bytes
BLOCK = 1 << 20  # bytes
NAME_OF_PROTECTED = "EncryptedPackage".encode("utf-16-le")
STARTS = {  # of texts that are no table, without white space, in lower case
	b"begin:vcard": FileProblem.VCARD,
	b"<html": FileProblem.WEB_PAGE,
	b"<!doctype": FileProblem.WEB_PAGE,
	b"<table": FileProblem.WEB_PAGE,
	b"<head": FileProblem.WEB_PAGE,
	b"<meta": FileProblem.WEB_PAGE,
	b"<?xml": FileProblem.WEB_PAGE,
	b"<style": FileProblem.WEB_PAGE,
}


class FileKind(StrEnum):
	"""By which reader a file is read."""

	TEXT = "text"
	WORKBOOK = "workbook"
	OLD_WORKBOOK = "old workbook"


def kind_of(path: str | Path) -> FileKind:
	"""Return what the file is; raises `UnreadableFile` with the true reason where it is nothing that can be read."""
	with open(path, "rb") as file:
		start = file.read(SAMPLE)
	if not start:
		raise UnreadableFile(FileProblem.EMPTY)
	if start.startswith(ZIP_MARK):
		return kind_of_archive(path)
	if start.startswith(OLE_MARK):
		if has_bytes(path, NAME_OF_PROTECTED):
			raise UnreadableFile(FileProblem.PROTECTED)
		return FileKind.OLD_WORKBOOK
	if start.startswith(PDF_MARK):
		raise UnreadableFile(FileProblem.OTHER_DOCUMENT)
	refuse_other_text(start)
	return FileKind.TEXT


def refuse_other_text(start: bytes) -> None:
	"""Raise `UnreadableFile` where a text is a web page or a list of visiting cards; two-byte encodings have a zero each."""
	text = start.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
	for beginning, problem in STARTS.items():
		if text.startswith(beginning):
			raise UnreadableFile(problem)


def kind_of_archive(path: str | Path) -> FileKind:
	"""Return that a ZIP archive is a workbook; raises `UnreadableFile` for what else comes as one."""
	try:
		with zipfile.ZipFile(path) as archive:
			names = set(archive.namelist())
			mimetype = archive.read("mimetype")[:100] if "mimetype" in names else b""
	except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
		raise UnreadableFile(FileProblem.BROKEN) from error
	if b"opendocument.spreadsheet" in mimetype:
		raise UnreadableFile(FileProblem.OPEN_DOCUMENT)
	if "xl/workbook.bin" in names:
		raise UnreadableFile(FileProblem.BINARY_WORKBOOK)
	if any(name.startswith("Index/") and name.endswith(".iwa") for name in names):
		raise UnreadableFile(FileProblem.NUMBERS)
	if mimetype or "word/document.xml" in names or "ppt/presentation.xml" in names:
		raise UnreadableFile(FileProblem.OTHER_DOCUMENT)
	return FileKind.WORKBOOK


def has_bytes(path: str | Path, wanted: bytes) -> bool:
	"""Return whether the bytes stand anywhere in the file."""
	tail = b""
	with open(path, "rb") as file:
		while block := file.read(BLOCK):
			if wanted in tail + block:
				return True
			tail = block[-len(wanted) :]
	return False
