"""What no endpoint expects, and what may be said to it: one of our refusals, and never a traceback of a fault."""

import inspect
from collections.abc import Callable, Iterator, Mapping

import frappe

from frappe_crm_app.kit.received import refuse_unstorable

VALUES = (
	"", " ", "\x00", "a\x00b", "%", "\\", "'", '"', "{}", "[]", "null", "1e999", "true", "[null]", "[[]]", '[{"a": 1}]', '{"a": 1}',
	'["a", 1]', '["99999999999999999999", "x"]', '["0000-00-00", "x"]', '["9999-99-99 99:99:99", "x"]', '["2026-01-01", "\\u0000"]',
	"\ud83d", "\u202eabc", "é" * 50_000, "<" * 5_000, "a@b" * 1_000, "[" * 3_000, -1, 0, 10**30, 1.5, True, None, [], [None], [[]],
	[{}], {}, {"a": 1}, ["\x00"], ["="] * 300, "2026-01-01", "CRM Mail", "User", "Administrator", "../../etc/passwd",
)  # fmt: skip


def faults_of(endpoint: Callable, good: Mapping[str, object]) -> Iterator[str]:
	"""Yield what an endpoint does with each of these in each of its arguments, the others being `good`, where that is a fault."""
	for argument in inspect.signature(endpoint).parameters:
		for value in VALUES:
			fault = fault_of(endpoint, {**good, argument: value})
			if fault:
				yield f"{endpoint.__name__}({argument}={str(value)[:60]!r}): {fault}"


def fault_of(endpoint: Callable, given: Mapping[str, object]) -> str | None:
	"""Return what was raised that is no refusal; what was written is undone."""
	frappe.db.savepoint("bad_input")
	try:
		refuse_unstorable(given)  # as the guard of requests does
		endpoint(**given)
	except Exception as error:
		status = getattr(error, "http_status_code", 500)
		if not isinstance(error, frappe.exceptions.FrappeTypeError) and status >= 500:
			return f"{type(error).__name__}: {error}"[:300]
	finally:
		frappe.clear_messages()
		frappe.db.rollback(save_point="bad_input")
	return None
