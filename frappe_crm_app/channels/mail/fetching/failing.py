"""Whoever has a mailbox is told when it cannot be fetched: once, at once of a refused password and of all else after an hour.

When it was fetched again, that is forgotten, and the next failure is told anew.
"""

from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import escape_html, get_datetime, now_datetime

from frappe_crm_app.channels.mail.servers.problems import MailProblem, ProblemKind
from frappe_crm_app.kit.telling import notify
from frappe_crm_app.visibility.roles import CRMRole
from frappe_crm_app.visibility.users import users_with

MAILBOX = "CRM Mailbox"
PATIENCE = timedelta(hours=1)
WORKING = {"failing_since": None, "is_told": 0}


def note(mailbox: frappe._dict, problem: str, error: Exception) -> dict:
	"""Return what is to be stored of a mailbox that was not fetched, for a `problem`; tells its people, if it is time, in this transaction."""
	moment = now_datetime()
	since = get_datetime(mailbox.failing_since or moment)
	is_time = is_refusal(error) or moment - since >= PATIENCE
	if is_time and not mailbox.is_told:
		tell(mailbox, problem)
	return {"failing_since": since, "is_told": int(is_time or bool(mailbox.is_told))}


def is_refusal(error: Exception) -> bool:
	"""Return whether the server refused the password: no other attempt helps."""
	cause = error.__cause__
	return isinstance(cause, MailProblem) and cause.kind == ProblemKind.AUTHENTICATION


def tell(mailbox: frappe._dict, problem: str) -> None:
	"""Leave the people of a mailbox a notification; `problem` is stored, so nothing in it is markup."""
	sentence = _("Mails of {0} are not fetched: {1}").format(escape_html(mailbox.title), problem)
	for user in people_of(mailbox):
		notify(user, sentence, MAILBOX, mailbox.name)


def people_of(mailbox: frappe._dict) -> list[str]:
	"""Return who can do something about it: whose mailbox it is, and of one that several share the administrators of the CRM."""
	if not mailbox.user:
		return users_with(CRMRole.ADMIN)
	return frappe.get_all("User", {"name": mailbox.user, "enabled": 1}, pluck="name")
