"""Of what type a file is, by what is in it and not by what it is called or said to be (pure)."""

import re

import filetype

from frappe_crm_app.kit.file_names import ending_of, in_ascii

OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
OLD_OFFICE = frozenset(
	{"application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint", "application/x-ole"}
)
ZIP, PDF, TEXT = "application/zip", "application/pdf", "text/plain"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# What a name says of a file, and what must then be in it: of these, each has a signature.
SAID = {
	"pdf": {PDF},
	"png": {"image/png", "image/apng"},
	"jpg": {"image/jpeg"},
	"jpeg": {"image/jpeg"},
	"gif": {"image/gif"},
	"webp": {"image/webp"},
	"tif": {"image/tiff"},
	"tiff": {"image/tiff"},
	"bmp": {"image/bmp"},
	"heic": {"image/heic"},
	"docx": {f"{OOXML}.wordprocessingml.document", ZIP},
	"xlsx": {f"{OOXML}.spreadsheetml.sheet", ZIP},
	"pptx": {f"{OOXML}.presentationml.presentation", ZIP},
	"odt": {f"{ODF}.text", ZIP},
	"ods": {f"{ODF}.spreadsheet", ZIP},
	"odp": {f"{ODF}.presentation", ZIP},
	"doc": OLD_OFFICE,
	"xls": OLD_OFFICE,
	"ppt": OLD_OFFICE,
	"msg": OLD_OFFICE,
	"rtf": {"application/rtf"},
	"zip": {ZIP},
	"7z": {"application/x-7z-compressed"},
	"mp4": {"video/mp4", "video/x-m4v", "video/quicktime"},
	"mp3": {"audio/mpeg"},
}  # fmt: skip
OF_ENDING = {ending: min(types - {ZIP} or types, key=len) for ending, types in SAID.items()}
TEXTS = {
	"csv": "text/csv",
	"htm": "text/html",
	"html": "text/html",
	"ics": "text/calendar",
	"json": "application/json",
	"md": "text/markdown",
	"svg": "image/svg+xml",
	"vcf": "text/vcard",
	"xml": "text/xml",
	"eml": "message/rfc822",
}
# What runs: by its signature, and by what a desktop would run it for.
RUNS = frozenset(
	{
		*("application/x-msdownload", "application/x-executable", "application/x-shockwave-flash", "application/wasm"),
		*("application/x-deb", "application/x-rpm", "application/x-google-chrome-extension", "application/vnd.ms-cab-compressed"),
	}
)  # fmt: skip
RUNNING_ENDINGS = frozenset(
	{
		*("apk", "app", "bat", "bash", "cmd", "com", "cpl", "dll", "exe", "hta", "jar", "js", "jse", "lnk", "msi", "msp"),
		*("pif", "ps1", "reg", "scr", "sh", "vb", "vbe", "vbs", "wsf", "wsh"),
	}
)  # fmt: skip
MACHO = (
	b"\xfe\xed\xfa\xce",
	b"\xfe\xed\xfa\xcf",
	b"\xce\xfa\xed\xfe",
	b"\xcf\xfa\xed\xfe",
	b"\xca\xfe\xba\xbe",
)
SHOWN = frozenset({PDF, "image/png", "image/jpeg", "image/gif", "image/webp"})
# Types that are written in letters. Of all others, a text begins with the signature by chance, as one about a BMW does.
WRITTEN = frozenset({PDF, "application/rtf", "application/postscript"})
HEAD = 8192
CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


class Refused(Exception):
	"""Why a file is none that is taken: `why` is `empty`, `runs`, `unknown` or `other`, `found` the type that it is of."""

	def __init__(self, why: str, found: str = "") -> None:
		super().__init__(why)
		self.why, self.found = why, found


def type_of(content: bytes, name: str) -> str:
	"""Return the content type of a file; raises `Refused`."""
	if not content:
		raise Refused("empty")
	ending = ending_of(name)
	found = signature_of(content)
	is_run_for_name = not RUNNING_ENDINGS.isdisjoint((ending, ending_of(in_ascii(name))))
	if found in RUNS or is_run_for_name or content[:4] in MACHO or content[:2] == b"#!":
		raise Refused("runs", found or TEXT)
	if not found and not is_text(content):
		raise Refused("unknown")
	if ending in SAID and found not in SAID[ending]:
		raise Refused("other", found or TEXT)
	if ending in TEXTS and found:
		raise Refused("other", found)
	return named(found, ending) if found else TEXTS.get(ending, TEXT)


def signature_of(content: bytes) -> str:
	"""Return the type by the signature with which a file begins, `""` where it has none."""
	if content.startswith(OLE):
		return "application/x-ole"
	found = filetype.guess_mime(content[:HEAD]) or ""
	is_none = found == "application/octet-stream" or (found not in WRITTEN and is_text(content))
	return "" if is_none else found


def named(found: str, ending: str) -> str:
	"""Return the type of an office file, whose signature is that of its container, by its ending."""
	is_container = found in (ZIP, "application/x-ole") and ending in SAID
	return OF_ENDING[ending] if is_container and found != OF_ENDING[ending] else found


def is_text(content: bytes) -> bool:
	"""Return whether a file without a signature is text: no signs that control, but what breaks lines and pages."""
	if content[:2] in BOMS:
		try:
			content.decode(BOMS[content[:2]])
		except UnicodeDecodeError:
			return False
		return True
	return not CONTROLS.search(content)


def is_shown(content_type: str | None) -> bool:
	"""Return whether a browser may show a file in its place; HTML, SVG and whatever else might run are only saved."""
	return content_type in SHOWN
