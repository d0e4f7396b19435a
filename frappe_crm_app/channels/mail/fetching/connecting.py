"""Connecting a mailbox: both directions are tried before anything is stored, and what is wrong is said in one plain sentence."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import frappe
from frappe import _
from frappe.utils import add_days, getdate

from frappe_crm_app.channels.mail.fetching.accounts import keep_account
from frappe_crm_app.channels.mail.fetching.client import opened
from frappe_crm_app.channels.mail.fetching.providers import Place, imap_places, smtp_places
from frappe_crm_app.channels.mail.servers import smtp
from frappe_crm_app.channels.mail.servers.accounts import ACCOUNT
from frappe_crm_app.channels.mail.servers.problems import KINDS, MailProblem, ProblemKind
from frappe_crm_app.channels.mail.servers.sentences import sentence_of
from frappe_crm_app.channels.mail.servers.server import Server
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.outgoing.allowed import allowed_networks

MAILBOX = "CRM Mailbox"
PATIENCE = 8  # seconds that a server has to answer while somebody waits
MOST_SECONDS = 40  # for all servers that are tried
DAYS = 180  # of mails that are fetched unless somebody says otherwise
# A server that says this is the right one: no other is tried.
FOUND = (ProblemKind.AUTHENTICATION, ProblemKind.LATER)


class Field(StrEnum):
	"""Which of the fields to look at again."""

	PASSWORD = "password"
	SERVER = "server"
	OUTGOING = "outgoing_server"


@dataclass(frozen=True)
class Asked:
	"""What somebody enters to connect a mailbox; `roles` share it, without any it is their own."""

	email: str
	password: str = field(repr=False)
	server: str = ""
	outgoing_server: str = ""
	login: str = ""
	title: str = ""
	roles: Sequence[str] = ()
	sync_since: date | None = None

	@property
	def user(self) -> str:
		return self.login or self.email


class NotConnected(Exception):
	"""Nothing was stored; the sentence says why, `field` where to look."""

	def __init__(self, sentence: str, field: Field) -> None:
		super().__init__(sentence)
		self.field = field


def connect(asked: Asked) -> str:
	"""Try a mailbox in both directions and store it; return its name. Raises `NotConnected`, with nothing stored."""
	refuse_connected_by_others(asked)
	frappe.db.commit()  # no transaction is open while servers are asked
	imap = tried(imap_places(asked.email, asked.server), asked, try_incoming, Field.SERVER)
	places = smtp_places(asked.email, imap, asked.outgoing_server)
	outgoing = tried(places, asked, smtp.check, Field.OUTGOING)
	refuse_connected_by_others(asked)
	account = keep_account(asked.email, asked.user, asked.password, imap, outgoing)
	return keep_mailbox(asked, account)


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


def refuse_connected_by_others(asked: Asked) -> None:
	"""Raise `NotConnected` where the address belongs to a mailbox, or an account of Frappe's, that is not theirs to connect."""
	account = frappe.db.get_value(
		ACCOUNT, {"email_id": asked.email}, ["name", "enable_incoming", "enable_outgoing"], as_dict=True
	)
	if not account:
		return
	mailbox = frappe.db.get_value(MAILBOX, {"email_account": account.name})
	if mailbox and not frappe.has_permission(MAILBOX, "write", mailbox):
		raise NotConnected(
			_("{0} is connected here already, by somebody else.").format(asked.email), Field.SERVER
		)
	if not mailbox and (account.enable_incoming or account.enable_outgoing):
		sentence = _(
			"{0} is an Email Account of this site already. Who looks after those makes a CRM Mailbox of it."
		)
		raise NotConnected(sentence.format(asked.email), Field.SERVER)


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
	return mailbox.name


def first_day(asked: Asked) -> date:
	"""Return the day from which on mails are fetched."""
	return getdate(asked.sync_since) if asked.sync_since else getdate(add_days(None, -DAYS))
