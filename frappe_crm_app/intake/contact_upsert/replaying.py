"""A call that is sent again because its answer got lost: the header `Idempotency-Key` names it, and its answer is kept for a day.

The answer is kept in Redis once the call is committed. Where it is lost, the call is carried out again, and finds what it has made: who
is made is known by email or external ID.
"""

import json
from collections.abc import Callable
from hashlib import blake2b

import frappe
from frappe import _

from frappe_crm_app.kit.exceptions import RepeatedKeyError

HEADER = "Idempotency-Key"
KEPT = 24 * 3600  # seconds
LONGEST_KEY = 200


def answered_once(call: dict, work: Callable[[], dict]) -> dict:
	"""Return the answer of `work`, or the one that this call of the user's was given before.

	Raises `RepeatedKeyError` where the key was sent with another call.
	"""
	given = frappe.get_request_header(HEADER) if frappe.request else None
	if not given:
		return work()
	key = key_of(given)
	digest = blake2b(json.dumps(call, sort_keys=True, default=str).encode(), digest_size=16).hexdigest()
	kept = frappe.cache.get_value(key)
	if kept and kept["call"] != digest:
		frappe.throw(_("This {0} was sent with other people before.").format(HEADER), RepeatedKeyError)
	if kept:
		return kept["answer"]
	answer = work()
	frappe.db.after_commit.add(
		lambda: frappe.cache.set_value(key, {"call": digest, "answer": answer}, expires_in_sec=KEPT)
	)
	return answer


def key_of(given: str) -> str:
	"""Return the name under which the answer is kept; other users have other keys."""
	digest = blake2b(given[:LONGEST_KEY].encode(), digest_size=16).hexdigest()
	return f"crm_upsert:{frappe.session.user}:{digest}"
