"""What comes in as JSON text, or already read."""

import frappe

JSON_BEGINS = tuple('{["')


def read_json(value: object) -> object:
	"""Return what the text says, `None` where it is no JSON; what is no text is returned as it is."""
	try:
		return frappe.parse_json(value)
	except ValueError:
		return None


def parsed(value: object) -> object:
	"""Return what a text of JSON says, and anything else as it is."""
	if not isinstance(value, str) or value.lstrip()[:1] not in JSON_BEGINS:
		return value
	try:
		return frappe.parse_json(value)
	except (ValueError, RecursionError):
		return value
