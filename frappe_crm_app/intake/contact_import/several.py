"""Cells that hold several phones or tags, in lines of their own too (pure); what stands in one line is read by `records/identity/several`."""

import re

BETWEEN_TAGS = re.compile(r"[;,|\n\r]|:::")
LEAD_PREFIX = re.compile(r"^p:(?=\+?\d)", re.IGNORECASE)  # what Facebook writes before a phone
SYSTEM_TAG = "*"  # how Google marks its own groups
LONGEST_TAG = 60


def lines_of(text: str) -> list[str]:
	"""Return the filled lines of a cell, without the mark that Facebook writes before a phone."""
	if "\n" not in text and "\r" not in text and ":" not in text:
		return [text]
	return [LEAD_PREFIX.sub("", line.strip()) for line in text.splitlines() if line.strip()]


def tags_in(text: str) -> tuple[str, ...]:
	"""Return the tags of a cell, without those that the exporting program made itself."""
	parts = [" ".join(part.split())[:LONGEST_TAG] for part in BETWEEN_TAGS.split(text)]
	return tuple(dict.fromkeys(part for part in parts if part and not part.startswith(SYSTEM_TAG)))
