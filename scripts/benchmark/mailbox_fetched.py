"""How many mails a second come in from a mailbox, beside a bare IMAP fetch that inserts two rows for each.

    python -m scripts.benchmark.mailbox_fetched SITE [MAILS]        (in the bench's `sites`)

A Dovecot of its own on loopback, with MAILS mails of some kilobytes, every fifth with a file, from people of whom a tenth are contacts.
The floor fetches them in the same batches with `imaplib` and writes, committed for each, a row in CRM Mail and one in CRM Mailbox
Entry: text and addresses as they came, nothing read, cleaned, linked or threaded. Ours is the job's own function. They take turns, `ROUNDS`
times. Afterwards everything is removed again.
"""

import base64
import imaplib
import os
import sys
import time
from collections.abc import Callable
from statistics import median

import frappe
from frappe.utils import now
from frappe.utils.password import set_encrypted_password

from frappe_crm_app.channels.mail.fetching.batches import MOST_MAILS, as_set
from frappe_crm_app.channels.mail.fetching.tasks import OUTBOX
from frappe_crm_app.kit.set_based import insert_records
from frappe_crm_app.records.mail.removing import remove_some_left
from frappe_crm_app.records.mail.rows import ENTRY, MAIL, STANDARD, new_name, standard
from scripts.stack.service import LOOPBACK
from tests.stack.dovecot import PASSWORD, Dovecot, make_mail, running

MAILS, ROUNDS, PEOPLE = 2_000, 3, 500
ADDRESS = "box@benchmark.example"
MAILBOX = "CRM Mailbox"


def main(site: str, mails: str = str(MAILS)) -> None:
	frappe.init(site)
	frappe.connect()
	count = int(mails)
	try:
		with running() as server:
			fill(server, count)
			make_contacts()
			rates: dict[str, list[float]] = {"bare": [], "ours": []}
			for _ in range(ROUNDS):
				rates["bare"].append(count / timed(lambda: fetch_bare(server)))
				remove()
				mailbox = connect(server)
				rates["ours"].append(count / timed(lambda: fetch_ours(mailbox, count)))  # noqa: B023
				remove()
		bare, ours = median(rates["bare"]), median(rates["ours"])
		print(
			f"{count} mails: bare {bare:.0f} a second, ours {ours:.0f} a second, {bare / ours:.1f} times as long"
		)
	finally:
		remove()
		frappe.db.delete("CRM Contact", {"email": ("like", "%@people.benchmark.example")})
		frappe.db.commit()
		frappe.destroy()


def timed(work: Callable[[], None]) -> float:
	started = time.perf_counter()
	work()
	return time.perf_counter() - started


def fill(server: Dovecot, count: int) -> None:
	"""Put the mails on the server."""
	there = server.mailbox(ADDRESS)
	file = base64.encodebytes(os.urandom(6_000)).replace(b"\n", b"\r\n")
	html = b"<p>" + b"Cranes and <b>boats</b>, and when they come. " * 40 + b"</p>"
	for number in range(count):
		raw = make_mail(
			number, sender=f"ada{number % PEOPLE}@people.benchmark.example", body="Cranes and boats.\r\n" * 30
		)
		head, _blank, body = raw.partition(b"\r\n\r\n")
		head = head.replace(b"text/plain; charset=utf-8", b'multipart/mixed; boundary="b"')
		parts = [b"--b\r\n\r\n" + body, b"--b\r\nContent-Type: text/html\r\n\r\n" + html]
		if number % 5 == 0:
			parts.append(
				b'--b\r\nContent-Type: application/pdf; name="plan.pdf"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
				+ file
			)
		there.deliver(head + b"\r\n\r\n" + b"\r\n".join([*parts, b"--b--\r\n"]))


def make_contacts() -> None:
	"""Have a tenth of the people be contacts."""
	for number in range(0, PEOPLE, 10):
		contact = {
			"doctype": "CRM Contact",
			"first_name": "Ada",
			"last_name": "King",
			"email": f"ada{number}@people.benchmark.example",
		}
		frappe.get_doc(contact).insert()
	frappe.db.commit()


def connect(server: Dovecot) -> str:
	"""Store the mailbox, new, and return its name."""
	account = frappe.new_doc("Email Account")
	account.update(
		{"email_account_name": ADDRESS, "email_id": ADDRESS, "email_server": LOOPBACK, "use_imap": 1}
	)
	account.update({"incoming_port": str(server.port), "awaiting_password": 1})
	account.insert()
	set_encrypted_password("Email Account", account.name, PASSWORD)
	mailbox = frappe.get_doc(
		{"doctype": MAILBOX, "title": ADDRESS, "email_account": account.name, "user": "Administrator"}
	).insert()
	frappe.db.commit()
	return mailbox.name


def fetch_ours(mailbox: str, count: int) -> None:
	"""Do what the job does, until all is here."""
	while frappe.db.count(ENTRY, {"mailbox": mailbox}) < count:
		OUTBOX.attempt(mailbox)
		problem = frappe.db.get_value(MAILBOX, mailbox, "problem")
		if problem:
			raise SystemExit(problem)


def fetch_bare(server: Dovecot) -> None:
	"""Fetch and insert, and nothing else."""
	connection = imaplib.IMAP4(LOOPBACK, server.port, 60)
	connection.login(f'"{ADDRESS}"', PASSWORD)
	connection.select("INBOX", readonly=True)
	uids = [int(uid) for uid in connection.uid("SEARCH", "ALL")[1][0].split()]
	for start in range(0, len(uids), MOST_MAILS):
		batch = as_set(uids[start : start + MOST_MAILS])
		answer = connection.uid("FETCH", batch, "(UID FLAGS INTERNALDATE BODY.PEEK[])")[1]
		for raw in (item[1] for item in answer if isinstance(item, tuple)):
			insert_two(raw.decode("utf-8", "replace"))
			frappe.db.commit()
	connection.logout()


def insert_two(text: str) -> None:
	name = new_name()
	columns = (*STANDARD, "subject", "from_email", "text", "sent_on", "thread", "identity")
	insert_records(MAIL, columns, [(*standard(name), "Cranes", ADDRESS, text, now(), name, name)])
	columns = (*STANDARD, "mailbox", "mail", "thread", "folder", "sent_on")
	insert_records(ENTRY, columns, [(*standard(new_name()), "bare", name, name, "Inbox", now())])


def remove() -> None:
	"""Remove what was fetched."""
	frappe.db.rollback()
	frappe.db.delete(ENTRY, {"mailbox": "bare"})
	account = frappe.db.get_value("Email Account", {"email_id": ADDRESS})
	mailbox = account and frappe.db.get_value(MAILBOX, {"email_account": account})
	if mailbox:
		frappe.delete_doc(MAILBOX, mailbox)
	if account:
		frappe.delete_doc("Email Account", account)
	while remove_some_left():
		frappe.db.commit()
	frappe.db.commit()


if __name__ == "__main__":
	main(*sys.argv[1:])
