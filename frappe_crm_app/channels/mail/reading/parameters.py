"""`Content-Type` and `Content-Disposition`: a value with parameters, in the ways of RFC 2231 and of those who never read it."""

import re
from collections import defaultdict
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from frappe_crm_app.channels.mail.reading import charsets
from frappe_crm_app.channels.mail.reading.headers import decode_words

PARAMETER = re.compile(r';\s*([^=;\s"]{1,100})\s*=\s*("(?:[^"\\]|\\.)*(?:"|\\?\Z)|[^;]*)', re.S)
ESCAPED = re.compile(r'\\(["\\])')
SECTION = re.compile(r"([^*]+)(?:\*([0-9]{1,4}))?(\*)?")
LONGEST = 20_000  # characters of such a field that are read
MOST = 200  # parameters


class Value(NamedTuple):
	"""What a field says (lower case, without white space) and its parameters by their names in lower case."""

	value: str
	parameters: dict[str, str]


def parse(text: str) -> Value:
	"""Return value and parameters of a field; of a parameter that is there twice the first counts, of both ways to write it RFC 2231."""
	text = text[:LONGEST]
	value = "".join(text.split(";", 1)[0].split()).strip("\"'").lower()
	return Value(value, parameters_in(text) if ";" in text else {})


def parameters_in(text: str) -> dict[str, str]:
	plain: dict[str, str] = {}
	sections: dict[str, dict[int, tuple[str, bool]]] = defaultdict(dict)
	for _, match in zip(range(MOST), PARAMETER.finditer(text), strict=False):
		name, value = match[1].lower(), unquote(match[2])
		section = SECTION.fullmatch(name) if "*" in name else None
		if section:
			sections[section[1]].setdefault(int(section[2] or 0), (value, bool(section[3])))
		else:
			plain.setdefault(name, decode_words(value))
	return plain | {name: joined(parts) for name, parts in sections.items()}


def unquote(value: str) -> str:
	"""Return a value without its quotation marks; a backslash escapes those and itself, and else belongs to a path of Windows."""
	value = value.strip()
	if not value.startswith('"'):
		return value
	inner = value[1:-1] if len(value) > 1 and value.endswith('"') else value[1:]
	return ESCAPED.sub(r"\1", inner)


def joined(sections: dict[int, tuple[str, bool]]) -> str:
	"""Return the text of a parameter's sections (number, value, whether percent-encoded), of which the first names the charset."""
	content, charset = b"", ""
	for place, number in enumerate(sorted(sections)):
		value, is_encoded = sections[number]
		if is_encoded and place == 0 and value.count("'") >= 2:
			charset, _, value = value.split("'", 2)
		content += unquote_to_bytes(value) if is_encoded else value.encode("utf-8", "surrogatepass")
	return charsets.decode(content, charset)
