"""What files were called when they were uploaded."""

from pathlib import Path

from frappe.model.document import Document

DIGITS_ADDED = 6


def name_as_uploaded(file: Document) -> str:
	"""Return what a File was called: beside another file of its name Frappe adds the end of its content's digest."""
	path = Path(file.file_name)
	added = (file.content_hash or "")[-DIGITS_ADDED:]
	return f"{path.stem.removesuffix(added)}{path.suffix}" if added and path.stem != added else file.file_name
