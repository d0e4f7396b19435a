"""Texts that a database can store and be asked about (pure)."""


def is_storable(value: object) -> bool:
	"""Return whether this is a text without NUL, which PostgreSQL takes in no text, and without half a character, which has no form in UTF-8."""
	if not isinstance(value, str) or "\0" in value:
		return False
	try:
		value.encode()
	except UnicodeEncodeError:
		return False
	return True
