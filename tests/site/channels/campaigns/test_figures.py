"""What came of a campaign, counted from its recipients, and the same as a file."""

import csv
import io

import frappe
import pytest
from frappe.utils import add_days, now_datetime, today

from frappe_crm_app.channels.campaigns import api as campaigns
from tests.factories import lost_reason, make_deal, move
from tests.site.channels.campaigns.conftest import CAMPAIGN, RECIPIENT, contacts_of, send

MOMENTS = ("delivered_on", "clicked_on", "answered_on", "unsubscribed_on", "complained_on")


@pytest.fixture
def sent(campaign, peer):
	"""A campaign to six: one is left out, one refused, one comes back; each of the other three did something."""
	made = campaign(6)
	contacts = contacts_of(made)
	frappe.db.set_value("CRM Contact", contacts[0], "email_opt_out", 1)
	peer.refused[frappe.db.get_value("CRM Contact", contacts[1], "email")] = "550 5.1.1 no such user"
	frappe.db.commit()
	send(made)
	note(made, contacts[2], bounced_on=now_datetime(), bounce_kind="Hard")
	note(made, contacts[3], clicked_on=now_datetime())
	note(made, contacts[4], clicked_on=now_datetime(), answered_on=now_datetime())
	note(made, contacts[5], unsubscribed_on=now_datetime(), complained_on=now_datetime())
	frappe.db.commit()
	return made


def note(made, contact: str, **values) -> None:
	frappe.db.set_value(RECIPIENT, {"campaign": made.name, "contact": contact}, values)


def test_they_are_counted_from_the_rows(sent):
	figures = campaigns.get_campaign(sent.name)["figures"]
	assert figures | {
		"recipients": 6, "left_out": 1, "failed": 1, "sent": 4, "delivered": 3, "bounced": 2, "hard_bounced": 2, "clicked": 2,
		"answered": 1, "unsubscribed": 1, "complained": 1, "pending": 0, "unsure": 0,
	} == figures  # fmt: skip
	[row] = [row for row in campaigns.get_campaigns()["rows"] if row.name == sent.name]
	assert row.figures == figures


def test_a_page_of_campaigns_takes_as_many_statements_as_one(sent, campaign, count_queries):
	campaigns.get_campaigns()
	one = count_queries(campaigns.get_campaigns)
	for _more in range(3):
		campaign(0, audience=[])
	assert count_queries(campaigns.get_campaigns) == one


def test_deals_made_and_won_within_a_month_are_its_own(sent):
	contacts = contacts_of(sent)
	made = make_deal(contact=contacts[3], value=500)
	won = make_deal(contact=contacts[4], value=700)
	move(won, "Won")
	lost = make_deal(contact=contacts[4], value=900)
	move(lost, "Lost", lost_reason=lost_reason())
	before = make_deal(contact=contacts[5], value=1100)
	frappe.db.set_value("CRM Sales Deal", before.name, "creation", add_days(now_datetime(), -2))
	of_left_out = make_deal(contact=contacts[0])
	frappe.db.commit()
	assert made.name != of_left_out.name
	deals = campaigns.get_campaign(sent.name)["deals"]
	assert deals == {"created": 3, "created_value": 2100, "won": 1, "won_value": 700}
	for field, days in (("sent_on", -40),):
		frappe.db.set_value(RECIPIENT, {"campaign": sent.name}, field, add_days(now_datetime(), days))
	assert campaigns.get_campaign(sent.name)["deals"]["created"] == 0


def test_the_worth_of_deals_is_told_to_who_reads_it_alone(sent, make_user, raised):
	make_deal(contact=contacts_of(sent)[3], value=500)
	raised("CRM Sales Deal", "value")
	frappe.db.commit()
	frappe.set_user(make_user("CRM Marketer"))
	deals = campaigns.get_campaign(sent.name)["deals"]
	assert (deals["created"], deals["created_value"]) == (1, 0)


def test_links_and_hours_add_up(sent):
	result = campaigns.get_campaign(sent.name)
	assert [(each["url"], each["people"], each["machine"]) for each in result["links"]] == [
		("https://a.example/", 0, 0)
	]
	assert sum(each["number"] for each in result["progress"]) == 4
	assert result["progress"][0]["hour"].startswith(today())


def test_the_file_has_a_row_for_each_and_no_formulas(sent):
	contact = contacts_of(sent)[5]
	frappe.db.set_value("CRM Contact", contact, "full_name", "=HYPERLINK()")
	rows = list(csv.reader(io.StringIO(campaigns.export(sent.name).get_data().decode("utf-8-sig"))))
	assert len(rows) == 7
	by_contact = {row[0]: row for row in rows[1:]}
	status, reason = rows[0].index("Status"), rows[0].index("Reason")
	assert by_contact[contact][1] == "'=HYPERLINK()"
	left_out = by_contact[contacts_of(sent)[0]]
	assert (left_out[status], left_out[reason]) == ("Left Out", "opted out")
	failed = by_contact[contacts_of(sent)[1]]
	assert (failed[status], failed[reason]) == ("Failed", "whose address was refused")


def test_the_contact_says_in_which_campaigns_it_is_and_why(sent):
	told = campaigns.why_me(contacts_of(sent)[0])
	[row] = told["campaigns"]
	assert (row.campaign, row.status, row.label) == (sent.name, "Left Out", "opted out")
	assert row.audience == sent.audience[0].audience
	assert frappe.db.get_value(CAMPAIGN, row.campaign, "campaign_name") == row.campaign_name
