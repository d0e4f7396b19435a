"""What whoever has a link may upload: papers and pictures, told by what they hold, not by what they are called (pure)."""

import re

import filetype

LARGEST = 10 * 1024 * 1024  # bytes
LONGEST_NAME = 100
MOST_BYTES = 200  # of a name, as file systems count it: most take 255, and Frappe may add some
# By the ending of a name, what its content is told to be.
KINDS = {
	"pdf": {"pdf"},
	"png": {"png"},
	"jpg": {"jpg"},
	"jpeg": {"jpg"},
	"gif": {"gif"},
	"webp": {"webp"},
	"docx": {"docx", "zip"},
	"xlsx": {"xlsx", "zip"},
	"pptx": {"pptx", "zip"},
	"odt": {"odt", "zip"},
	"ods": {"ods", "zip"},
	"txt": {None},
	"csv": {None},
}
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
	name = re.split(r"[/\\]", name)[-1].encode(errors="ignore").decode()
	stem, _, ending = name.rpartition(".")
	ending = ending.lower()
	if ending not in KINDS or kind_of(content) not in KINDS[ending]:
		raise UploadError("kind")
	stem = " ".join(ODD.sub("_", stem).split()).strip(". _") or "file"
	return f"{stem[:LONGEST_NAME].encode()[:MOST_BYTES].decode(errors='ignore')}.{ending}"


def kind_of(content: bytes) -> str | None:
	"""Return the ending that fits what a file holds, `None` for plain text; `"unknown"` for neither."""
	guessed = filetype.guess_extension(content)
	if guessed:
		return guessed
	try:
		text = content.decode()
	except UnicodeDecodeError:
		return "unknown"
	return "unknown" if "\0" in text or "<" in text.lstrip("\ufeff \r\n\t")[:1] else None
