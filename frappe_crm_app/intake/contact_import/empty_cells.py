"""Cells in which a spreadsheet, a database or a person says that there is nothing (pure)."""

PLACEHOLDERS = frozenset(
	{
		*("#n/a", "#ref!", "#value!", "#div/0!", "#name?", "#null!", "#num!", "#nv", "#error!", "#spill!"),
		*("n/a", "n.a.", "n.a", "(null)", "<null>", "\\n", "undefined", "0", "?", "??", "???", "."),
		*("-", "--", "---", "–", "—", "_", "(none)", "(blank)", "[blank]"),
	}
)
# Those that might be a name, too: as one, they are written in small or in capital letters only.
LIKE_A_NAME = frozenset({"null", "none", "nil", "nan", "na", "unknown", "leer", "blank"})
SPELLED_AS_NO_NAME = frozenset({"null", "NULL"})
NAMES = frozenset({"first_name", "last_name", "full_name"})
LONGEST = max(map(len, PLACEHOLDERS | LIKE_A_NAME))
BEGINNINGS = frozenset(letter for text in PLACEHOLDERS | LIKE_A_NAME for letter in (text[0], text[0].upper()))


def is_placeholder(fieldname: str, text: str) -> bool:
	"""Return whether the text (which is not empty) stands for nothing in this field; somebody may be called Null, but not `null`."""
	if len(text) > LONGEST or text[0] not in BEGINNINGS:
		return False
	if text.casefold() in PLACEHOLDERS:
		return True
	if fieldname in NAMES:
		return text in SPELLED_AS_NO_NAME
	return text.casefold() in LIKE_A_NAME
