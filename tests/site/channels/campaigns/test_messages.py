"""SMS and WhatsApp campaigns, by a messaging service with too many requests, errors and lost answers."""

import frappe
import pytest
from frappe.utils import now_datetime

from frappe_crm_app.channels.campaigns import api as campaigns
from frappe_crm_app.channels.messaging import receiving
from frappe_crm_app.channels.messaging.tasks import MESSAGE
from frappe_crm_app.kit.exceptions import CampaignError, CampaignStateError
from frappe_crm_app.kit.messaging_provider import Channel
from tests.factories import make_consent, make_contact
from tests.site.channels.campaigns.conftest import CAMPAIGN, RECIPIENT, statuses, work_off
from tests.site.channels.campaigns.texting import ask_about, deliver, join, messages_of, start, texting
from tests.site.channels.messaging.conftest import listed_providers, running_peer


@pytest.fixture
def peer(committed, monkeypatch):
	with listed_providers(monkeypatch), running_peer() as peer:
		yield peer


def over(made) -> str:
	work_off(made.name)
	return frappe.db.get_value(CAMPAIGN, made.name, "status")


def test_each_gets_it_once_with_what_is_theirs(peer):
	made = texting(25)
	start(made)
	assert statuses(made.name) == ["Sending"] * 25
	deliver(made)
	assert statuses(made.name) == ["Sent"] * 25
	assert sorted(each["text"] for each in peer.taken) == sorted(f"Hello Ada{place}" for place in range(25))
	assert set(peer.keys().values()) == {1}
	assert over(made) == "Finished"


def test_a_template_goes_with_each_persons_parameters(peer):
	made = texting(
		1, "WhatsApp", message="", message_template="offer", message_parameters='["{{ first_name }}", "5"]'
	)
	start(made)
	deliver(made)
	assert [(each["template"], each["parameters"]) for each in peer.taken] == [("offer", ["Ada0", "5"])]


def test_who_has_not_agreed_has_no_number_or_shares_one_is_left_out(peer):
	made = texting(2)
	segment = made.audience[0].audience
	join(segment, make_contact(phone="+14155550999"))
	silent = make_contact()
	make_consent(silent, "SMS")
	join(segment, silent)
	refusing = make_contact(phone="+14155550998")
	make_consent(refusing, "SMS", "Withdrawn")
	join(segment, refusing)
	sharing = make_contact(phone="+14155550000")
	make_consent(sharing, "SMS")
	join(segment, sharing)
	frappe.db.commit()
	explained = campaigns.explain_audience(made.name)
	assert (explained["matches"], explained["gets"]) == (6, 2)
	reasons = {each["reason"]: each["count"] for each in explained["left_out"]}
	assert reasons == {"No Consent": 1, "No Address": 1, "Opted Out": 1, "Shared Address": 1}
	start(made)
	assert campaigns.explain_audience(made.name) == explained
	deliver(made)
	assert len(peer.taken) == 2


@pytest.mark.parametrize("share", ["too_many", "error"])
def test_what_the_service_does_not_take_now_is_tried_again(peer, share):
	setattr(peer.days, share, 1)
	made = texting(3)
	start(made)
	deliver(made)
	assert statuses(made.name) == ["Sending"] * 3
	assert over(made) == "Running"
	setattr(peer.days, share, 0)
	frappe.cache.delete_keys("crm_messaging_asked")
	deliver(made)
	assert (statuses(made.name), set(peer.keys().values())) == (["Sent"] * 3, {1})


def test_a_lost_answer_is_unsure_until_the_service_is_asked(peer):
	peer.days.reply_lost = 1
	made = texting(2)
	start(made)
	deliver(made)
	assert statuses(made.name) == ["Unsure"] * 2
	peer.days.reply_lost = 0
	ask_about(made)
	assert (statuses(made.name), set(peer.keys().values())) == (["Sent"] * 2, {1})


def test_where_it_cannot_be_asked_a_person_settles_it_and_the_log_says_so(peer):
	peer.days.reply_lost = 1
	made = texting(2, provider="blind")
	start(made)
	deliver(made)
	ask_about(made)
	assert statuses(made.name) == ["Unsure"] * 2
	sent, unsent = frappe.get_all(RECIPIENT, {"campaign": made.name}, pluck="name", order_by="name asc")
	assert campaigns.settle_unsure(sent, True) == {"status": "Sent"}
	assert campaigns.settle_unsure(unsent, False) == {"status": "Failed"}
	with pytest.raises(CampaignStateError):
		campaigns.settle_unsure(sent, False)
	frappe.db.commit()
	logged = {
		name: frappe.db.get_value(MESSAGE, {"campaign_recipient": name}, "status") for name in (sent, unsent)
	}
	assert logged == {sent: "Sent", unsent: "Failed"}
	peer.days.reply_lost = 0
	deliver(made)
	assert over(made) == "Finished"
	assert set(peer.keys().values()) == {1}


def test_what_the_service_refuses_fails_with_its_words(peer):
	made = texting(2)
	peer.days.refuses = "+14155550000"
	start(made)
	deliver(made)
	assert statuses(made.name) == ["Failed", "Sent"]
	assert "This number does not exist" in frappe.db.get_value(
		RECIPIENT, {"campaign": made.name, "status": "Failed"}, "problem"
	)


def test_who_takes_back_their_consent_before_it_is_sent_gets_nothing(peer):
	made = texting(2)
	start(made)
	first = messages_of(made)[0]
	make_consent(frappe.get_doc("CRM Contact", first.contact), "SMS", "Withdrawn")
	deliver(made)
	assert statuses(made.name) == ["Left Out", "Sent"]
	assert len(peer.taken) == 1


def test_a_cancelled_one_takes_back_what_was_not_begun(peer):
	made = texting(3)
	start(made)
	assert campaigns.cancel(made.name) == {"status": "Cancelled"}
	deliver(made)
	assert (statuses(made.name), peer.taken) == (["Left Out"] * 3, [])
	assert {message.status for message in messages_of(made)} == {"Cancelled"}


def test_no_more_are_under_way_than_a_pause_may_leave(peer, monkeypatch):
	from frappe_crm_app.channels.campaigns import message_sending

	monkeypatch.setattr(message_sending, "MOST_UNDER_WAY", 4)
	made = texting(6)
	start(made)
	assert statuses(made.name) == ["Pending"] * 2 + ["Sending"] * 4
	campaigns.pause(made.name)
	deliver(made)
	work_off(made.name)
	assert statuses(made.name) == ["Pending"] * 2 + ["Sent"] * 4
	campaigns.resume(made.name)
	work_off(made.name)
	deliver(made)
	assert statuses(made.name) == ["Sent"] * 6


def test_a_rate_holds_within_the_minute(peer):
	made = texting(5, rate_per_minute=2)
	start(made)
	assert statuses(made.name).count("Sending") == 2
	work_off(made.name)
	assert statuses(made.name).count("Sending") == 2


def test_how_far_it_came_and_who_answered_is_counted(peer):
	made = texting(2)
	start(made)
	deliver(made)
	peer.states["m1"] = "Delivered"
	ask_about(made)
	contact = next(row.contact for row in messages_of(made))
	receiving.log_answer(receiving.Heard("asked", contact, Channel.SMS, "Yes", now_datetime(), "in-1"))
	frappe.db.commit()
	figures = campaigns.get_campaign(made.name)["figures"]
	assert (figures["sent"], figures["delivered"], figures["answered"]) == (2, 1, 1)


def test_a_check_counts_the_parts_and_a_preview_shows_the_text(peer):
	made = texting(1, message="Hello {{ first_name }}, " + "cranes " * 70)
	found = {each["key"]: each for each in campaigns.check(made.name)}
	assert (found["parts"]["level"], "4 parts" in found["parts"]["sentence"]) == ("warning", True)
	contact = frappe.get_all("CRM Segment Member", {"segment": made.audience[0].audience}, pluck="contact")[0]
	assert campaigns.preview(made.name, contact)["text"].startswith("Hello Ada0, cranes")


@pytest.mark.parametrize("lacking", ["message", "provider"])
def test_without_a_text_or_a_service_it_does_not_begin(peer, lacking):
	made = texting(1, **{lacking: ""})
	with pytest.raises(CampaignError):
		campaigns.start(made.name)


def test_numbers_and_templates_are_offered(peer):
	numbers = campaigns.get_message_numbers()["numbers"]
	assert [
		(each["channel"], each["provider_channel"]) for each in numbers if each["provider"] == "asked"
	] == [
		("SMS", "1"),
		("WhatsApp", "2"),
	]
	assert [each["name"] for each in campaigns.get_templates("asked", "2")] == ["offer"]
