"""Which Frappe is running. Ask this only where the two differ in what they have or store, and name the difference there."""

import frappe


def major_version() -> int:
	"""Return 15 or 16."""
	return int(frappe.__version__.partition(".")[0])


def beginning_at(row: int) -> dict[str, int]:
	"""Return the argument by which `frappe.get_list` and `frappe.get_all` leave out the rows before this one."""
	return {"limit_start" if major_version() < 16 else "offset": row}
