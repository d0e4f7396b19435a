"""What every question about visibility needs and few people change: kept in Redis, forgotten on change."""

from collections.abc import Callable
from contextlib import suppress

import frappe
from frappe.model.document import Document
from redis.exceptions import ConnectionError

from frappe_crm_app.visibility.guarded import GUARDED

GIVEN = "crm_given_to_user"
KEYS = ("crm_record_scopes", "crm_hierarchy", GIVEN)
# A request that read just before a change was committed may store what it read just after: not for long.
SECONDS = 300


def read_cached(key: str, read: Callable[[], dict]) -> dict:
	"""Return what `read` returned last, reading anew where it was forgotten."""
	value = frappe.cache.get_value(key, expires=True)
	if value is None:
		value = read()
		frappe.cache.set_value(key, value, expires_in_sec=SECONDS)
	return value


def read_given_cached(user: str, read: Callable[[], object]) -> object:
	"""Return what was assigned to or shared with a user, reading anew where it was forgotten."""
	value = frappe.cache.hget(GIVEN, user)
	if value is None:
		value = read()
		frappe.cache.hset(GIVEN, user, value)
		with suppress(ConnectionError):  # without Redis, Frappe goes on, and so do we
			frappe.cache.expire(frappe.cache.make_key(GIVEN), SECONDS)
	return value


def forget_given(doc: Document, method: str | None = None) -> None:
	"""Have assignments and shares read anew where one of a record of ours changes (events of ToDo and DocShare)."""
	if (doc.get("reference_type") or doc.get("share_doctype")) in GUARDED:  # Frappe CRM has a "CRM Deal", too
		forget()


def forget() -> None:
	"""Have it all read anew: at once by us, and by everybody once this is committed or undone."""
	forget_now()
	frappe.db.after_commit.add(forget_now)
	frappe.db.after_rollback.add(forget_now)


def forget_now() -> None:
	"""Drop what is kept."""
	frappe.cache.delete_value(list(KEYS))
