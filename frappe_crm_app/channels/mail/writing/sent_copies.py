"""The copy of what was sent in the server's own folder, so that a person's mail program has it, too.

It is put there once: the folder is asked for the Message-ID first, since some servers keep a copy by themselves. When it is fetched, it
is recognised as the mail that is here already. Where it cannot be put there, the mail is sent all the same.
"""

import imaplib
import time

import frappe
from frappe.model.document import Document

from frappe_crm_app.channels.mail.servers.accounts import imap_server_of
from frappe_crm_app.channels.mail.servers.folder_names import argument, encoded
from frappe_crm_app.channels.mail.servers.imap import Connection, opened
from frappe_crm_app.channels.mail.servers.problems import MailProblem
from frappe_crm_app.channels.mail.writing.composing import Composed
from frappe_crm_app.frappe_crm_app.doctype.crm_mail_folder.options import FolderKind

USUAL = "Sent"
KEEP_THEMSELVES = ("gmail.com", "googlemail.com", "office365.com", "outlook.com")
FAILURES = (MailProblem, OSError, imaplib.IMAP4.error, UnicodeError, frappe.ValidationError)


def is_there(account: Document, composed: Composed) -> bool:
	"""Return whether the server has a copy: what was sent surely went. `False` also where nobody can tell."""
	if not has_folders(account):
		return False
	try:
		with opened(imap_server_of(account)) as session:
			return has_copy(session, folder_of(account), message_id_in(composed.raw))
	except FAILURES:
		return False


def keep(account: Document, composed: Composed) -> None:
	"""Put a copy into the server's folder of what was sent, unless it is there; a server that does not want it is let be."""
	if not has_folders(account) or account.email_server.lower().endswith(KEEP_THEMSELVES):
		return
	try:
		server, folder = imap_server_of(account), folder_of(account)
		frappe.db.commit()  # no transaction is open while a server is waited for
		with opened(server) as session:
			if not has_copy(session, folder, message_id_in(composed.raw)):
				append(session, folder, composed.raw)
	except FAILURES:
		frappe.clear_messages()


def append(session: Connection, folder: str, raw: bytes) -> None:
	"""Put a mail into a folder, as read."""
	session.append(argument(folder), r"(\Seen)", imaplib.Time2Internaldate(time.time()), raw)


def has_folders(account: Document) -> bool:
	"""Return whether an account has folders on a server."""
	return bool(account.use_imap and account.email_server)


def folder_of(account: Document) -> str:
	"""Return the server's folder of what was sent, by its name as it is sent: as fetching has found it, or as the account says."""
	mailbox = frappe.db.get_value("CRM Mailbox", {"email_account": account.name})
	filters = {"mailbox": mailbox or "", "kind": str(FolderKind.SENT)}
	fields, order = ["folder_name", "sent_name"], "is_synced desc, name asc"
	for found in frappe.get_all("CRM Mail Folder", filters, fields, order_by=order, limit=1):
		return found.sent_name or encoded(found.folder_name)
	return encoded(account.get("sent_folder_name") or USUAL)


def has_copy(session: Connection, folder: str, message_id: str) -> bool:
	"""Return whether a mail with this Message-ID lies in the folder, which is opened for reading alone."""
	answer, _data = session.select(argument(folder), readonly=True)
	if answer != "OK":
		return False
	answer, found = session.search(None, "HEADER", "Message-ID", f'"{message_id}"')
	return answer == "OK" and bool(found and found[0])


def message_id_in(raw: bytes) -> str:
	"""Return the Message-ID of a mail of ours."""
	line = next(line for line in raw.splitlines() if line.lower().startswith(b"message-id:"))
	return line.partition(b":")[2].strip().decode("ascii").strip("<>")
