"""Bytes as text, whatever charset they claim to be in. Nothing is dropped: a byte that does not belong is read as Windows-1252."""

import codecs
import re
from functools import lru_cache

NAME = re.compile(r"[a-z0-9][a-z0-9_.:+-]{0,39}")
# What programs of the same name take them for, which is more than the standard says.
MEANT = {
	"ascii": "", "us-ascii": "", "ansi_x3.4-1968": "", "iso646-us": "",
	"iso-8859-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "ansi": "cp1252",
	"iso-8859-9": "cp1254", "iso-8859-11": "cp874", "windows-874": "cp874", "tis-620": "cp874",
	"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "euc-cn": "gb18030", "cp936": "gb18030",
	"shift_jis": "cp932", "shift-jis": "cp932", "sjis": "cp932", "x-sjis": "cp932", "windows-31j": "cp932",
	"ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "iso-2022-jp": "iso2022_jp_ext", "cp50220": "iso2022_jp_ext",
	"big5": "big5hkscs", "x-x-big5": "big5hkscs", "iso-8859-8-i": "iso8859_8", "iso-8859-8-e": "iso8859_8", "utf8mb4": "utf-8",
	"unicode-1-1-utf-8": "utf-8", "unicode-1-1-utf-7": "utf-7", "x-mac-roman": "mac_roman", "macintosh": "mac_roman",
}  # fmt: skip
NOT_CHARSETS = frozenset(
	("idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem")
)
IN_SEVEN_BITS = ("iso2022", "utf-7", "hz")
IN_WIDE_UNITS = ("utf-16", "utf-32")
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
LATIN = ["cp1252", "cp1250", "cp1254", "cp1257"]
LOOKED_FOR = [
	*LATIN,
	"cp1251",
	"koi8_r",
	"cp1253",
	"cp1255",
	"cp1256",
	"gb18030",
	"big5",
	"cp932",
	"euc_jp",
	"cp949",
]
FOREIGN_RUN = re.compile(rb"[\x80-\xff]{3,}")
FEW = 12  # bytes beyond ASCII; so few say nothing of their charset
ASCII = bytes(range(128))
SAMPLE = 4_000  # bytes that are looked at; more say no more
CAREFUL = 1_000_000  # bytes; in a longer text a wrong byte becomes U+FFFD, which takes no time
STRAYS = 10  # of so many characters beyond ASCII one may be wrong, and the charset be right nevertheless
STRAY = "frappe_crm_app.stray_byte"


def read_stray(error: UnicodeError) -> tuple[str, int]:
	"""Read bytes that do not belong to a charset as Windows-1252, and its five unused ones as Latin-1."""
	if not isinstance(error, UnicodeDecodeError):
		raise error
	strays = error.object[error.start : error.end]
	return "".join(
		chr(byte) if byte in b"\x81\x8d\x8f\x90\x9d" else bytes([byte]).decode("cp1252") for byte in strays
	), error.end


codecs.register_error(STRAY, read_stray)


def decode(content: bytes, charset: str = "") -> str:
	"""Return the text of `content`, by the charset that was declared, else UTF-8, else what it looks like."""
	for mark, codec in MARKS:
		if content.startswith(mark):
			return content[len(mark) :].decode(codec, "replace")
	codec = codec_of(charset)
	if is_plain(content, codec):
		return content.decode("iso2022_jp_ext", "replace") if b"\x1b$" in content else content.decode("ascii")
	for sure in dict.fromkeys((codec or "utf-8", "utf-8")):
		text = strictly(content, sure)
		if text is not None:
			return text
	return loosely(content, codec or "utf-8")


def is_plain(content: bytes, codec: str) -> bool:
	"""Return whether bytes are ASCII and mean it: they may be the escapes of another charset, or halves of UTF-16 if there are zeros."""
	if not content.isascii() or codec.startswith(IN_SEVEN_BITS):
		return False
	return not codec.startswith(IN_WIDE_UNITS) or b"\0" not in content


@lru_cache(maxsize=256)
def codec_of(charset: str) -> str:
	"""Return the codec of a declared charset, `""` where none was declared, it is plain ASCII, or nobody knows it."""
	name = charset.strip(" \t\"'").lower()
	name = MEANT.get(name, name)
	if not NAME.fullmatch(name):
		return ""
	try:
		codec = codecs.lookup(name)
	except Exception:  # also what a module of that name in `encodings` raises
		return ""
	known = codec.name.replace("-", "_")
	if known in NOT_CHARSETS or not codec._is_text_encoding:
		return ""
	return "" if known == "ascii" else MEANT.get(codec.name, codec.name)


def strictly(content: bytes, codec: str) -> str | None:
	"""Return the text if all of it is in the charset; in that of Windows the five unused bytes are no fault."""
	try:
		return content.decode(codec, STRAY if codec == "cp1252" and len(content) < CAREFUL else "strict")
	except (UnicodeError, ValueError):
		return None


def loosely(content: bytes, codec: str) -> str:
	"""Return a text of which not all is in the charset it should be in: that one if nearly all is, else the one it looks like."""
	text = content[: 16 * SAMPLE].decode(codec, "replace")
	foreign = sum(character > "\x7f" for character in text)
	if text.count("\ufffd") * STRAYS > foreign:
		codec = likeliest(content)
	return content.decode(codec, STRAY if len(content) < CAREFUL else "replace")


def likeliest(content: bytes) -> str:
	"""Return the codec in which the lines that are not ASCII make most sense: of the West, if single letters are foreign in them."""
	lines = b"\n".join(line for line in content[: 64 * SAMPLE].splitlines() if not line.isascii())[:SAMPLE]
	is_latin = not FOREIGN_RUN.search(lines)
	if is_latin and len(lines.translate(None, ASCII)) < FEW:
		return "cp1252"
	from charset_normalizer import from_bytes  # only a broken mail is worth the time it takes to load

	best = from_bytes(lines, cp_isolation=LATIN if is_latin else LOOKED_FOR, enable_fallback=False).best()
	return best.encoding if best else "cp1252"
