"""What whoever has a link may upload: papers and pictures, told by what they hold, not by what they are called (pure)."""

import re

from frappe_crm_app.kit import file_names
from frappe_crm_app.kit.file_types import Refused, type_of

LARGEST = 10 * 1024 * 1024  # bytes
LONGEST_NAME = 100
MOST_BYTES = 200  # of a name, as file systems count it: most take 255, and Frappe may add some
TEXTS = frozenset({"txt", "csv"})
PLAIN = ("text/plain", "text/csv")
TAKEN = TEXTS | {"pdf", "png", "jpg", "jpeg", "gif", "webp", "docx", "xlsx", "pptx", "odt", "ods"}
BEFORE_TEXT = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"  # marks of an encoding, in which a letter may have two bytes, and spaces
ODD = re.compile(r"[^\w .()+-]+")


class UploadError(ValueError):
	"""A file that is not taken; `reason` is `size`, `kind` or `empty`."""

	def __init__(self, reason: str) -> None:
		super().__init__(reason)
		self.reason = reason


def clean_name(name: str, content: bytes) -> str:
	"""Return what an uploaded file is to be called; raises `UploadError` for one that is not taken."""
	if not content:
		raise UploadError("empty")
	if len(content) > LARGEST:
		raise UploadError("size")
	name = file_names.clean_name(name)
	if "." not in name:  # it was an ending alone, or has none
		name = f"{file_names.NAMELESS}.{name}"
	ending = file_names.ending_of(name)
	if ending not in TAKEN or not fits(name, ending, content):
		raise UploadError("kind")
	stem = name[: -len(ending) - 1]
	stem = " ".join(ODD.sub("_", stem).split()).strip(". _") or file_names.NAMELESS
	return f"{stem[:LONGEST_NAME].encode()[:MOST_BYTES].decode(errors='ignore')}.{ending}"


def fits(name: str, ending: str, content: bytes) -> bool:
	"""Return whether a file holds what its ending says; what is merely text is anything but a page of the web."""
	try:
		found = type_of(content, name)
	except Refused:
		return False
	return ending not in TEXTS or (found in PLAIN and content.lstrip(BEFORE_TEXT)[:1] != b"<")
