"""Cells that a spreadsheet would take for formulas: data when they come in, harmless when they go out (pure)."""

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")


def neutralise_cell(value: object) -> str:
	"""Return `value` as text that no spreadsheet calculates: behind an apostrophe where it begins like a formula."""
	text = "" if value is None else str(value)
	return (
		f"'{text}" if text.lstrip(" ").startswith(FORMULA_MARKS) or text.startswith(FORMULA_MARKS) else text
	)


def restore_cell(text: str) -> str:
	"""Return a cell without the apostrophe that `neutralise_cell` has put before it."""
	if text.startswith("'") and neutralise_cell(text[1:]) == text:
		return text[1:]
	return text
