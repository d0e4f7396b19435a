"""The entries of one call: each is carried out, or refused, by itself."""

from functools import partial

import frappe
from frappe import _

from frappe_crm_app.kit.conflicts import is_conflict
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.exceptions import FollowUpChangedError
from frappe_crm_app.kit.sentences import as_text, sentence_in
from frappe_crm_app.screens.quick_log.entries import digest_of, is_key, read_entries, read_entry
from frappe_crm_app.screens.quick_log.limits import Asked, refuse_more_of
from frappe_crm_app.screens.quick_log.once import answered_once
from frappe_crm_app.screens.quick_log.writing import carry_out
from frappe_crm_app.screens.today.people import refuse_others

DONE, UNAVAILABLE, FAILED = 200, 503, 500
ANSWERED = (frappe.ValidationError, frappe.PermissionError)


class State(StrEnum):
	"""What became of an entry; `AGAIN` is to be sent once more."""

	DONE = "done"
	CONFLICT = "conflict"
	REFUSED = "refused"
	AGAIN = "again"


def send(user: str, entries: str | list) -> list[dict]:
	"""Return what became of each entry; see `api.send`."""
	refuse_others()
	if user != frappe.session.user:
		frappe.throw(_("These entries are somebody else's."), frappe.PermissionError)
	refuse_more_of(Asked.SENDING)
	return [result_of(each) for each in read_entries(entries)]


def result_of(given: object) -> dict:
	"""Carry out an entry and return what became of it; of a refused one, nothing was written."""
	key = key_of(given)
	try:
		entry = read_entry(given)
		answer = answered_once(entry.key, digest_of(given), partial(carry_out, entry))
		return {"key": key, "state": State.DONE, "status": DONE, "answer": answer}
	except Exception as error:
		frappe.db.rollback()
		frappe.clear_messages()
		return {"key": key, **refusal_of(error)}


def key_of(given: object) -> str | None:
	"""Return the key by which a phone knows its entry again, nothing for what is none."""
	key = given.get("key") if isinstance(given, dict) else None
	return key if isinstance(key, str) and is_key(key) else None


def refusal_of(error: Exception) -> dict:
	"""Return state, status and sentence of an error; what nobody has foreseen is logged."""
	if isinstance(error, FollowUpChangedError):
		return refused(State.CONFLICT, error) | {"theirs": error.theirs}
	if is_conflict(error):
		return refused(State.AGAIN, error) | {"status": UNAVAILABLE}
	if isinstance(error, ANSWERED):
		return refused(State.REFUSED, error)
	frappe.log_error("Quick log")
	return {"state": State.AGAIN, "status": FAILED, "sentence": _("That did not work. Please try again.")}


def refused(state: State, error: Exception) -> dict:
	"""Return what is said, as plain text, of an error that has a sentence."""
	sentence = as_text(sentence_in(error)) or _("You may not do this.")
	return {"state": state, "status": getattr(error, "http_status_code", 417), "sentence": sentence}
