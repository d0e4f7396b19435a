"""The name that somebody types to sign (pure)."""

import re
import unicodedata

LONGEST = 140  # characters
FORBIDDEN = re.compile(r"[<>{}\\|=\x00-\x1f\x7f]")
HIDDEN = (
	"Cc",
	"Cf",
	"Co",
	"Cs",
	"Cn",
)  # Unicode's: what nobody sees, halves of characters, what means nothing
JOINERS = "\u200c\u200d"  # without which some scripts are misspelt


class NoNameError(ValueError):
	"""What was typed is no name."""


def read_name(typed: object) -> str:
	"""Return the name with single spaces. Raises `NoNameError` where there are not two letters in it, or what no name has."""
	if not isinstance(typed, str):
		raise NoNameError
	name = " ".join(unicodedata.normalize("NFC", typed).split())
	if len(name) > LONGEST or FORBIDDEN.search(name) or has_hidden(name):
		raise NoNameError
	if sum(letter.isalpha() for letter in name) < 2:
		raise NoNameError
	return name


def has_hidden(name: str) -> bool:
	"""Return whether a character in it cannot be seen: one turned about by it would read as another name."""
	return any(unicodedata.category(each) in HIDDEN and each not in JOINERS for each in name)
