"""A mail server on loopback, and people with mailboxes that send by it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.channels.mail.writing.tasks import OUTBOX
from tests.factories import make_mailbox
from tests.site.channels.mail.writing.peer import SmtpPeer

MAIL, ENTRY = "CRM Mail", "CRM Mailbox Entry"


@pytest.fixture
def peer(committed) -> SmtpPeer:
	peer = SmtpPeer().start()
	with queue_not_suspended():
		yield peer
	peer.stop()


@contextmanager
def queue_not_suspended() -> Iterator[None]:
	"""Let the test site send mails, which it does not otherwise."""
	suspend(0)
	try:
		yield
	finally:
		frappe.db.rollback()
		suspend(1)


def suspend(is_suspended: int) -> None:
	frappe.db.set_default("suspend_email_queue", is_suspended)
	frappe.db.commit()


@pytest.fixture
def writer(peer, make_user) -> Callable[..., tuple[str, Document]]:
	"""``writer("CRM Sales Rep")`` -> a user and their mailbox, which sends by the peer; they are who asks from now on."""

	def make(role: str = "CRM Sales Rep", **values) -> tuple[str, Document]:
		frappe.set_user("Administrator")
		user = make_user(role)
		mailbox = mailbox_by(peer, user, **values)
		frappe.set_user(user)
		return user, mailbox

	return make


def mailbox_by(peer: SmtpPeer, user: str | None, *roles: str, **values) -> Document:
	"""Insert a mailbox that sends by the peer, without a password."""
	mailbox = make_mailbox(user, *roles, **values)
	account = {"smtp_port": peer.port, "no_smtp_authentication": 1}
	frappe.db.set_value("Email Account", mailbox.email_account, account)
	return mailbox


def work_off(mail: str) -> None:
	"""Let the mail be due, and attempt it."""
	user = frappe.session.user
	frappe.set_user("Administrator")
	let_pass(mail)
	OUTBOX.attempt(mail)
	frappe.set_user(user)
	frappe.db.commit()


def let_pass(mail: str) -> None:
	"""Move the clock to where the mail is due, and a dead worker's lease is over."""
	past = add_to_date(now_datetime(), minutes=-1)
	frappe.db.set_value(MAIL, mail, {"next_attempt_on": past}, update_modified=False)
	if frappe.db.get_value(MAIL, mail, "delivery_state") == "Sending":
		frappe.db.set_value(MAIL, mail, {"lease_until": past}, update_modified=False)
	frappe.db.commit()


def state(mail: str) -> tuple[str, str]:
	"""Return the mail's state and the folder of its entry."""
	frappe.db.commit()
	folder = frappe.db.get_value(ENTRY, {"mail": mail}, "folder")
	return frappe.db.get_value(MAIL, mail, "delivery_state"), folder


def told(user: str) -> list[str]:
	"""Return what a user was told of mails."""
	return frappe.get_all(
		"Notification Log",
		{"for_user": user, "document_type": MAIL},
		pluck="subject",
		order_by="creation asc",
	)
