"""A campaign goes to everybody of its audience once, over a real SMTP peer."""

import email
import email.policy

import frappe
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.channels.campaigns import api as campaigns
from frappe_crm_app.channels.campaigns.signing import key, signed
from tests.site.channels.campaigns.conftest import RECIPIENT, statuses, work_off


def test_everybody_gets_it_once_with_what_is_theirs(campaign, peer):
	made = campaign(25)
	campaigns.start(made.name)
	work_off(made.name)
	assert statuses(made.name) == ["Sent"] * 25
	assert frappe.db.get_value("CRM Campaign", made.name, "status") == "Finished"
	assert len(peer.taken) == 25
	assert len({each.recipients for each in peer.taken}) == 25
	mail = email.message_from_bytes(peer.taken[0].raw, policy=email.policy.default)
	assert mail["Subject"].startswith("News for Ada")
	assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_who_opted_out_is_left_out_with_the_reason_and_explained(campaign):
	made = campaign(3)
	contact = frappe.get_all("CRM Segment Member", {"segment": made.audience[0].audience}, pluck="contact")[0]
	doc = frappe.get_doc("CRM Contact", contact)
	doc.email_opt_out = 1
	doc.save()
	frappe.db.commit()
	explained = campaigns.explain_audience(made.name)
	assert (explained["matches"], explained["gets"]) == (3, 2)
	assert [(each["reason"], each["count"]) for each in explained["left_out"]] == [("Opted Out", 1)]
	campaigns.start(made.name)
	work_off(made.name)
	assert statuses(made.name) == ["Left Out", "Sent", "Sent"]
	assert campaigns.explain_audience(made.name) == explained


def test_who_opts_out_after_the_freeze_gets_nothing(campaign, peer):
	made = campaign(3, rate_per_minute=1)
	campaigns.start(made.name)
	work_off(made.name)
	assert statuses(made.name).count("Sent") == 1
	row = frappe.get_all(RECIPIENT, {"campaign": made.name, "status": "Pending"}, ["name", "contact"])[0]
	doc = frappe.get_doc("CRM Contact", row.contact)
	doc.email_opt_out = 1
	doc.save()
	frappe.db.set_value("CRM Campaign", made.name, "rate_per_minute", 0)
	frappe.db.commit()
	work_off(made.name)
	assert statuses(made.name) == ["Left Out", "Sent", "Sent"]
	assert frappe.db.get_value(RECIPIENT, row.name, "reason") == "Opted Out"


def test_what_a_dead_worker_left_is_unsure_and_never_sent_again(campaign, peer):
	made = campaign(3, rate_per_minute=1)
	campaigns.start(made.name)
	work_off(made.name)
	left = frappe.get_all(RECIPIENT, {"campaign": made.name, "status": "Pending"}, pluck="name")
	frappe.db.set_value(RECIPIENT, left[0], "status", "Sending")
	frappe.db.set_value("CRM Campaign", made.name, "rate_per_minute", 0)
	work_off(made.name)
	assert statuses(made.name) == ["Sent", "Sent", "Unsure"]
	work_off(made.name)
	assert len(peer.taken) == 2
	assert campaigns.settle_unsure(left[0], True) == {"status": "Sent"}


def test_an_address_that_does_not_exist_is_marked(campaign, peer):
	made = campaign(2)
	contact = frappe.get_all("CRM Segment Member", {"segment": made.audience[0].audience}, pluck="contact")[0]
	address = frappe.db.get_value("CRM Contact", contact, "email")
	peer.refused[address] = "550 5.1.1 no such user"
	campaigns.start(made.name)
	work_off(made.name)
	assert statuses(made.name) == ["Failed", "Sent"]
	assert frappe.db.get_value("CRM Contact Email", {"email": address}, "invalid_since")


def test_a_pause_holds_and_a_cancel_ends(campaign, peer):
	made = campaign(3, rate_per_minute=1)
	campaigns.start(made.name)
	work_off(made.name)
	assert campaigns.pause(made.name) == {"status": "Paused"}
	work_off(made.name)
	assert len(peer.taken) == 1
	campaigns.cancel(made.name)
	assert statuses(made.name) == ["Left Out", "Left Out", "Sent"]


def test_a_link_leads_where_the_content_says_and_nowhere_else(campaign, api):
	made = campaign(1)
	campaigns.start(made.name)
	work_off(made.name)
	row = frappe.get_all(RECIPIENT, {"campaign": made.name}, ["name", "token"])[0]
	frappe.db.set_value(RECIPIENT, row.name, "sent_on", add_to_date(now_datetime(), minutes=-5))
	frappe.db.commit()
	path = "/api/method/frappe_crm_app.channels.campaigns.public.click"
	good = {"t": row.token, "l": signed(key(), row.token, 1)}
	answer = api(None).get(path, params=good, allow_redirects=False)
	assert (answer.status_code, answer.headers["Location"]) == (302, "https://a.example/")
	for bad in (
		{**good, "l": "1.0000000000000000"},
		{**good, "t": "0" * 24},
		{"t": "x", "l": "https://evil.example"},
	):
		assert api(None).get(path, params=bad, allow_redirects=False).status_code == 404
	frappe.db.commit()
	assert frappe.db.get_value(RECIPIENT, row.name, "clicked_on")
