"""Texts that every database takes, whatever bytes they came from."""

import re

from frappe_crm_app.records.identity.normalise import clean_text

UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def of_lines(text: str) -> str:
	"""Return a text of several lines with `\\n` between them, without NUL, other control characters and lone surrogates."""
	if "\r" in text:
		text = text.replace("\r\n", "\n").replace("\r", "\n")
	return UNSTORABLE.sub("", text)


def of_one_line(text: str) -> str:
	"""Return a text as one line: without control characters and marks of direction, each run of white space one space."""
	return clean_text(text)
