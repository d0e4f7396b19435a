"""A second campaign to those who did, or did not do, something with the first."""

import frappe
import pytest
from frappe.utils import now_datetime

from frappe_crm_app.channels.campaigns import api as campaigns
from frappe_crm_app.kit.exceptions import CampaignError
from tests.site.channels.campaigns.conftest import RECIPIENT, audience_of, contacts_of, send


@pytest.fixture
def first(campaign, peer):
	"""A campaign that four people got: one clicked, one answered, one's came back, one did nothing."""
	made = campaign(4)
	send(made)
	for contact, field in zip(contacts_of(made), ("clicked_on", "answered_on", "bounced_on"), strict=False):
		filters = {"campaign": made.name, "contact": contact}
		frappe.db.set_value(RECIPIENT, filters, field, now_datetime())
	frappe.db.commit()
	peer.taken.clear()
	return made


@pytest.mark.parametrize(
	("who", "places"),
	[("Clicked", [0]), ("Did Not Click", [1, 3]), ("Answered", [1]), ("Did Not Answer", [0, 3])],
)
def test_it_goes_to_them_alone(first, campaign, peer, who, places):
	second = campaign(0, audience=[], follows=first.name, follows_who=who)
	expected = {frappe.db.get_value("CRM Contact", contacts_of(first)[place], "email") for place in places}
	assert campaigns.explain_audience(second.name)["gets"] == len(places)
	send(second)
	assert {each.recipients[0] for each in peer.taken} == expected


def test_of_them_to_those_of_a_segment_alone(first, campaign, peer):
	second = campaign(2, follows=first.name, follows_who="Did Not Click")
	assert campaigns.explain_audience(second.name)["matches"] == 0  # others than those who got the first
	third = campaign(
		0,
		audience=audience_of(first),
		follows=first.name,
		follows_who="Clicked",
	)
	assert campaigns.explain_audience(third.name)["gets"] == 1


def test_it_follows_nothing_that_was_not_sent_nor_itself(campaign):
	before = campaign(1)
	after = campaign(0, audience=[], follows=before.name, follows_who="Clicked")
	with pytest.raises(CampaignError):
		campaigns.start(after.name)
	after.follows = after.name
	with pytest.raises(CampaignError):
		after.save()
	after.update({"follows": before.name, "follows_who": "Slept"})
	with pytest.raises(frappe.ValidationError):
		after.save()
