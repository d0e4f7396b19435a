"""Connecting a mailbox: both directions are tried before anything is stored, and what is wrong is said in one plain sentence."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, getdate

from frappe_crm_app.channels.mail.fetching.accounts import complete_account, keep_account
from frappe_crm_app.channels.mail.fetching.asked import Asked, Field, NotConnected
from frappe_crm_app.channels.mail.fetching.client import opened
from frappe_crm_app.channels.mail.fetching.existing import MAILBOX, account_for, has_token, is_used
from frappe_crm_app.channels.mail.fetching.providers import imap_places, smtp_places
from frappe_crm_app.channels.mail.fetching.tasks import OUTBOX
from frappe_crm_app.channels.mail.servers import smtp
from frappe_crm_app.channels.mail.servers.accounts import (
	imap_place,
	imap_server_of,
	smtp_place,
	smtp_server_of,
)
from frappe_crm_app.channels.mail.servers.problems import KINDS, MailProblem, ProblemKind
from frappe_crm_app.channels.mail.servers.sentences import sentence_of
from frappe_crm_app.channels.mail.servers.server import Place, Server
from frappe_crm_app.kit.outgoing.allowed import allowed_networks

PATIENCE = 8  # seconds that a server has to answer while somebody waits
MOST_SECONDS = 40  # for all servers that are tried
DAYS = 180  # of mails that are fetched unless somebody says otherwise
# A server that says this is the right one: no other is tried.
FOUND = (ProblemKind.AUTHENTICATION, ProblemKind.LATER)


def connect(asked: Asked) -> str:
	"""Try a mailbox in both directions and store it; return its name. Raises `NotConnected`, with nothing stored."""
	account = account_for(asked)
	if account and has_token(account, asked):
		try_token(account)
		return keep_mailbox(asked, account.name)
	frappe.db.commit()  # no transaction is open while servers are asked
	incoming, outgoing = places_of(account)
	login = asked_login(asked, account)
	imap = tried(incoming or imap_places(asked.email, asked.server), login, try_incoming, Field.SERVER)
	outgoing = outgoing or smtp_places(asked.email, imap, asked.outgoing_server)
	sending = tried(outgoing, login, smtp.check, Field.OUTGOING)
	account = account_for(asked)
	if account and is_used(account):
		complete_account(account, asked.password, imap, sending)
		return keep_mailbox(asked, account.name)
	return keep_mailbox(asked, keep_account(asked.email, login.user, asked.password, imap, sending))


def places_of(account: Document | None) -> tuple[list[Place], list[Place]]:
	"""Return where an account is fetched and where its mails go out, as far as Frappe itself does that."""
	if not account:
		return [], []
	incoming, outgoing = imap_place(account), smtp_place(account)
	return [incoming] if account.enable_incoming else [], [outgoing] if account.enable_outgoing else []


def asked_login(asked: Asked, account: Document | None) -> Asked:
	"""Return what was entered, with the name by which Frappe itself logs in."""
	is_known = account and is_used(account) and account.login_id and not asked.login
	return replace(asked, login=account.login_id) if is_known else asked


def try_token(account: Document) -> None:
	"""Log in by an account's OAuth in both directions; raises `NotConnected`."""
	for server_of, attempt, host in (
		(imap_server_of, try_incoming, account.email_server),
		(smtp_server_of, smtp.check, account.smtp_server),
	):
		if not host:
			sentence = _("The Email Account of {0} does not say on which servers it is.")
			raise NotConnected(sentence.format(account.email_id), Field.EMAIL)
		try:
			server = server_of(account)
			frappe.db.commit()
			attempt(replace(server, timeout=PATIENCE))
		except MailProblem as problem:
			raise NotConnected(sentence_of(problem, host), Field.EMAIL) from problem


def try_incoming(server: Server) -> None:
	"""Log in and look into the inbox; raises `MailProblem`."""
	with opened(server) as client:
		client.examine("INBOX")


def tried(places: Sequence[Place], asked: Asked, attempt: Callable[[Server], None], entered: Field) -> Place:
	"""Return the first place that works; raises `NotConnected` with what tells most of all that went wrong."""
	problems: list[tuple[MailProblem, Place]] = []
	end = time.monotonic() + MOST_SECONDS
	for place in places:
		if any(each.kind == ProblemKind.CERTIFICATE and is_same(tried, place) for each, tried in problems):
			continue  # what has a certificate speaks TLS, and nothing else
		try:
			attempt(server_at(place, asked, end - time.monotonic()))
			return place
		except MailProblem as problem:
			problems.append((problem, place))
		if problems[-1][0].kind in FOUND or time.monotonic() > end:
			break
	raise not_connected(problems, asked, entered)


def is_same(one: Place, other: Place) -> bool:
	"""Return whether two places differ in how they are secured alone."""
	return (one.host, one.port) == (other.host, other.port)


def server_at(place: Place, asked: Asked, seconds: float) -> Server:
	"""Return a place as a server to log in at, with little patience."""
	patience = max(1.0, min(PATIENCE, seconds))
	server = Server(
		place.host, place.port, place.security, asked.user, networks=allowed_networks(), timeout=patience
	)
	return replace(server, password=asked.password)


def not_connected(
	problems: Sequence[tuple[MailProblem, Place]], asked: Asked, entered: Field
) -> NotConnected:
	"""Return what is said of servers of which none works."""
	problem, place = min(problems, key=lambda each: KINDS.index(each[0].kind))
	was_guessed = not (asked.outgoing_server if entered == Field.OUTGOING else asked.server)
	if was_guessed and problem.kind in NOT_THERE and len(problems) > 1:
		return NotConnected(not_guessed(asked, entered), entered)
	sentence = sentence_of(problem, place.host)
	if entered == Field.OUTGOING:
		sentence = _("Mails come in, but none goes out. {0}").format(sentence)
	return NotConnected(sentence, Field.PASSWORD if problem.kind == ProblemKind.AUTHENTICATION else entered)


NOT_THERE = (
	ProblemKind.NO_SUCH_HOST,
	ProblemKind.REFUSED,
	ProblemKind.TIMEOUT,
	ProblemKind.UNREACHABLE,
	ProblemKind.FORBIDDEN,
)


def not_guessed(asked: Asked, entered: Field) -> str:
	"""Return what is said where a server is not where it usually is."""
	domain = asked.email.rpartition("@")[2]
	if entered == Field.OUTGOING:
		return _(
			"Mails come in, but the server of {0} for mails that go out was not found. Enter its name."
		).format(domain)
	return _("The mail server of {0} was not found. Enter its name, which your provider tells.").format(
		domain
	)


def keep_mailbox(asked: Asked, account: str) -> str:
	"""Store the mailbox of an account that was tried, or go on with the one that is there; it is fetched at once."""
	name = frappe.db.get_value(MAILBOX, {"email_account": account})
	mailbox = frappe.get_doc(MAILBOX, name) if name else frappe.new_doc(MAILBOX)
	if not name:
		mailbox.update(
			{"title": asked.title or asked.email, "email_account": account, "sync_since": first_day(asked)}
		)
		mailbox.update({"user": None if asked.roles else frappe.session.user})
		for role in asked.roles:
			mailbox.append("shared_with", {"role": role})
	mailbox.is_paused = 0
	mailbox.flags.ignore_permissions = True
	mailbox.save()
	OUTBOX.owe_now([mailbox.name])
	return mailbox.name


def first_day(asked: Asked) -> date:
	"""Return the day from which on mails are fetched."""
	return getdate(asked.sync_since) if asked.sync_since else getdate(add_days(None, -DAYS))
