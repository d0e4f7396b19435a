"""The endpoints of the quick log. All answer with what the session's user may see; what is refused is refused in a sentence."""

import frappe

from frappe_crm_app.screens.quick_log import day, opened, sending


@frappe.whitelist(methods=["GET"])
def get_session() -> dict:
	"""Return `{user, csrf_token}`: whose session it is, and the token that its POST requests have to bring."""
	return day.session()


@frappe.whitelist(methods=["GET"])
def get_day() -> dict:
	"""Return `{user, full_name, csrf_token, can_log, total, rows}`: one's own follow-ups that are overdue or due today.

	A row is one of Today's with `part`, `due` (UTC), `version` (what an entry sends as `seen`).
	"""
	return day.day()


@frappe.whitelist(methods=["GET"])
def open_record(doctype: str, name: str) -> dict:
	"""Return `{doctype, name, title, detail, phone, email, next_due}` of a contact, customer or deal; `next_due` is UTC."""
	return opened.opened(doctype, name)


@frappe.whitelist(methods=["POST"])
def send(user: str, entries: str | list) -> dict:
	"""Carry out what was noted on a phone of `user`'s; return `{results}`, of each entry `{key, state, status, sentence, answer, theirs}`.

	At most 100 entries, each `{key, kind, doctype, name, seen, outcome, text, made_on, next_step}` (`entries.py`). `state` is done,
	conflict, refused or again, `status` the HTTP status of a call with that entry alone. A `key` is carried out once: sent again, it has
	the same answer, sent with other content it is refused. Of a conflict, `theirs` is the follow-up as it is now; nothing was written.
	"""
	return {"results": sending.send(user, entries)}
