"""What every question about visibility needs and few people change: kept in Redis, forgotten on change."""

from collections.abc import Callable

import frappe

KEYS = ("crm_record_scopes", "crm_hierarchy")
# A request that read just before a change was committed may store what it read just after: not for long.
SECONDS = 300


def read_cached(key: str, read: Callable[[], dict]) -> dict:
	"""Return what `read` returned last, reading anew where it was forgotten."""
	value = frappe.cache.get_value(key, expires=True)
	if value is None:
		value = read()
		frappe.cache.set_value(key, value, expires_in_sec=SECONDS)
	return value


def forget() -> None:
	"""Have scopes and hierarchy read anew: at once by us, and by everybody once this is committed or undone."""
	forget_now()
	frappe.db.after_commit.add(forget_now)
	frappe.db.after_rollback.add(forget_now)


def forget_now() -> None:
	"""Drop what is kept."""
	frappe.cache.delete_value(list(KEYS))
