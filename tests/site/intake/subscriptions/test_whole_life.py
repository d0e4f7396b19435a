"""One subscriber's life from the public form to a complaint, over HTTP and mail, with what is stored after each step."""

import email
import re
from collections.abc import Callable, Iterator
from email.policy import default

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.channels.campaigns import api as campaigns
from tests.factories import make_mailbox
from tests.site.channels.campaigns.coming_back import ARF, DSN, comes
from tests.site.channels.campaigns.conftest import RECIPIENT, mailbox_of, row_of
from tests.site.channels.campaigns.conftest import work_off as send_some
from tests.site.channels.mail.writing.conftest import queue_not_suspended
from tests.site.channels.mail.writing.peer import SmtpPeer
from tests.site.intake.subscriptions.conftest import (
	ADA,
	Subscriber,
	argument,
	consents,
	link_in,
	mails_to,
	subscription,
)
from tests.stack.site import refresh

PAGE = '<p>Hello {{ first_name or "there" }}, <a href="https://a.example/cranes">cranes</a></p>'
NO_USER = "550 5.1.1 no such user"


class Life:
	"""Somebody who subscribes to a list by a form, and the campaigns that go to it."""

	def __init__(self, subscriber: Subscriber, news: str, work_jobs: Callable[[], None], peer: SmtpPeer):
		self.subscriber, self.news, self.work_jobs, self.peer = subscriber, news, work_jobs, peer
		mailbox = make_mailbox("Administrator")
		server = {"smtp_port": peer.port, "smtp_server": "127.0.0.1", "no_smtp_authentication": 1}
		self.account = mailbox.email_account
		frappe.db.set_value("Email Account", self.account, server)
		frappe.db.commit()

	def subscribe(self) -> None:
		"""Fill in the form, and follow the link of the mail that comes."""
		before = subscription().status if frappe.db.count("CRM Subscription", {"address": ADA}) else "Pending"
		assert self.subscriber.subscribe(self.news, ADA, first_name="Ada", last_name="King").ok
		self.work_jobs()
		assert subscription().status == before  # one that ended stays so until it is confirmed
		key = argument(link_in(mails_to(ADA)[-1], "confirm-subscription"), "key")
		assert self.subscriber.call("confirm", key=key).status_code in (301, 302)
		assert self.state() == ("Subscribed", "Given", 0)

	def get_campaign(self) -> frappe._dict:
		"""Send a campaign to the list, and return `{campaign, mailbox, row, mail}` of what becomes of it."""
		taken = len(self.peer.taken)
		audience = [{"kind": "CRM Mailing List", "audience": self.news}]
		made = frappe.get_doc(
			{
				"doctype": "CRM Campaign",
				"campaign_name": "Cranes",
				"channel": "Email",
				"subject": "News for {{ first_name }}",
				"content": PAGE,
				"sender": self.account,
				"audience": audience,
				"uses_verp": 1,
			}
		).insert()
		frappe.db.commit()
		campaigns.start(made.name)
		send_some(made.name)
		row = row_of(made)
		mail = self.peer.taken[-1] if len(self.peer.taken) > taken else None
		return frappe._dict(campaign=made, mailbox=mailbox_of(made), row=row, mail=mail)

	def state(self) -> tuple:
		"""Return the subscription's status, the newest consent to mails, and the box of the contact."""
		held = subscription()
		states = [state for channel, state, _source in consents(held.contact) if channel == "Email"]
		return held.status, states[-1], frappe.db.get_value("CRM Contact", held.contact, "email_opt_out")

	def path(self, address: str) -> str:
		return "/" + address.split("/", 3)[3]


@pytest.fixture
def life(subscriber, news, work_off) -> Iterator[Life]:
	peer = SmtpPeer().start()
	with queue_not_suspended():
		yield Life(subscriber, news, work_off, peer)
	peer.stop()


def links_of(mail) -> list[str]:
	"""Return the addresses of the links in a mail."""
	read = email.message_from_bytes(mail.raw, policy=default)
	return [
		each.replace("&amp;", "&")
		for each in re.findall(r'href="([^"]+)"', read.get_body(("html",)).get_content())
	]


def unsubscribe_address(mail) -> str:
	"""Return the address of the header that programs post to."""
	read = email.message_from_bytes(mail.raw, policy=default)
	assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
	return re.search(r"<(https?://[^>]+)>", read["List-Unsubscribe"])[1]


def test_a_subscriber_subscribes_gets_clicks_leaves_returns_bounces_returns_and_complains(life):
	life.subscribe()
	first = life.get_campaign()
	assert first.mail.recipients == (ADA,)
	assert b"Subject: News for Ada" in first.mail.raw

	# A click is noted, and leads to the target; to nowhere else with another signature.
	click = next(each for each in links_of(first.mail) if "public.click" in each)
	frappe.db.set_value(RECIPIENT, first.row.name, "sent_on", add_to_date(now_datetime(), minutes=-5))
	frappe.db.commit()
	answer = life.subscriber.client.get(life.path(click), allow_redirects=False)
	assert (answer.status_code, answer.headers["Location"]) == (302, "https://a.example/cranes")
	assert row_of(first.campaign).clicked_on
	assert life.subscriber.client.get(life.path(click)[:-1] + "x", allow_redirects=False).status_code == 404

	# RFC 8058: looking changes nothing, the POST of a program without cookies unsubscribes and is not sent elsewhere.
	one_click = life.path(unsubscribe_address(first.mail))
	assert life.subscriber.client.get(one_click).ok
	assert life.state() == ("Subscribed", "Given", 0)
	pressed = life.subscriber.client.post(
		one_click, data={"List-Unsubscribe": "One-Click"}, allow_redirects=False
	)
	assert pressed.status_code == 200, pressed.text
	# The campaign went to this list alone: it is left, and other mails may still come.
	assert life.state() == ("Unsubscribed", "Given", 0)
	assert row_of(first.campaign).unsubscribed_on
	assert life.get_campaign().row is None

	life.subscribe()
	second = life.get_campaign()
	assert second.mail.recipients == (ADA,)

	# A hard bounce ends it; the address takes none until somebody follows a link that came there.
	comes(
		second.mailbox, DSN, to=second.mail.sender, recipient=ADA, status="5.1.1", said=NO_USER, original="x@elsewhere.example"
	)  # fmt: skip
	refresh()
	assert row_of(second.campaign).bounce_kind == "Hard"
	assert life.state() == ("Bounced", "Given", 0)
	assert frappe.db.get_value("CRM Contact Email", {"email": ADA}, "invalid_since")
	life.subscribe()
	assert not frappe.db.get_value("CRM Contact Email", {"email": ADA}, "invalid_since")
	third = life.get_campaign()
	assert third.mail.recipients == (ADA,)

	# A complaint ends everything, whatever it was about.
	comes(third.mailbox, ARF, original=third.row.message_id.strip("<>"))
	refresh()
	assert row_of(third.campaign).complained_on
	assert life.state() == ("Complained", "Withdrawn", 1)
	assert life.get_campaign().row is None
	contact = subscription().contact
	assert consents(contact) == [
		("Email", "Given", "Form"),
		("Email", "Given", "Form"),
		("Email", "Given", "Form"),
		("Email", "Withdrawn", "Complaint"),
	]
	assert frappe.db.count("CRM Contact", {"email": ADA}) == 1
	assert frappe.db.count("CRM Subscription", {"address": ADA}) == 1

	why = campaigns.why_me(contact)
	assert [(each.status, bool(each.sent_on), each.audience_title) for each in why["campaigns"]] == [
		("Sent", True, frappe.db.get_value("CRM Mailing List", life.news, "list_name"))
	] * 3
	assert why["consent"] == {"Email": "Withdrawn"}


def test_who_has_left_everything_is_left_out_of_a_segments_campaign_with_the_reason(life):
	life.subscribe()
	contact = subscription().contact
	first = life.get_campaign()
	assert life.subscriber.call(
		"set_preferences", token=argument(unsubscribe_address(first.mail), "t"), everything_off=1
	).ok
	assert life.state() == ("Unsubscribed", "Withdrawn", 1)
	segment = frappe.get_doc({"doctype": "CRM Segment", "title": "All", "kind": "Chosen"}).insert()
	frappe.get_doc({"doctype": "CRM Segment Member", "segment": segment.name, "contact": contact}).db_insert()
	made = frappe.copy_doc(first.campaign)
	made.audience = []
	made.append("audience", {"kind": "CRM Segment", "audience": segment.name})
	made.insert()
	frappe.db.commit()
	campaigns.start(made.name)
	send_some(made.name)
	row = row_of(made)
	assert (row.contact, row.status, row.reason) == (contact, "Left Out", "Opted Out")
