"""A mail server on loopback, people in a segment, and campaigns that go to them."""

from collections.abc import Callable

import frappe
import pytest
from frappe.model.document import Document
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.channels.campaigns import api as campaigns
from frappe_crm_app.channels.campaigns import rate
from frappe_crm_app.channels.campaigns.tasks import OUTBOX
from tests.factories import make_mailbox
from tests.site.channels.mail.writing.conftest import queue_not_suspended
from tests.site.channels.mail.writing.peer import SmtpPeer

CAMPAIGN, RECIPIENT = "CRM Campaign", "CRM Campaign Recipient"
PAGE = '<p>Hello {{ first_name or "there" }}, <a href="https://a.example/">cranes</a></p>'


@pytest.fixture
def peer(committed, monkeypatch) -> SmtpPeer:
	monkeypatch.setattr(rate, "PATIENCE", 0)  # nobody waits here for the next minute
	peer = SmtpPeer().start()
	with queue_not_suspended():
		yield peer
	peer.stop()


@pytest.fixture
def campaign(peer) -> Callable[..., Document]:
	"""``campaign(number=3)`` -> a campaign to so many new people, by a mailbox that sends by the peer."""

	def make(number: int = 3, **values) -> Document:
		segment = frappe.get_doc(
			{"doctype": "CRM Segment", "title": frappe.generate_hash(length=8), "kind": "Chosen"}
		).insert()
		for place in range(number):
			person = {"doctype": "CRM Contact", "first_name": f"Ada{place}", "last_name": "King"}
			email = f"{frappe.generate_hash(length=10)}@people.example"
			contact = frappe.get_doc({**person, "email": email}).insert()
			member = {"doctype": "CRM Segment Member", "segment": segment.name, "contact": contact.name}
			frappe.get_doc(member).db_insert()
		return campaign_to(peer, segment.name, **values)

	return make


def campaign_to(peer: SmtpPeer, segment: str, **values) -> Document:
	"""Insert a mail campaign to a segment, by a mailbox of Administrator's that sends by the peer."""
	mailbox = make_mailbox("Administrator")
	account = {"smtp_port": peer.port, "smtp_server": "127.0.0.1", "no_smtp_authentication": 1}
	frappe.db.set_value("Email Account", mailbox.email_account, account)
	usual = {
		"doctype": CAMPAIGN,
		"campaign_name": "Cranes",
		"channel": "Email",
		"subject": "News for {{ first_name }}",
		"content": PAGE,
		"sender": mailbox.email_account,
		"audience": [{"kind": "CRM Segment", "audience": segment}],
	}
	made = frappe.get_doc(usual | values).insert()
	frappe.db.commit()
	return made


def send(made: Document) -> None:
	"""Start a campaign, and send a slice of it."""
	campaigns.start(made.name)
	work_off(made.name)


def contacts_of(made: Document) -> list[str]:
	"""Return the contacts of a campaign's segment."""
	members = {"segment": made.audience[0].audience}
	return frappe.get_all("CRM Segment Member", members, pluck="contact", order_by="creation asc")


def audience_of(made: Document) -> list[dict]:
	"""Return a campaign's audience, for another one."""
	return [{"kind": row.kind, "audience": row.audience} for row in made.audience]


def mailbox_of(made: Document) -> str:
	return frappe.db.get_value("CRM Mailbox", {"email_account": made.sender})


def row_of(made: Document, name: str | None = None) -> frappe._dict:
	"""Return the only recipient of a campaign, the first one, or that of a name."""
	frappe.db.commit()
	filters = {"campaign": made.name} | ({"name": name} if name else {})
	return frappe.db.get_value(RECIPIENT, filters, "*", as_dict=True, order_by="name asc")


def work_off(name: str) -> None:
	"""Let a campaign be due, and a dead worker's lease over, and attempt it."""
	past = add_to_date(now_datetime(), minutes=-1)
	values = {"next_attempt_on": past}
	if frappe.db.get_value(CAMPAIGN, name, "sending_state") == "Working":
		values["lease_until"] = past
	frappe.db.set_value(CAMPAIGN, name, values)
	frappe.db.commit()
	OUTBOX.attempt(name)
	frappe.db.commit()


def statuses(name: str) -> list[str]:
	"""Return the statuses of a campaign's recipients."""
	frappe.db.commit()
	return sorted(frappe.get_all(RECIPIENT, {"campaign": name}, pluck="status"))
