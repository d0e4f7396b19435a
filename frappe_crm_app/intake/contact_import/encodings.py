"""In which encoding a text is (pure).

A byte order mark says it; else a text of which all is UTF-8 is UTF-8, and so is one with a few stray bytes among its UTF-8; else
charset-normalizer tells it from the lines of the whole file that are not ASCII. A person may choose another one: nothing is dropped
whichever it is, and a byte that does not belong to it is read as Windows-1252 and said to be.
"""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from frappe_crm_app.intake.contact_import.tables import FileProblem, UnreadableFile

# What a person can choose.
ENCODINGS = {
	"utf-8": "Unicode (UTF-8)",
	"utf-16": "Unicode (UTF-16)",
	"utf-16-le": "Unicode (UTF-16, little-endian)",
	"utf-16-be": "Unicode (UTF-16, big-endian)",
	"cp1252": "Western European (Windows-1252)",
	"cp1250": "Central European (Windows-1250)",
	"cp1251": "Cyrillic (Windows-1251)",
	"cp1253": "Greek (Windows-1253)",
	"cp1254": "Turkish (Windows-1254)",
	"cp1255": "Hebrew (Windows-1255)",
	"cp1256": "Arabic (Windows-1256)",
	"cp1257": "Baltic (Windows-1257)",
	"cp932": "Japanese (Shift-JIS)",
	"euc_jp": "Japanese (EUC-JP)",
	"gb18030": "Simplified Chinese (GB18030)",
	"big5": "Traditional Chinese (Big5)",
	"cp949": "Korean (EUC-KR)",
	"koi8_r": "Cyrillic (KOI8-R)",
	"mac_roman": "Western European (Macintosh)",
	"cp437": "Western European (DOS)",
}
# What is looked for; of several that fit equally well the first is taken: that a text is of two bytes a character is no accident.
LOOKED_FOR = (
	"utf-16-le",
	"utf-16-be",
	"euc_jp",
	"cp932",
	"gb18030",
	"big5",
	"cp949",
	"cp1252",
	"cp1250",
	"cp1251",
	"cp1253",
	"cp1254",
	"cp1255",
	"cp1256",
	"cp1257",
	"mac_roman",
)
CODECS = [name.replace("-", "_") for name in LOOKED_FOR]
BYTE_ORDER_MARKS = {
	codecs.BOM_UTF8: "utf-8",
	codecs.BOM_UTF16_LE: "utf-16",
	codecs.BOM_UTF16_BE: "utf-16",
}
BLOCK = 1 << 20  # bytes
SAMPLE = 1 << 15  # bytes
LONGEST_SAMPLED_LINE = 1 << 12  # bytes
VALID_FOR_EACH_STRAY = 3  # UTF-8 characters, for a text to be UTF-8 with stray bytes
STRAY = re.compile("[\udc80-\udcff]")
NOT_ASCII = re.compile("[^\x00-\x7f]")
STRAY_ENCODING = "cp1252"


@dataclass(frozen=True)
class Encoding:
	"""The encoding of a text, and whether bytes may stand in it that do not belong to it."""

	name: str
	may_stray: bool = True

	@property
	def errors(self) -> str:
		"""Return how a stray byte is kept; of two-byte encodings it becomes the replacement character."""
		return "replace" if self.name.startswith("utf-16") else "surrogateescape"


def encoding_of(path: str | Path, chosen: str = "") -> Encoding:
	"""Return the encoding that was chosen, or else that which is found; raises `UnreadableFile`."""
	if chosen and chosen not in ENCODINGS:
		raise UnreadableFile(FileProblem.NO_SUCH_ENCODING)
	return Encoding(chosen) if chosen else detect_encoding(path)


def detect_encoding(path: str | Path) -> Encoding:
	"""Return the file's encoding; raises `UnreadableFile` where the file is no text."""
	with open(path, "rb") as file:
		start = file.read(SAMPLE)
	for mark, encoding in BYTE_ORDER_MARKS.items():
		if start.startswith(mark):
			return Encoding(encoding, may_stray=encoding == "utf-8" and not is_utf8(path))
	if b"\0" not in start:
		if is_utf8(path):
			return Encoding("utf-8", may_stray=False)
		if is_nearly_utf8(path):
			return Encoding("utf-8")
	return Encoding(guess_encoding(start if b"\0" in start else telling_lines(path)))


def guess_encoding(sample: bytes) -> str:
	"""Return the encoding that charset-normalizer finds the likeliest; raises `UnreadableFile` where it finds none."""
	matches = from_bytes(sample, cp_isolation=CODECS)
	best = matches.best()
	if not best:
		raise UnreadableFile(FileProblem.BINARY)
	fitting = {
		codec
		for match in matches
		if match.percent_chaos <= best.percent_chaos and match.percent_coherence >= best.percent_coherence
		for codec in (match.encoding, *match.could_be_from_charset)
	}
	names = [name for name, codec in zip(LOOKED_FOR, CODECS, strict=True) if codec in fitting]
	return names[0] if names else best.encoding


def is_utf8(path: str | Path) -> bool:
	"""Return whether all of the file is UTF-8."""
	decoder = codecs.getincrementaldecoder("utf-8")()
	with open(path, "rb") as file:
		try:
			while block := file.read(BLOCK):
				decoder.decode(block)
			decoder.decode(b"", final=True)
		except UnicodeDecodeError:
			return False
	return True


def is_nearly_utf8(path: str | Path) -> bool:
	"""Return whether the file is UTF-8 but for a few stray bytes."""
	decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
	stray = others = 0
	with open(path, "rb") as file:
		while block := file.read(BLOCK):
			text = decoder.decode(block)
			found = len(STRAY.findall(text))
			stray += found
			others += len(NOT_ASCII.findall(text)) - found
	return others > VALID_FOR_EACH_STRAY * stray


def telling_lines(path: str | Path) -> bytes:
	"""Return the lines, of the whole file, in which something is not ASCII, as many as are needed to tell the encoding."""
	lines, size = [], 0
	with open(path, "rb") as file:
		while size < SAMPLE and (line := file.readline(LONGEST_SAMPLED_LINE)):
			if not line.isascii():
				lines.append(line)
				size += len(line)
	return b"".join(lines)


def read_stray(text: str) -> str:
	"""Return the text with its stray bytes read as Windows-1252."""
	return STRAY.sub(
		lambda found: bytes([ord(found[0]) - 0xDC00]).decode(STRAY_ENCODING, errors="replace"), text
	)
