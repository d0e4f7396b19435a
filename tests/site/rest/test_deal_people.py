"""The people of a deal over HTTP: as a table of the deal, on their own, by role, and what cannot be."""

import frappe
import pytest

from tests.factories import make_contact, make_deal
from tests.site.rest.test_resources import admin, manager, sentence  # noqa: F401

PATH = "/api/resource/CRM Sales Deal"


@pytest.fixture
def people(committed):
	names = [make_contact().name for _ in range(3)]
	frappe.db.commit()
	return names


def test_people_are_sent_and_answered_as_a_table(manager, people):  # noqa: F811
	ada, mary, rosa = people
	made = manager.post(
		PATH, json={"title": "Cranes", "contact": ada, "people": [{"contact": mary, "deal_role": "Buyer"}]}
	).json()["data"]
	assert [(row["contact"], row["is_primary"]) for row in made["people"]] == [(mary, 0), (ada, 1)]
	address = f"{PATH}/{made['name']}"
	rows = [{**row, "is_primary": int(row["contact"] == mary)} for row in made["people"]]
	changed = manager.put(address, json={"people": rows}).json()["data"]
	assert changed["contact"] == mary
	assert [row["name"] for row in changed["people"]] == [row["name"] for row in made["people"]]
	again = manager.put(address, json={"contact": rosa}).json()["data"]
	assert [(row["contact"], row.get("deal_role"), row["is_primary"]) for row in again["people"]] == [
		(mary, "Buyer", 0),
		(ada, None, 0),
		(rosa, None, 1),
	]
	frappe.db.commit()
	filters = f'[["CRM Deal Contact", "contact", "=", "{ada}"]]'
	found = manager.get(PATH, params={"filters": filters}).json()["data"]
	assert [row["name"] for row in found] == [made["name"]]


@pytest.mark.parametrize(
	("rows", "said"),
	[
		(["mary", "mary"], "can be listed only once among a deal's people"),
		(
			[{"contact": "mary", "is_primary": 1}, {"contact": "rosa", "is_primary": 1}],
			"can be the primary one",
		),
		([{"contact": "mary", "deal_role": "King"}], "Role cannot be"),
		([{"contact": "nobody"}], "Could not find"),
		([{"deal_role": "User"}], "Contact"),
	],
)
def test_what_cannot_be_is_refused_in_a_sentence(manager, people, rows, said):  # noqa: F811
	ada, mary, rosa = people
	names = {"mary": mary, "rosa": rosa, "nobody": "nobody"}
	rows = [row if isinstance(row, dict) else {"contact": row} for row in rows]
	rows = [{**row, "contact": names[row["contact"]]} if "contact" in row else row for row in rows]
	deal = make_deal(contact=ada)
	frappe.db.commit()
	answer = manager.put(f"{PATH}/{deal.name}", json={"people": rows})
	assert answer.status_code == 417
	assert said in sentence(answer)
	frappe.db.commit()
	assert frappe.db.get_value("CRM Sales Deal", deal.name, ["contact", "has_further_people"]) == (ada, 0)
	assert frappe.db.count("CRM Deal Contact", {"parent": deal.name}) == 0


def test_a_new_contact_and_another_primary_person_contradict_each_other(manager, people):  # noqa: F811
	ada, mary, _rosa = people
	values = {"title": "Cranes", "contact": ada, "people": [{"contact": mary, "is_primary": 1}]}
	answer = manager.post(PATH, json=values)
	assert answer.status_code == 417
	assert "can be the primary one" in sentence(answer)


def test_rows_are_changed_through_their_deal_only(admin, people):  # noqa: F811
	ada, mary, rosa = people
	deal = make_deal(contact=ada, people=[{"contact": mary}])
	frappe.db.commit()
	row = deal.people[0].name
	parent = {"parent": deal.name, "parenttype": "CRM Sales Deal", "parentfield": "people"}
	answers = [
		admin.post("/api/resource/CRM Deal Contact", json={"contact": rosa, **parent}),
		admin.put(f"/api/resource/CRM Deal Contact/{row}", json={"contact": rosa}),
		admin.delete(f"/api/resource/CRM Deal Contact/{row}"),
	]
	assert [answer.status_code for answer in answers] == [417] * 3


def test_a_rep_adds_whom_they_see_and_keeps_whom_they_do_not(people, make_user, api):
	ada, mary, rosa = people
	rep = make_user("CRM Sales Rep")
	frappe.db.set_value("CRM Contact", rosa, "contact_owner", rep)
	deal = make_deal(contact=ada, people=[{"contact": mary, "deal_role": "Buyer"}], deal_owner=rep)
	frappe.db.commit()
	session = api(rep)
	address = f"{PATH}/{deal.name}"
	rows = session.get(address).json()["data"]["people"]
	hidden = session.put(address, json={"people": [*rows, {"contact": make_hidden()}]})
	assert hidden.status_code in (403, 404, 417)
	kept = session.put(address, json={"people": [*rows, {"contact": rosa, "deal_role": "User"}]})
	assert kept.status_code == 200, kept.text
	assert {row["contact"] for row in kept.json()["data"]["people"]} == {ada, mary, rosa}


def make_hidden() -> str:
	name = make_contact().name
	frappe.db.commit()
	return name
