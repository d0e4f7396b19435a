"""News of mailboxes that are looked at, as they come.

A page that is open says so every few minutes (`watch`), and which mailboxes its user reads is remembered with it. What changes a mailbox
tells, after the commit, those who watch it: the name of the mailbox and nothing else. The page asks for the rest itself, by the same
rules as ever. One change in a second is told; a page waits for longer than that before it asks.
"""

from collections.abc import Iterable

import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.kit.received import read_json
from frappe_crm_app.screens.inbox.mailboxes import read_mailboxes, refuse_others
from frappe_crm_app.visibility.user_criteria import UserCriteria

EVENT = "crm_inbox_news"
KEY = "crm_inbox_watchers"
FLAG = "crm_inbox_changed"
PATIENCE = 15 * 60  # seconds without a sign after which a page counts as closed
PAUSE = 1  # second for which one piece of news of a mailbox stands for all


def watch() -> None:
	"""Remember that the session's user has the inbox open, and which mailboxes they read."""
	refuse_others()
	names = [mailbox.name for mailbox in read_mailboxes(UserCriteria())]
	told = frappe.as_json({"mailboxes": names, "at": now_datetime().timestamp()}, indent=None)
	frappe.cache.hset(KEY, frappe.session.user, told)


def watchers() -> dict[str, list[str]]:
	"""Return the mailboxes that are looked at, by user, forgetting who gave no sign for long."""
	now, found = now_datetime().timestamp(), {}
	for user, text in (frappe.cache.hgetall(KEY) or {}).items():
		told = read_json(text)
		if not isinstance(told, dict) or now - told["at"] > PATIENCE:
			frappe.cache.hdel(KEY, frappe.safe_decode(user))
		else:
			found[frappe.safe_decode(user)] = told["mailboxes"]
	return found


def announce_entry(doc: Document, _event: str | None = None) -> None:
	"""Tell of an entry that was filed or changed (`doc_events`)."""
	announce([doc.mailbox])


def announce_stored(mail: str, mailbox: str, read: object) -> None:
	"""Tell of a mail that was just stored (hook `crm_mail_stored`)."""
	announce([mailbox])


def announce(mailboxes: Iterable[str]) -> None:
	"""Tell who looks at these mailboxes that something changed there, after the commit."""
	changed = frappe.flags.setdefault(FLAG, set())
	if not changed:
		frappe.db.after_commit.add(tell)
		frappe.db.after_rollback.add(forget)
	changed.update(mailboxes)


def tell() -> None:
	"""Tell it, each mailbox once in a while."""
	changed = {name for name in frappe.flags.pop(FLAG, None) or () if is_first_in_a_while(name)}
	if not changed:
		return
	for user, mailboxes in watchers().items():
		news = sorted(changed.intersection(mailboxes))
		if news:
			frappe.publish_realtime(EVENT, {"mailboxes": news}, user=user)


def is_first_in_a_while(mailbox: str) -> bool:
	"""Return whether nothing was told of the mailbox within the last second."""
	key = frappe.cache.make_key(f"{EVENT}::{mailbox}")
	return bool(frappe.cache.set(key, 1, ex=PAUSE, nx=True))


def forget() -> None:
	"""Forget changes that were rolled back."""
	frappe.flags.pop(FLAG, None)
