"""Cells that hold several emails, phones or tags (pure)."""

import re

BETWEEN_EMAILS = re.compile(r"\s*(?:[;,|\n\r]|:::|\s/\s)\s*|\s+")
BETWEEN_PHONES = re.compile(r"\s*(?:[;,|\n\r]|:::|\s/\s)\s*")
BETWEEN_TAGS = re.compile(r"\s*(?:[;,|\n\r]|:::)\s*")
IN_BRACKETS = re.compile(r"[^;,]*<([^<>\s]+@[^<>\s]+)>")
SCHEME = re.compile(r"mailto:", re.IGNORECASE)
LEAD_PREFIX = re.compile(r"p:(?=\+?\d)", re.IGNORECASE)  # what Facebook writes before a phone
ONE_EMAIL = re.compile(r"[^\s;,|<>:/]+")
ONE_PHONE = re.compile(r"[^;,|\n\r/:]+")
SYSTEM_TAG = "*"  # how Google marks its own groups
LONGEST_TAG = 60


def emails_in(text: str) -> list[str]:
	"""Return the emails of a cell: `a@x.example; Bob <b@x.example>`, `mailto:c@x.example`."""
	if ONE_EMAIL.fullmatch(text):
		return [text]
	if "<" in text:
		text = IN_BRACKETS.sub(lambda found: f";{found[1]}", text)
	text = SCHEME.sub("", text).strip()
	parts = [part for part in BETWEEN_EMAILS.split(text) if part]
	# Words without an @ between them are no list of addresses: the cell is none as a whole.
	return parts if all("@" in part for part in parts) else [text]


def phones_in(text: str) -> list[str]:
	"""Return the phones of a cell."""
	if ONE_PHONE.fullmatch(text):
		return [text]
	parts = [LEAD_PREFIX.sub("", part.strip()) for part in BETWEEN_PHONES.split(text)]
	return [part for part in parts if part]


def tags_in(text: str) -> tuple[str, ...]:
	"""Return the tags of a cell, without those that the exporting program made itself."""
	parts = [" ".join(part.split())[:LONGEST_TAG] for part in BETWEEN_TAGS.split(text)]
	return tuple(dict.fromkeys(part for part in parts if part and not part.startswith(SYSTEM_TAG)))
