"""A real Dovecot, and mailboxes that are fetched from it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils.password import set_encrypted_password

from frappe_crm_app.channels.mail.fetching.health import state_of
from frappe_crm_app.channels.mail.fetching.tasks import OUTBOX
from scripts.stack.service import LOOPBACK
from tests.factories import make_mailbox
from tests.stack.dovecot import PASSWORD, Dovecot, Maildir, running
from tests.stack.site import new_user

ENTRY, COPY, FOLDER, MAIL, MAILBOX = (
	"CRM Mailbox Entry",
	"CRM Mail Copy",
	"CRM Mail Folder",
	"CRM Mail",
	"CRM Mailbox",
)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
	with running() as server:
		yield server


@dataclass
class Fetched:
	"""A mailbox of ours and the one on the server that it is."""

	doc: Document
	there: Maildir

	@property
	def name(self) -> str:
		return self.doc.name

	@property
	def account(self) -> str:
		return self.doc.email_account

	def look(self) -> dict:
		"""Look once for new mails, as a job does, and return how it stands."""
		frappe.db.set_value(
			MAILBOX, self.name, "next_attempt_on", "2020-01-01 00:00:00", update_modified=False
		)
		frappe.db.commit()
		OUTBOX.attempt(self.name)
		return state_of(self.name)

	def check(self) -> dict:
		"""Compare all folders with the server, as by button."""
		frappe.db.set_value(FOLDER, {"mailbox": self.name}, "checked_on", None)
		return self.look()

	def entries(self, **filters) -> list[str]:
		"""Return the subjects of the mails in this mailbox."""
		names = frappe.get_all(ENTRY, filters={"mailbox": self.name, **filters}, pluck="mail")
		return sorted(frappe.get_all(MAIL, filters={"name": ("in", names)}, pluck="subject")) if names else []

	def point_to(self, port: int) -> None:
		"""Have the mailbox be fetched from another port."""
		frappe.db.set_value("Email Account", self.account, "incoming_port", str(port))
		frappe.clear_document_cache("Email Account", self.account)

	def set_password(self, password: str) -> None:
		set_encrypted_password("Email Account", self.account, password)


@pytest.fixture
def connected(committed, dovecot) -> Iterator[Callable[..., Fetched]]:
	"""``connected()`` -> a new mailbox of somebody's, with an empty one on the server."""

	def connect(user: str | None = None, **values) -> Fetched:
		user = user or new_user("CRM Sales Rep")
		there = dovecot.mailbox(user)
		there.path("INBOX")
		doc = make_mailbox(user, email_id=user, **values)
		server = {
			"email_server": LOOPBACK,
			"incoming_port": str(dovecot.port),
			"use_imap": 1,
			"enable_outgoing": 0,
		}
		frappe.db.set_value("Email Account", doc.email_account, server)
		fetched = Fetched(doc, there)
		fetched.set_password(PASSWORD)
		frappe.db.commit()
		return fetched

	yield connect
	OUTBOX.forget_waking()
