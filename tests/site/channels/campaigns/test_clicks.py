"""Links of a campaign: whose click it is, what is no person's, and that they lead nowhere else."""

import random
import re

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.records.identity import api as identity
from tests.site.channels.campaigns.conftest import RECIPIENT, contacts_of, row_of, send
from tests.site.channels.campaigns.test_looking import html_of

CLICK = "CRM Campaign Click"
THREE = "".join(f'<a href="https://{name}.example/?a=1&amp;b=2">{name}</a> ' for name in ("a", "b", "c"))


def links_in(mail) -> list[str]:
	"""Return the addresses of a mail's links that are clicks, without their host."""
	found = re.findall(r'href="([^"]*public\.click[^"]*)"', html_of(mail))
	return [each[each.index("/api/") :].replace("&amp;", "&") for each in found]


@pytest.fixture
def sent(campaign, peer):
	"""A campaign with three links that somebody has had for minutes, as `{campaign, links}`."""
	made = campaign(1, content=THREE)
	send(made)
	let_it_be_read(made)
	return frappe._dict(campaign=made, links=links_in(peer.taken[-1]))


def let_it_be_read(made) -> None:
	past = add_to_date(now_datetime(), minutes=-5)
	frappe.db.set_value(RECIPIENT, {"campaign": made.name}, "sent_on", past)
	frappe.db.commit()


def clicks(made) -> list[int]:
	"""Return of each click on a campaign whether it is a program's."""
	frappe.db.commit()
	rows = frappe.get_all(RECIPIENT, {"campaign": made.name}, pluck="name")
	return frappe.get_all(CLICK, {"recipient": ("in", rows)}, pluck="is_machine", order_by="creation asc")


def opened(api, path: str, method: str = "GET"):
	return api(None).request(method, path, allow_redirects=False)


def test_a_click_leads_to_the_target_and_is_a_persons(sent, api):
	answer = opened(api, sent.links[1])
	assert (answer.status_code, answer.headers["Location"]) == (302, "https://b.example/?a=1&b=2")
	assert (clicks(sent.campaign), bool(row_of(sent.campaign).clicked_on)) == ([0], True)
	opened(api, sent.links[1])
	assert clicks(sent.campaign) == [0, 0]


@pytest.mark.parametrize("change", ["token", "signature", "position", "another's", "target", "none"])
def test_no_other_address_leads_anywhere(sent, campaign, peer, api, change):
	path, query = sent.links[0].split("?")
	values = dict(pair.split("=") for pair in query.split("&"))
	if change == "token":
		values["t"] = "0" * 24
	elif change == "signature":
		values["l"] = values["l"][:-1] + ("0" if values["l"][-1] != "0" else "1")
	elif change == "position":
		values["l"] = "2" + values["l"][1:]
	elif change == "another's":
		other = campaign(1, content=THREE)
		send(other)
		values["t"] = row_of(other).token
	elif change == "target":
		values = {"t": values["t"], "l": "https://evil.example/", "url": "https://evil.example/"}
	else:
		values = {}
	answer = api(None).get(path, params=values, allow_redirects=False)
	assert (answer.status_code, answer.headers.get("Location")) == (404, None)
	assert clicks(sent.campaign) == []


def test_what_only_looks_or_comes_too_soon_is_a_programs(sent, api):
	assert opened(api, sent.links[0], "HEAD").status_code == 302
	assert clicks(sent.campaign) == [1]
	frappe.db.set_value(RECIPIENT, {"campaign": sent.campaign.name}, "sent_on", now_datetime())
	frappe.db.commit()
	assert opened(api, sent.links[0]).status_code == 302
	assert (clicks(sent.campaign), row_of(sent.campaign).clicked_on) == ([1, 1], None)


def test_all_links_within_a_minute_are_a_programs_and_a_click_before_them_a_persons(sent, api):
	for link in sent.links:
		assert opened(api, link).status_code == 302
	assert (clicks(sent.campaign), row_of(sent.campaign).clicked_on) == ([1, 1, 1], None)
	past = add_to_date(now_datetime(), minutes=-4)
	for name in frappe.get_all(CLICK, pluck="name"):
		frappe.db.set_value(CLICK, name, "clicked_on", past)
	frappe.db.commit()
	opened(api, sent.links[0])
	assert (clicks(sent.campaign), bool(row_of(sent.campaign).clicked_on)) == ([1, 1, 1, 0], True)


def test_a_click_outlives_its_contact_and_the_link_too(sent, api):
	contact = row_of(sent.campaign).contact
	frappe.delete_doc("CRM Contact", contact)
	frappe.db.commit()
	assert opened(api, sent.links[0]).status_code == 302
	assert clicks(sent.campaign) == [0]


def test_somebody_merged_keeps_one_row_of_a_campaign(campaign, peer):
	made = campaign(2)
	send(made)
	kept, removed = contacts_of(made)
	merged = identity.merge(kept, removed)["merge"]
	frappe.db.commit()
	assert frappe.db.count(RECIPIENT, {"campaign": made.name, "contact": kept}) == 1
	identity.undo_merge(merged)
	frappe.db.commit()
	assert frappe.db.count(RECIPIENT, {"campaign": made.name, "contact": ("in", [kept, removed])}) == 2


ODD = (
	"", "0", "null", "'", '" or 1=1 --', "\0", "a" * 1_500, "é" * 24, "%00", "1.", ".", "-1.0", "99999.0", "1e9.0", "https://evil.example",
	"//evil.example", "1.0000000000000000", "\u0661.0000000000000000",
)  # fmt: skip


def test_strangers_get_nowhere_whatever_they_ask(sent, api, full_size):
	row, chance, guest = row_of(sent.campaign), random.Random(25), api(None)
	path = sent.links[0].partition("?")[0]
	for _request in range(2_000 if full_size else 100):
		values = {"t": chance.choice((*ODD, row.token, row.name, row.contact)), "l": chance.choice(ODD)}
		if chance.random() < 0.2:
			values.pop(chance.choice("tl"))
		method = chance.choice(("GET", "GET", "HEAD", "POST"))
		answer = guest.request(method, path, params=values, allow_redirects=False)
		assert 400 <= answer.status_code < 500, (method, values, answer.text[-500:])
		assert "Location" not in answer.headers
	assert clicks(sent.campaign) == []
