"""What comes back after a campaign: bounces, complaints, answers, wishes to get no more."""

import email
import email.policy

import frappe
import pytest
from frappe.utils import add_days, add_to_date, now_datetime

from frappe_crm_app.channels.campaigns import api as campaigns
from tests.factories import make_contact, make_list, make_mailbox, make_subscription
from tests.site.channels.campaigns.coming_back import ANSWER, ARF, DSN, comes
from tests.site.channels.campaigns.conftest import (
	RECIPIENT,
	audience_of,
	contacts_of,
	mailbox_of,
	row_of,
	send,
	statuses,
)

NO_USER, FULL = "550 5.1.1 no such user", "452 4.2.2 mailbox full"


@pytest.fixture
def sent(campaign, peer):
	"""A campaign that one person has got, as `{campaign, mailbox, mail, row}`."""
	made = campaign(1, uses_verp=1)
	send(made)
	return frappe._dict(campaign=made, mailbox=mailbox_of(made), mail=peer.taken[-1], row=row_of(made))


def comes_back(sent, status: str = "5.1.1", said: str = NO_USER, **values) -> None:
	usual = {"to": sent.mail.sender, "recipient": sent.row.address, "original": "unknown@elsewhere.example"}
	comes(sent.mailbox, DSN, status=status, said=said, **{**usual, **values})
	sent.row = row_of(sent.campaign)


def is_marked(email: str) -> bool:
	return bool(frappe.db.get_value("CRM Contact Email", {"email": email}, "invalid_since"))


def test_each_has_a_return_address_of_its_own(sent):
	local, domain = frappe.db.get_value("Email Account", sent.campaign.sender, "email_id").split("@")
	assert sent.mail.sender == f"{local}+{sent.row.token}@{domain}"


def test_what_comes_back_there_for_good_makes_the_address_invalid_everywhere(sent, campaign):
	comes_back(sent)
	assert (sent.row.bounce_kind, sent.row.problem) == ("Hard", NO_USER)
	assert is_marked(sent.row.address)
	another = campaign(0, audience=audience_of(sent.campaign))
	explained = campaigns.explain_audience(another.name)
	assert [(each["reason"], each["count"]) for each in explained["left_out"]] == [("Bounced Address", 1)]


def test_a_server_that_refuses_other_senders_is_given_our_own_and_reports_are_known_by_message_id(
	campaign, peer
):
	made = campaign(2, uses_verp=1)
	account = frappe.db.get_value("Email Account", made.sender, "email_id")
	peer.only_sender = account
	send(made)
	assert [each.sender for each in peer.taken] == [account, account]
	row = row_of(made)
	values = {"to": account, "recipient": row.address, "original": row.message_id}
	comes(mailbox_of(made), DSN, status="5.1.1", said=NO_USER, **values)
	assert row_of(made, row.name).bounce_kind == "Hard"
	assert is_marked(row.address)


def test_a_full_mailbox_is_noted_and_marks_nothing(sent):
	comes_back(sent, "4.2.2", FULL)
	assert (sent.row.bounce_kind, is_marked(sent.row.address)) == ("Soft", False)
	assert sent.row.bounced_on


def test_three_soft_bounces_within_thirty_days_pause_an_address(sent, campaign):
	audience = audience_of(sent.campaign)
	comes_back(sent, "4.2.2", FULL)
	for _time in range(2):
		made = campaign(0, uses_verp=1, audience=audience)
		assert campaigns.explain_audience(made.name)["gets"] == 1
		send(made)
		row = row_of(made)
		values = {"recipient": row.address, "original": row.message_id}
		comes(sent.mailbox, DSN, status="4.2.2", said=FULL, **values)
	third = campaign(0, audience=audience)
	assert [each["reason"] for each in campaigns.explain_audience(third.name)["left_out"]] == [
		"Paused Address"
	]
	send(third)
	assert statuses(third.name) == ["Left Out"]
	frappe.db.set_value(RECIPIENT, sent.row.name, "bounced_on", add_days(now_datetime(), -31))
	frappe.db.commit()
	assert campaigns.explain_audience(campaign(0, audience=audience).name)["gets"] == 1


@pytest.mark.parametrize("forged", ["another token", "another address", "no token"])
def test_a_report_that_is_not_of_this_mail_does_nothing(sent, forged):
	victim = make_contact(email="victim@people.example")
	local, domain = sent.mail.sender.split("+")[0], sent.mail.sender.split("@")[1]
	to = {"another token": f"{local}+{'0' * 24}@{domain}", "no token": f"{local}@{domain}"}.get(
		forged, sent.mail.sender
	)
	comes_back(sent, to=to, recipient=victim.email)
	assert not is_marked(victim.email)
	if forged != "another address":
		assert not sent.row.bounced_on


def test_a_complaint_unsubscribes_from_everything(sent):
	comes(sent.mailbox, ARF, original=sent.row.message_id)
	row = row_of(sent.campaign)
	assert row.complained_on
	assert frappe.db.get_value("CRM Contact", row.contact, "email_opt_out") == 1
	consent = frappe.get_last_doc("CRM Consent", {"contact": row.contact})
	assert (consent.state, consent.source, consent.evidence_name) == ("Withdrawn", "Complaint", row.name)


def test_a_complaint_whose_ids_were_taken_out_is_known_by_what_is_left_of_a_link(sent):
	more = f"X-Link: https://ours.example/c?t={sent.row.token}\n"
	comes(sent.mailbox, ARF, original="redacted@redacted.invalid", more=more)
	assert row_of(sent.campaign).complained_on


def test_an_answer_is_noted_and_an_absence_is_none(sent):
	away = f"In-Reply-To: <{sent.row.message_id}>\nAuto-Submitted: auto-replied\n"
	comes(sent.mailbox, ANSWER, sender=sent.row.address, more=away)
	assert not row_of(sent.campaign).answered_on
	comes(sent.mailbox, ANSWER, sender=sent.row.address, more=f"In-Reply-To: <{sent.row.message_id}>\n")
	assert row_of(sent.campaign).answered_on


def test_a_mail_to_unsubscribe_does(sent):
	comes(sent.mailbox, ANSWER, sender=sent.row.address, subject=f"unsubscribe {'0' * 24}")
	assert not row_of(sent.campaign).unsubscribed_on
	comes(sent.mailbox, ANSWER, sender="elsewhere@people.example", subject=f"unsubscribe {sent.row.token}")
	assert row_of(sent.campaign).unsubscribed_on
	assert frappe.db.get_value("CRM Contact", sent.row.contact, "email_opt_out") == 1


def one_click_of(mail) -> tuple[str, dict]:
	"""Return the address of List-Unsubscribe without its host, as a mail program posts to it."""
	header = email.message_from_bytes(mail.raw, policy=email.policy.default)["List-Unsubscribe"]
	address = header.split(",")[0].strip().strip("<>")
	return address[address.index("/api/") :], {"List-Unsubscribe": "One-Click"}


def test_one_click_of_a_campaign_to_lists_alone_leaves_these_and_nothing_else(campaign, peer, api):
	contact, here, there = make_contact(email="ada@people.example"), make_list(), make_list()
	for each in (here, there):
		make_subscription(contact, each.name)
	made = campaign(0, audience=[{"kind": "CRM Mailing List", "audience": here.name}])
	send(made)
	path, body = one_click_of(peer.taken[-1])
	assert api(None).get(path, allow_redirects=False).status_code == 302
	assert not row_of(made).unsubscribed_on  # a program has looked
	assert api(None).post(path, data=body).status_code == 200
	assert row_of(made).unsubscribed_on
	status = {"contact": contact.name, "mailing_list": here.name}, "status"
	assert frappe.db.get_value("CRM Subscription", *status) == "Unsubscribed"
	assert frappe.db.get_value("CRM Subscription", {"mailing_list": there.name}, "status") == "Subscribed"
	assert frappe.db.get_value("CRM Contact", contact.name, "email_opt_out") == 0


def test_one_click_of_any_other_campaign_ends_all_marketing_by_mail(campaign, peer, api):
	made = campaign(1)
	contact, mailing_list = contacts_of(made)[0], make_list()
	make_subscription(frappe.get_doc("CRM Contact", contact), mailing_list.name)
	frappe.db.commit()
	send(made)
	path, body = one_click_of(peer.taken[-1])
	assert api(None).post(path, data=body).status_code == 200
	assert row_of(made).unsubscribed_on
	assert frappe.db.get_value("CRM Contact", contact, "email_opt_out") == 1
	assert frappe.db.get_value("CRM Subscription", {"contact": contact}, "status") == "Unsubscribed"


def test_what_comes_to_another_mailbox_counts_as_well(sent, make_user):
	other = make_mailbox(make_user("CRM Sales Rep"))
	comes(other.name, ANSWER, sender=sent.row.address, more=f"References: <{sent.row.message_id}>\n")
	assert row_of(sent.campaign).answered_on
	assert frappe.db.get_value(RECIPIENT, sent.row.name, "sent_on") <= add_to_date(now_datetime(), seconds=1)
