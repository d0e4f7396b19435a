"""What comes in as JSON text, or already read."""

import frappe


def read_json(value: object) -> object:
	"""Return what the text says, `None` where it is no JSON; what is no text is returned as it is."""
	try:
		return frappe.parse_json(value)
	except ValueError:
		return None
