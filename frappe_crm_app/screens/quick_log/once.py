"""An entry is carried out once: its key is a row that is written in the same transaction as what it does.

Two that arrive together meet at the unique index of user and key: the second waits, and then finds the first's answer.
"""

import json
from collections.abc import Callable
from functools import partial

import frappe
from frappe import _
from frappe.utils import now

from frappe_crm_app.kit.conflicts import committed, refuse_for_now
from frappe_crm_app.kit.exceptions import RepeatedKeyError
from frappe_crm_app.kit.set_based import insert_if_missing

ENTRY = "CRM Quick Log Entry"
FIELDS = (
	*("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx"),
	*("user", "client_key", "digest"),
)


def answered_once(key: str, digest: str, work: Callable[[], dict]) -> dict:
	"""Return the answer of `work`, committed, or the one that this key of the user's was given before.

	Raises `RepeatedKeyError` where the key was sent with other content, and what `work` raises: then nothing is kept.
	"""
	return committed(partial(once, key, digest, work))


def once(key: str, digest: str, work: Callable[[], dict]) -> dict:
	kept = kept_answer(key, digest)
	if kept is not None:
		return kept
	if not claim(key, digest):
		refuse_for_now()  # another has just committed it: begun anew, this transaction sees that
	answer = work()
	frappe.db.set_value(
		ENTRY, of_user(key), "answer", json.dumps(answer, sort_keys=True), update_modified=False
	)
	return answer


def kept_answer(key: str, digest: str) -> dict | None:
	"""Return the answer that the key was given, `None` where it is new."""
	kept = frappe.db.get_value(ENTRY, of_user(key), ("digest", "answer"), as_dict=True)
	if not kept:
		return None
	if kept.digest != digest:
		frappe.throw(_("This entry was sent with other content before."), RepeatedKeyError)
	return json.loads(kept.answer)


def claim(key: str, digest: str) -> bool:
	"""Write the row of a key; return whether it is this transaction that did. Waits for another that is about to."""
	user, moment = frappe.session.user, now()
	name = frappe.generate_hash(length=10)
	return insert_if_missing(ENTRY, FIELDS, (name, user, moment, moment, user, 0, 0, user, key, digest))


def of_user(key: str) -> dict:
	"""Return the filters of the row of a key: other users have other rows."""
	return {"user": frappe.session.user, "client_key": key}
