"""How long one statement of a request to a path of ours may take (hooks `before_request` and `after_request`).

30 seconds, or `crm_statement_seconds` of the site config; 0 is no limit. A page that asks for too much ends with a sentence, instead of
keeping the database busy after everybody has gone.
"""

import time

import frappe
from frappe import _
from frappe.utils import cint
from werkzeug.wrappers import Request, Response

from frappe_crm_app.kit.error_answers import answer_with, error_told, is_our_path
from frappe_crm_app.kit.exceptions import TooCostlyError

KEY, SECONDS = "crm_statement_seconds", 30
# What the drivers of MariaDB and PostgreSQL call a statement that was ended; the former calls other things so, too.
ENDED = ("OperationalError", "QueryCanceled", "QueryCanceledError")


def limit_statements() -> None:
	"""Have the database end each statement of this request that takes too long. The connection is the request's own."""
	seconds = allowed_seconds()
	if seconds and is_our_path(frappe.request.path):
		frappe.local.flags.crm_limited_at = time.monotonic()
		frappe.db.set_execution_timeout(seconds)


def allowed_seconds() -> int:
	"""Return how long a statement may take, 0 for any time."""
	given = frappe.conf.get(KEY)
	return SECONDS if given is None else cint(given)


def answer_costly(response: Response | None, request: Request) -> None:
	"""Answer 503 and a sentence where the database has ended a statement."""
	began = frappe.local.flags.crm_limited_at
	is_failure = bool(began) and response is not None and response.status_code >= 500 and response.is_json
	if is_failure and was_ended(request) and time.monotonic() - began >= allowed_seconds():
		frappe.db.rollback()
		answer_with(response, refuse_costly)


def was_ended(request: Request) -> bool:
	"""Return whether the database has ended a statement, as the answer tells.

	On PostgreSQL, Frappe calls that as it calls the wait for a lock on MariaDB; only what writes waits for one.
	"""
	told = error_told()
	is_read_on_postgres = frappe.db.db_type == "postgres" and request.method == "GET"
	return told in ENDED or (told == "QueryTimeoutError" and is_read_on_postgres)


def refuse_costly() -> None:
	"""Raise `TooCostlyError`."""
	frappe.throw(_("This takes the database too long. Ask for less at once."), TooCostlyError)
