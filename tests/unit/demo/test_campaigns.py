"""The demo's campaigns: what came of each fits together."""

from dataclasses import replace
from datetime import timedelta

import pytest

from frappe_crm_app.demo.generate import generate
from frappe_crm_app.demo.marks import is_demo

KINDS = (
	"mailing_lists", "segments", "subscriptions", "consents", "campaigns", "campaign_links", "campaign_recipients",
	"campaign_clicks", "messages",
)  # fmt: skip


def got(world, campaign_name):
	"""Return those who have a campaign."""
	(campaign,) = (each for each in world.campaigns if each.campaign_name == campaign_name)
	return [row for row in world.campaign_recipients if row.campaign == campaign.name and row.sent_on]


def test_every_row_is_marked_and_named_once(world):
	for kind in KINDS:
		names = [row.name for row in getattr(world, kind)]
		assert names, kind
		assert len(set(names)) == len(names), kind
		assert all(map(is_demo, names)), kind


def test_there_are_two_lists_and_three_campaigns_with_results(world):
	assert len(world.mailing_lists) == 2
	finished = [each.campaign_name for each in world.campaigns if each.status == "Finished"]
	assert len(finished) == 3
	assert all(len(got(world, name)) > 20 for name in finished)
	assert {each.status for each in world.campaigns} == {"Finished", "Scheduled", "Draft"}


def test_nobody_gets_a_campaign_twice(world):
	recipients = [(row.campaign, row.contact, row.channel) for row in world.campaign_recipients]
	assert len(set(recipients)) == len(recipients)
	tokens = {row.token for row in world.campaign_recipients}
	assert len(tokens) == len(recipients)


def test_what_came_back_was_not_clicked_and_all_of_it_after_it_was_sent(world):
	for row in world.campaign_recipients:
		moments = (row.delivered_on, row.bounced_on, row.clicked_on, row.answered_on, row.unsubscribed_on)
		happened = [moment for moment in moments if moment]
		assert not happened or (row.sent_on and min(happened) >= row.sent_on)
		assert not (row.bounced_on and (row.clicked_on or row.answered_on))
		assert bool(row.reason) == (row.status in ("Left Out", "Failed"))


def test_a_click_is_of_somebody_who_clicked_and_on_a_link_of_their_campaign(world):
	recipients = {row.name: row for row in world.campaign_recipients}
	campaign_of = {link.name: link.campaign for link in world.campaign_links}
	for click in world.campaign_clicks:
		assert campaign_of[click.link] == recipients[click.recipient].campaign
	people = {click.recipient for click in world.campaign_clicks if not click.is_machine}
	assert people == {row.name for row in world.campaign_recipients if row.clicked_on}


def test_the_second_mail_goes_to_who_did_not_click_and_wants_mails(world):
	first = {row.contact: row for row in got(world, "Peak season offer")}
	second = got(world, "Peak season offer, last call")
	assert second
	assert not [row for row in second if first[row.contact].clicked_on or first[row.contact].unsubscribed_on]


def test_messages_go_to_who_agreed_and_say_what_the_recipients_say(world):
	agreed = {consent.contact for consent in world.consents}
	sent = got(world, "Warehouse holiday hours")
	assert {row.contact for row in sent} <= agreed
	out = {message.campaign_recipient: message for message in world.messages if message.direction == "Out"}
	assert [out[row.name].sent_on for row in sent] == [row.sent_on for row in sent]
	answered = {message.contact for message in world.messages if message.direction == "In"}
	assert answered == {row.contact for row in sent if row.answered_on}


def test_who_cannot_be_reached_by_mail_is_marked(world):
	bounced = {row.contact for row in world.campaign_recipients if row.bounced_on}
	assert bounced == {person.name for person in world.contacts if person.emails}


@pytest.mark.parametrize("days", range(7))
def test_nothing_has_happened_that_is_not_over_yet(setting, days):
	today = setting.today + timedelta(days=days)
	world = generate(replace(setting, today=today))
	for kind in KINDS:
		assert all(row.creation.date() < today for row in getattr(world, kind)), kind
	moments = [row.clicked_on or row.sent_on for row in world.campaign_recipients]
	assert all(moment.date() < today for moment in moments if moment)
	(coming,) = (each for each in world.campaigns if each.status == "Scheduled")
	assert coming.send_on.date() > today
