"""What comes in as JSON text, or already read."""

from collections.abc import Callable, Mapping

import frappe
from frappe import _
from frappe.utils import cint

from frappe_crm_app.kit.storable_texts import is_storable

LAST_START = 1_000_000
JSON_BEGINS = tuple('{["')


def read_json(value: object) -> object:
	"""Return what the text says, `None` where it is no JSON; what is no text is returned as it is."""
	try:
		return frappe.parse_json(value)
	except (ValueError, RecursionError):
		return None


def parsed(value: object) -> object:
	"""Return what a text of JSON says, and anything else as it is."""
	if not isinstance(value, str) or value.lstrip()[:1] not in JSON_BEGINS:
		return value
	try:
		return frappe.parse_json(value)
	except (ValueError, RecursionError):
		return value


def read_texts(value: object, refuse: Callable[[], None]) -> list[str]:
	"""Return a list of texts, given as one or as JSON; `refuse` raises for anything else."""
	texts = read_json(value)
	if not isinstance(texts, list) or not all(is_storable(text) for text in texts):
		refuse()
	return texts


def refuse_unstorable(arguments: Mapping[str, object]) -> None:
	"""Raise `frappe.ValidationError` where a text among the arguments of a call can be in no database."""
	if not all(is_storable(value) for value in arguments.values() if isinstance(value, str)):
		frappe.throw(_("A text holds a character that cannot be stored."))


def read_page(start: object, length: object, longest: int, last_start: int = LAST_START) -> tuple[int, int]:
	"""Return where a page starts and how long it is, both within bounds."""
	return min(max(cint(start), 0), last_start), min(max(cint(length), 1), longest)
