"""What the desk calls."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import validate_email_address

from frappe_crm_app.channels.mail.fetching import connecting, folders, limits
from frappe_crm_app.channels.mail.fetching.accounts import forget_password
from frappe_crm_app.channels.mail.fetching.asked import Asked, NotConnected
from frappe_crm_app.channels.mail.fetching.existing import MAILBOX
from frappe_crm_app.channels.mail.fetching.health import pause, state_of
from frappe_crm_app.channels.mail.fetching.tasks import OUTBOX
from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.received import read_texts
from frappe_crm_app.visibility.roles import CRMRole

LONGEST = 255


@frappe.whitelist(methods=["POST"])
def connect(
	email: str,
	password: str = "",
	server: str | None = None,
	outgoing_server: str | None = None,
	login: str | None = None,
	title: str | None = None,
	roles: list | str | None = None,
	sync_since: date | None = None,
) -> dict:
	"""Connect a mailbox of one's own, or one that people with these roles share, once mails can come in and go out.

	No password is wanted where the site has an Email Account of theirs with OAuth. Return `{ok, mailbox, message, field}`: without `ok`, `message` is a sentence that says why, `field` where to look, and nothing is stored.
	"""
	roles = names_in(roles)
	check_may_connect(roles)
	given = (server, outgoing_server, login, title)
	server, outgoing_server, login, title = ((text or "").strip()[:LONGEST] for text in given)
	email = checked_address(email)
	asked = Asked(email, password, server, outgoing_server, login, title, tuple(roles), sync_since)
	try:
		mailbox = connecting.connect(asked)
	except NotConnected as error:
		return {"ok": False, "mailbox": None, "message": str(error), "field": str(error.field)}
	return {
		"ok": True,
		"mailbox": mailbox,
		"message": _("Connected. The mails are being fetched, the newest first."),
		"field": None,
	}


def check_may_connect(roles: list[str]) -> None:
	"""Raise `frappe.PermissionError` for whoever has no mailbox here, `frappe.RateLimitExceededError` after many attempts."""
	if not frappe.has_permission(MAILBOX, "read"):
		frappe.throw(_("Only people of the CRM connect a mailbox."), frappe.PermissionError)
	if roles and CRMRole.ADMIN not in frappe.get_roles():
		frappe.throw(
			_("Only a CRM Admin connects a mailbox that several people share."), frappe.PermissionError
		)
	if limits.is_over(frappe.session.user):
		frappe.throw(_("Too many attempts. Try again in ten minutes."), frappe.RateLimitExceededError)


def names_in(given: list | str | None) -> list[str]:
	"""Return names as they were sent, as a list or as JSON; raises `frappe.ValidationError` for anything else."""
	return read_texts(given, refuse_no_names) if given else []


def refuse_no_names() -> None:
	frappe.throw(_("A list of names is wanted."))


def checked_address(email: str) -> str:
	"""Return an address; raises `frappe.InvalidEmailAddressError` for what is none."""
	email = email.strip().lower()[:LONGEST]
	validate_email_address(email, throw=True)
	return email


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def disconnect(mailbox: str) -> None:
	"""Fetch a mailbox no more and forget its password; its mails stay."""
	frappe.has_permission(MAILBOX, "write", mailbox, throw=True)
	pause(mailbox)
	forget_password(frappe.db.get_value(MAILBOX, mailbox, "email_account"))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def check(mailbox: str) -> dict:
	"""Compare what is here with what lies on the server, and fetch what is missing, in a job; return `state_of`."""
	frappe.has_permission(MAILBOX, "read", mailbox, throw=True)
	folders.ask_for_check(mailbox)
	OUTBOX.owe_now([mailbox])
	return state_of(mailbox)


@frappe.whitelist(methods=["GET"])
def get_state(mailbox: str) -> dict:
	"""Return how fetching a mailbox goes: `health.state_of`."""
	frappe.has_permission(MAILBOX, "read", mailbox, throw=True)
	return state_of(mailbox)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def choose_folders(mailbox: str, folder_names: list | str) -> dict:
	"""Read these folders of a mailbox, and no others; return `state_of`."""
	frappe.has_permission(MAILBOX, "write", mailbox, throw=True)
	folders.choose(mailbox, names_in(folder_names))
	OUTBOX.owe_now([mailbox])
	return state_of(mailbox)
