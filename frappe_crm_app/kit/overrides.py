"""Functions of Frappe's that are replaced (hook `override_whitelisted_methods`), by us and perhaps by other apps."""

from collections.abc import Callable

import frappe

HOOK = "override_whitelisted_methods"
OURS = "frappe_crm_app."


def standing_before(path: str) -> Callable:
	"""Return what would be called at a path without us: another app's replacement that came before ours, or Frappe's own."""
	standing = frappe.get_hooks(HOOK, {}).get(path, [])
	before = []
	for each in standing:
		if each.startswith(OURS):
			break
		before.append(each)
	return frappe.get_attr(before[-1] if before else path)


def class_standing_before(doctype: str, ours: str) -> type | None:
	"""Return the class that another app's before ours puts in the place of Frappe's, `None` for Frappe's own (Frappe 15)."""
	replaced = frappe.get_hooks("override_doctype_class").get(doctype, [])
	before = replaced[: replaced.index(ours)] if ours in replaced else replaced
	return frappe.get_attr(before[-1]) if before else None


def replaced_paths() -> dict[str, str]:
	"""Return the paths of Frappe's functions that ours replace, each with ours."""
	return {
		path: ours[-1]
		for path, standing in frappe.get_hooks(HOOK, {}).items()
		if path.startswith("frappe.") and (ours := [each for each in standing if each.startswith(OURS)])
	}
