"""A campaign looked at before it goes out: as a mail to oneself, as a preview, and by what its check says."""

import email
import email.policy
import re

import dns.resolver
import frappe
import pytest
from frappe.utils import add_to_date, get_datetime, now_datetime

from frappe_crm_app.channels.campaigns import api as campaigns
from frappe_crm_app.channels.campaigns import preflight, testing
from frappe_crm_app.kit.exceptions import CampaignError
from tests.factories import make_contact, make_customer
from tests.site.channels.campaigns.conftest import RECIPIENT, audience_of, contacts_of, send, work_off
from tests.site.channels.mail.writing.conftest import suspend

NAMELESS = '<p>Dear {{ job_title }}, and {{ first_name or "you" }}: <a href="https://a.example/x?a=1&amp;b=2">c</a></p>'


def html_of(mail) -> str:
	return part_of(mail, "html")


def part_of(mail, kind: str) -> str:
	read = email.message_from_bytes(mail.raw, policy=email.policy.default)
	return read.get_body((kind,)).get_content()


def test_a_test_is_the_mail_itself_and_counts_for_nobody(campaign, peer):
	made = campaign(1)
	contact = contacts_of(made)[0]
	given = campaigns.send_test(made.name, ["me@ours.example", " ME@ours.example"], contact)
	assert given == [{"address": "me@ours.example", "is_sent": True, "problem": ""}]
	assert [each.recipients for each in peer.taken] == [("me@ours.example",)]
	assert "Hello Ada0" in html_of(peer.taken[0])
	assert 'href="https://a.example/"' in html_of(peer.taken[0])
	assert not frappe.db.exists(RECIPIENT, {"campaign": made.name})


def test_a_test_says_what_the_server_says(campaign, peer):
	peer.refused["gone@ours.example"] = "550 5.1.1 no such user"
	given = campaigns.send_test(campaign(1).name, ["gone@ours.example", "me@ours.example"])
	assert [(each["is_sent"], each["problem"]) for each in given] == [
		(False, "550 5.1.1 no such user"),
		(True, ""),
	]
	peer.stop()
	given = campaigns.send_test(campaign(1).name, ["me@ours.example"])
	assert given[0]["problem"] == "127.0.0.1 refuses the connection. Is it the mail server?"
	peer.start()


@pytest.mark.parametrize("addresses", [[], ["no address"], [f"{place}@x.example" for place in range(6)]])
def test_a_test_to_nobody_or_too_many_is_refused(campaign, peer, addresses):
	with pytest.raises(CampaignError):
		campaigns.send_test(campaign(1).name, addresses)
	assert peer.taken == []


def test_tests_have_a_limit_and_are_not_sent_from_a_site_that_sends_nothing(campaign, peer, monkeypatch):
	made = campaign(1)
	frappe.cache.delete_keys("crm_campaign_tests")
	monkeypatch.setattr(testing, "IN_AN_HOUR", 2)
	campaigns.send_test(made.name, ["a@x.example", "b@x.example"])
	with pytest.raises(CampaignError):
		campaigns.send_test(made.name, ["c@x.example"])
	frappe.cache.delete_keys("crm_campaign_tests")
	suspend(1)
	with pytest.raises(CampaignError):
		campaigns.send_test(made.name, ["c@x.example"])
	suspend(0)
	assert len(peer.taken) == 2


def test_a_preview_is_as_the_person_gets_it_and_says_what_is_missing(campaign, peer):
	made = campaign(1, content=NAMELESS)
	contact = contacts_of(made)[0]
	frappe.db.set_value("CRM Contact", contact, {"first_name": "<b>Ada</b>", "full_name": "Ada King"})
	shown = campaigns.preview(made.name, contact)
	assert shown["subject"] == "News for <b>Ada</b>"
	assert "Dear , and &lt;b&gt;Ada&lt;/b&gt;:" in shown["html"]
	assert shown["missing"] == ["job_title"]
	send(made)
	mailed = html_of(peer.taken[0])
	strip = re.compile(r'href="[^"]*"')
	assert strip.sub("", mailed).split() == strip.sub("", shown["html"]).split()


def checked(made) -> dict[str, dict]:
	return {each["key"]: each for each in campaigns.check(made.name)}


@pytest.fixture
def offline(monkeypatch):
	def resolve(*_arguments, **_options):
		raise dns.resolver.NoNameservers

	monkeypatch.setattr(dns.resolver, "resolve", resolve)


def test_a_check_says_what_could_not_be_asked(campaign, offline):
	found = checked(campaign(1))
	assert [found[key]["level"] for key in ("spf", "dkim", "dmarc")] == ["unknown"] * 3
	assert found["spf"]["sentence"] == "The DNS could not be asked about ours.example."
	assert found["sendable"]["level"] == found["audience"]["level"] == found["fields"]["level"] == "ok"


def test_a_check_asks_no_address_that_the_request_made_up(campaign, offline, monkeypatch):
	asked = []
	monkeypatch.setattr(preflight, "get_url", lambda: "https://evil.example")
	monkeypatch.setattr(preflight.links, "one_click_url", lambda token: f"https://evil.example/u?t={token}")
	monkeypatch.setattr(preflight.links, "preferences_url", lambda token: f"https://evil.example/p?t={token}")
	monkeypatch.setattr(
		preflight.requests,
		"get",
		lambda address, **_options: asked.append(address) or frappe._dict(status_code=200),
	)
	made = campaign(1)
	for host, level in ((None, "unknown"), ("https://crm.example", "ok")):
		monkeypatch.setitem(frappe.conf, "host_name", host)
		(check,) = preflight.check_unsubscribing(made)
		assert check["level"] == level, check
	assert len(asked) == 1


def test_a_check_reads_what_the_dns_says(campaign, monkeypatch):
	records = {"ours.example": ["v=spf1 +all"], "_dmarc.ours.example": ["v=DMARC1; p=none"]}
	monkeypatch.setattr(preflight.dns_records, "ask_dns", records.get)
	found = checked(campaign(1))
	assert [found[key]["level"] for key in ("spf", "dkim", "dmarc")] == ["warning", "error", "ok"]
	assert found["spf"]["sentence"] == "The SPF record of ours.example lets everybody send for it."


def test_a_check_counts_whose_fields_are_empty(campaign, offline):
	made = campaign(3, content=NAMELESS)
	frappe.db.set_value("CRM Contact", contacts_of(made)[0], "job_title", "Pilot")
	found = checked(made)
	assert found["field:job_title"]["level"] == "warning"
	assert found["field:job_title"]["sentence"].startswith("2 get it without a value for Job Title")


def test_a_check_names_what_is_lacking(campaign, offline):
	found = checked(campaign(1, subject="", audience=[]))
	assert (found["sendable"]["level"], found["audience"]["level"]) == ("error", "error")


def test_a_check_counts_who_gets_a_third_one_this_week_and_another_one_today(campaign, offline):
	first = campaign(3)
	audience = audience_of(first)
	second, third = campaign(0, audience=audience), campaign(0, audience=audience)
	assert checked(third)["frequency"]["level"] == "ok"
	send(first)
	send(second)
	found = checked(third)
	assert found["frequency"]["level"] == "warning"
	assert found["frequency"]["sentence"] == "3 get their 3. campaign this week."
	assert "others" not in found
	fourth = campaign(0, audience=audience, campaign_name="Boats")
	campaigns.schedule(fourth.name, str(add_to_date(now_datetime(), hours=3)))
	frappe.db.commit()
	found = checked(third)["others"]
	assert (found["level"], found["sentence"]) == ("warning", "Near this one goes: Boats. 3 people get both.")


def test_a_check_predicts_when_it_is_over(campaign, offline):
	made = campaign(4, rate_per_minute=2)
	before = preflight.finish_of(made, 4)
	sentence = checked(made)["finish"]["sentence"]
	after = preflight.finish_of(made, 4)
	assert 110 < (before - now_datetime()).total_seconds() < 125
	assert any(f"{frappe.utils.format_date(each)}, {each:%H:%M}" in sentence for each in (before, after))


def test_the_prediction_is_near_what_happens(campaign, peer):
	made = campaign(3)
	predicted = preflight.finish_of(made, 3)
	send(made)
	work_off(made.name)
	finished = frappe.db.get_value("CRM Campaign", made.name, "finished_on")
	assert abs((get_datetime(finished) - predicted).total_seconds()) < 30


def test_whom_one_does_not_see_is_neither_previewed_nor_counted(campaign, make_user):
	made = campaign(1)
	private = make_customer(profile_visibility="Private", relationship="Client")
	hidden = make_contact(customer=private.name, email="hidden@people.example")
	member = {"doctype": "CRM Segment Member", "segment": made.audience[0].audience, "contact": hidden.name}
	frappe.get_doc(member).db_insert()
	frappe.db.commit()
	assert campaigns.explain_audience(made.name)["matches"] == 2
	frappe.set_user(make_user("CRM Marketer"))
	assert campaigns.explain_audience(made.name)["matches"] == 1
	with pytest.raises(frappe.PermissionError):
		campaigns.preview(made.name, hidden.name)
	assert hidden.name not in str(campaigns.get_recipients(made.name))


@pytest.mark.parametrize("spelled", [str.upper, "{} ".format, "\t{}".format])
def test_a_contact_is_named_as_it_is_stored(campaign, peer, spelled):
	made = campaign(1)
	contact = spelled(contacts_of(made)[0])
	for ask in (
		campaigns.preview,
		lambda name, contact: campaigns.send_test(name, ["me@ours.example"], contact),
	):
		with pytest.raises(frappe.PermissionError):
			ask(made.name, contact)


@pytest.mark.parametrize("moment", ["soon", "2999-99-99", " ", "0000-00-00"])
def test_a_moment_that_is_none_is_refused_in_a_sentence(campaign, moment):
	made = campaign(1)
	with pytest.raises(frappe.ValidationError):
		campaigns.schedule(made.name, moment)
	assert frappe.db.get_value("CRM Campaign", made.name, "status") == "Draft"


def test_a_moment_may_name_its_zone(campaign):
	made = campaign(1)
	campaigns.schedule(made.name, "2099-01-01T10:00:00Z")
	assert get_datetime(frappe.db.get_value("CRM Campaign", made.name, "send_on")).year == 2099


@pytest.mark.parametrize("value", [["a"], {"a": 1}, {}, 1.5])
@pytest.mark.parametrize("fieldname", ["content", "message_parameters"])
def test_what_is_no_text_is_no_content(campaign, fieldname, value):
	with pytest.raises(frappe.ValidationError):
		campaign(0, **{fieldname: value})


def test_what_one_does_not_read_of_people_is_in_no_preview_or_list(campaign, make_user, raised):
	made = campaign(1, content="<p>{{ email }} {{ phone }}</p>")
	contact = contacts_of(made)[0]
	email = frappe.db.get_value("CRM Contact", contact, "email")
	raised("CRM Contact", "email")
	frappe.db.commit()
	frappe.set_user(make_user("CRM Marketer"))
	assert email not in str(campaigns.preview(made.name, contact))
	assert email not in str(campaigns.get_recipients(made.name))
	assert email.encode() not in campaigns.export(made.name).data


def test_a_customer_that_one_does_not_see_counts_as_none(campaign, make_user, offline):
	made = campaign(1, content="<p>{{ industry }} {{ customer_name }}</p>")
	private = make_customer(profile_visibility="Private", relationship="Client")
	marketer = make_user("CRM Marketer")
	values = {"customer": private.name, "contact_owner": marketer}
	frappe.db.set_value("CRM Contact", contacts_of(made)[0], values)
	frappe.db.commit()
	assert "field:customer_name" not in checked(made)
	frappe.set_user(marketer)
	assert campaigns.explain_audience(made.name)["matches"] == 1
	assert "field:customer_name" in checked(made)
