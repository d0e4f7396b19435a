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
}
TEXTS = ("txt", "csv")
CONTROL = re.compile(
	rb"[\x00-\x08\x0e-\x1f\x7f]"
)  # in no text, be it UTF-8 or what a spreadsheet in the West saves
BOM = b"\xef\xbb\xbf"
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
	if not fits(ending, content):
		raise UploadError("kind")
	stem = " ".join(ODD.sub("_", stem).split()).strip(". _") or "file"
	return f"{stem[:LONGEST_NAME].encode()[:MOST_BYTES].decode(errors='ignore')}.{ending}"


def fits(ending: str, content: bytes) -> bool:
	"""Return whether a file holds what its ending says; what is merely text is anything but a page of the web."""
	if ending in TEXTS:
		return not CONTROL.search(content) and content.removeprefix(BOM).lstrip()[:1] != b"<"
	return filetype.guess_extension(content) in KINDS.get(ending, ())
