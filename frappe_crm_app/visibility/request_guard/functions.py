"""Functions that no request may run: those that are replaced, by whatever path they are reached, and those of tests.

Frappe replaces functions by the path that is asked for. The same function can be imported elsewhere, and there nobody replaces it.
"""

from collections.abc import Callable

import frappe
from frappe import _, handler
from frappe.modules.utils import load_doctype_module

from frappe_crm_app.kit.overrides import HOOK, OURS, replaced_paths
from frappe_crm_app.visibility.columns import is_doctype

# Of Frappe's functions those, beside queries of link fields, that it has arguments name.
MADE_TO_BE_NAMED = frozenset(("frappe.desk.treeview.get_children", "frappe.recorder.import_data"))


def function_at(path: str) -> Callable | None:
	"""Return the function that a path names, `None` where there is none: Frappe says so in its own words."""
	refuse_test_module(path)
	if "." not in path:
		return getattr(handler, path, None)
	try:
		return frappe.get_attr(path)
	except Exception:
		if frappe.local.message_log:
			frappe.clear_last_message()
		return None


def named_module(doctype: str) -> str | None:
	"""Return the path of a DocType's module, `None` where there is no such DocType."""
	try:
		return load_doctype_module(doctype).__name__ if is_doctype(doctype) else None
	except ImportError:
		return None


def refuse_test_module(path: str) -> None:
	"""Raise `frappe.PermissionError` for a function of a module of tests, before that is imported."""
	modules = path.split(".")[:-1]
	last, package = (modules[-1], modules[-2]) if len(modules) > 1 else ("", "")
	is_test_file = last.startswith("test") and last != package  # a DocType may be called Test Plan
	if is_test_file or "tests" in modules[1:]:
		refuse(path)


def refuse_replaced(function: Callable | None, path: str) -> None:
	"""Raise `frappe.PermissionError` for a function of Frappe's that is replaced, where it is reached past what replaces it."""
	if module_of(function).startswith("frappe.") and function in replaced():
		refuse(path or function.__name__)


def replaced() -> set[Callable]:
	"""Return the functions in whose place ours are called; kept for the process, as the code is."""
	key = tuple(frappe.get_hooks(HOOK, {}))
	if key not in _REPLACED:
		_REPLACED.clear()
		_REPLACED[key] = {function for path in replaced_paths() if (function := function_at(path))}
	return _REPLACED[key]


_REPLACED: dict[tuple[str, ...], set[Callable]] = {}


def check_named(path: object) -> None:
	"""Raise `frappe.PermissionError` for a function that an argument names, where that would go past what guards it.

	Frappe calls a named function with arguments in its own order. Of its functions and ours only those are called so that are made for
	it: queries of link fields, and the children of a tree.
	"""
	if not isinstance(path, str):
		frappe.throw(_("A function is named by a text."))
	if "." not in path:
		return
	function = function_at(path)
	refuse_replaced(function, path)
	is_guarded = path.startswith((OURS, "frappe.")) or module_of(function).startswith((OURS, "frappe."))
	if function and is_guarded and not is_query(function) and path not in MADE_TO_BE_NAMED:
		refuse(path)


def module_of(function: Callable | None) -> str:
	return getattr(function, "__module__", None) or ""


def is_query(function: Callable) -> bool:
	"""Return whether this is a query of a link field: `(doctype, txt, …)`."""
	code = getattr(unwrapped(function), "__code__", None)
	return bool(code) and code.co_varnames[: code.co_argcount][:2] == ("doctype", "txt")


def unwrapped(function: Callable | None) -> Callable | None:
	"""Return the function as it was written, without its decorators."""
	while hasattr(function, "__wrapped__"):
		function = function.__wrapped__
	return function


def refuse(path: str) -> None:
	frappe.throw(
		_("{0} is not to be called this way.").format(frappe.utils.escape_html(path)), frappe.PermissionError
	)
