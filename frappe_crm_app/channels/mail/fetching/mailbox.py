"""Fetches one mailbox: the work of the outbox (`tasks.py`), for some seconds at a time."""

import time

import frappe
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.channels.mail.fetching import failing, folders
from frappe_crm_app.channels.mail.fetching.client import ImapClient, opened
from frappe_crm_app.channels.mail.fetching.reading_folder import Turn, read_folder, since_of
from frappe_crm_app.channels.mail.fetching.tasks import OUTBOX
from frappe_crm_app.channels.mail.servers.accounts import ACCOUNT, imap_server_of
from frappe_crm_app.channels.mail.servers.problems import CREDENTIALS, MailProblem, ProblemKind
from frappe_crm_app.channels.mail.servers.sentences import sentence_of
from frappe_crm_app.channels.mail.servers.server import Server
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox.options import MailboxStatus
from frappe_crm_app.kit.outbox.outcomes import TryLater
from frappe_crm_app.records.identity.normalise import normalise_email

TURN = 20  # seconds; what is left then is for the next turn, and other mailboxes have theirs
PAUSE = 120  # seconds between two looks for new mails
PAUSE_AFTER_REFUSAL = 3600  # seconds: whoever tries a wrong password often is locked out


def fetch(row: frappe._dict) -> dict | None:
	"""Fetch what is new and missing; return what is to be stored of the mailbox. Raises `TryLater` with a plain sentence."""
	if row.is_paused:
		return {"status": str(MailboxStatus.PAUSED)}
	account = frappe.get_doc(ACCOUNT, row.email_account)
	host = account.email_server or ""
	try:
		turn = read_mailbox(row, imap_server_of(account), account.email_id)
	except MailProblem as problem:
		is_refused = problem.kind in CREDENTIALS
		raise TryLater(sentence_of(problem, host), PAUSE_AFTER_REFUSAL if is_refused else None) from problem
	return result_of(turn)


def read_mailbox(row: frappe._dict, server: Server, email: str) -> Turn:
	"""Read the folders of a mailbox, one after another, until time is up."""
	frappe.db.commit()  # no transaction is open while the server is asked
	turn = Turn(
		row.name,
		own_address(email),
		since_of(row.sync_since),
		time.monotonic() + TURN,
		lambda: OUTBOX.note(row),
	)
	with opened(server) as client:
		for folder in known_folders(client, row.name):
			if turn.is_over():
				break
			read_one(client, folder, turn)
	return turn


def known_folders(client: ImapClient, mailbox: str) -> list[frappe._dict]:
	"""Return the folders that are read, as the server has them at this moment."""
	listed = client.folders()
	found = folders.keep(mailbox, listed)
	frappe.db.commit()
	return found


def read_one(client: ImapClient, folder: frappe._dict, turn: Turn) -> None:
	"""Read a folder; one that the server does not open says so, and the others go on."""
	try:
		read_folder(client, folder, turn)
	except MailProblem as problem:
		if problem.kind not in (ProblemKind.NO_FOLDER, ProblemKind.NOT_GIVEN, ProblemKind.LATER):
			raise
		frappe.db.rollback()
		folders.note(folder.name, problem=sentence_of(problem, client.connection.server.host))
		frappe.db.commit()


def own_address(email: str) -> str:
	"""Return the address of a mailbox in the form in which mails name it."""
	try:
		return normalise_email(email) or ""
	except ValueError:
		return ""


def result_of(turn: Turn) -> dict:
	"""Return what is stored of a mailbox that was read: when it is looked at again, at once where something is left."""
	moment = now_datetime()
	if not turn.is_complete:
		frappe.db.after_commit.add(OUTBOX.wake)
	next_on = add_to_date(moment, seconds=PAUSE) if turn.is_complete else moment
	values = {
		"status": str(MailboxStatus.CONNECTED),
		"problem": None,
		"attempts": 0,
		"next_attempt_on": next_on,
	}
	return values | failing.WORKING | {"fetched_on": moment}
