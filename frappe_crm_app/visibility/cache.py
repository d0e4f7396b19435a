"""What every question about visibility needs and few people change: kept in Redis, forgotten on change."""

from collections.abc import Callable, Iterable
from contextlib import suppress

import frappe
from frappe.model.document import Document
from redis.exceptions import ConnectionError

from frappe_crm_app.visibility.guarded import GUARDED

GIVEN, HIERARCHY = "crm_given_to_user", "crm_hierarchy"
KEYS = ("crm_record_scopes", HIERARCHY, GIVEN)
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


def forget_given_to(users: Iterable[str | None]) -> None:
	"""Have what was given to these users, and what they have, read anew, also for whom they report to; sends no statement."""
	concerned = {user for user in users if user}
	if not concerned:
		return
	forget_now_of(concerned)
	frappe.db.after_commit.add(lambda: forget_now_of(concerned))
	frappe.db.after_rollback.add(lambda: forget_now_of(concerned))


def forget_given_to_all() -> None:
	"""The same for everybody: many records changed at once, or it is not known whose they are."""
	forget_all_given_now()
	frappe.db.after_commit.add(forget_all_given_now)
	frappe.db.after_rollback.add(forget_all_given_now)


def forget_all_given_now() -> None:
	"""Drop what was given to anybody."""
	frappe.cache.delete_value(GIVEN)


def forget_now_of(users: set[str]) -> None:
	"""Drop what was given to these users and to their bosses; to everybody where it is not at hand who these are."""
	bosses = frappe.cache.get_value(HIERARCHY, expires=True)
	if bosses is None:
		forget_all_given_now()
		return
	for user in with_bosses(users, bosses):
		frappe.cache.hdel(GIVEN, user)


def with_bosses(users: set[str], bosses: dict[str, str | None]) -> set[str]:
	"""Return the users and everybody above them."""
	found, waiting = set(), [*users]
	while waiting:
		user = waiting.pop()
		if user and user not in found:
			found.add(user)
			waiting.append(bosses.get(user))
	return found
