"""Further emails and phones over HTTP: as tables of a contact, on their own, and two requests at the same moment."""

import frappe
import pytest

from tests.factories import make_contact
from tests.site.rest.test_at_once import BUSY
from tests.site.rest.test_resources import admin, manager, sentence  # noqa: F401

A, B, C = (f"{letter}@race.example" for letter in "abc")
PATH = "/api/resource/CRM Contact"
NAME = {"first_name": "Ada", "last_name": "King"}
REFUSED = (BUSY, 417)


def holders(email: str) -> list[str]:
	"""Return each contact with this email, primary or in a row, once."""
	frappe.db.commit()
	primary = frappe.get_all("CRM Contact", {"email": email}, pluck="name")
	return sorted({*primary, *frappe.get_all("CRM Contact Email", {"email": email}, pluck="parent")})


def test_rows_are_sent_and_answered_as_tables(manager):  # noqa: F811
	answer = manager.post(
		PATH,
		json={
			**NAME,
			"email": A,
			"emails": [{"email": B, "kind": "Work"}],
			"phones": [{"phone": "+14155550100"}],
		},
	)
	made = answer.json()["data"]
	assert [(row["email"], row["is_primary"]) for row in made["emails"]] == [(B, 0), (A, 1)]
	assert made["phone"] == "+14155550100"
	rows = [{**row, "is_primary": int(row["email"] == B)} for row in made["emails"]]
	changed = manager.put(f"{PATH}/{made['name']}", json={"emails": rows}).json()["data"]
	assert changed["email"] == B
	assert [row["name"] for row in changed["emails"]] == [row["name"] for row in made["emails"]]
	again = manager.put(f"{PATH}/{made['name']}", json={"email": C}).json()["data"]
	assert [(row["email"], row["is_primary"]) for row in again["emails"]] == [(C, 1), (A, 0)]
	frappe.db.commit()
	found = manager.get(PATH, params={"filters": f'[["CRM Contact Email", "email", "=", "{A}"]]'}).json()[
		"data"
	]
	assert [row["name"] for row in found] == [made["name"]]


@pytest.mark.parametrize(
	("values", "said"),
	[
		({"emails": [{"email": "nonsense"}]}, "is not an email address"),
		({"emails": [{"email": "x" * 300 + "@race.example"}]}, "is not an email address"),
		({"emails": [{"email": B}, {"email": B}]}, "is listed twice"),
		({"phones": [{"phone": "+14155550100", "extension": "twelve"}]}, "is not an extension"),
		({"emails": [{"email": B, "invalid_since": "yesterday"}]}, "is not a date"),
		(
			{"emails": [{"email": B, "is_primary": 1}, {"email": C, "is_primary": 1}]},
			"can be the primary one",
		),
	],
)
def test_bad_rows_are_refused_in_a_sentence(manager, values, said):  # noqa: F811
	contact = make_contact(email=A)
	frappe.db.commit()
	answer = manager.put(f"{PATH}/{contact.name}", json=values)
	assert answer.status_code == 417
	assert said in sentence(answer)
	assert holders(B) == []


def test_rows_are_changed_through_their_contact_only(admin):  # noqa: F811
	contact = make_contact(emails=[{"email": A}, {"email": B}], phones=[{"phone": "+14155550100"}])
	parent = {"parent": contact.name, "parenttype": "CRM Contact"}
	frappe.db.commit()
	email, phone = contact.emails[1].name, contact.phones[0].name
	answers = [
		admin.post("/api/resource/CRM Contact Email", json={"email": C, **parent, "parentfield": "emails"}),
		admin.put(f"/api/resource/CRM Contact Email/{email}", json={"email": C}),
		admin.delete(f"/api/resource/CRM Contact Email/{email}"),
		admin.post(
			"/api/resource/CRM Contact Phone",
			json={"phone": "+14155550199", **parent, "parentfield": "phones"},
		),
		admin.delete(f"/api/resource/CRM Contact Phone/{phone}"),
	]
	assert [answer.status_code for answer in answers] == [417] * 5
	assert (holders(B), holders(C)) == ([contact.name], [])


def test_one_further_email_is_one_contacts(at_once):
	for number in range(3):
		email = f"further{number}@race.example"
		answers = at_once(
			*[
				(
					"POST",
					"CRM Contact",
					{**NAME, "emails": [{"email": f"own{number}.{place}@race.example"}, {"email": email}]},
				)
				for place in range(6)
			]
		)
		assert answers.count(200) == 1
		assert set(answers) <= {200, *REFUSED}
		assert len(holders(email)) == 1


def test_an_email_is_not_one_contacts_primary_and_anothers_further_one(at_once):
	for number in range(6):
		email, known = f"both{number}@race.example", make_contact(email=f"known{number}@race.example")
		answers = at_once(
			("POST", "CRM Contact", {**NAME, "email": email}),
			("PUT", f"CRM Contact/{known.name}", {"emails": [{"email": email}]}),
			("POST", "CRM Contact", {**NAME, "email": email}),
			(
				"POST",
				"CRM Contact",
				{**NAME, "emails": [{"email": f"own{number}@race.example"}, {"email": email}]},
			),
		)
		assert set(answers) <= {200, *REFUSED}
		assert answers.count(200) <= 1
		assert len(holders(email)) == answers.count(200)


def test_contacts_with_different_further_emails_do_not_hinder_each_other(at_once):
	answers = at_once(
		*[
			(
				"POST",
				"CRM Contact",
				{
					**NAME,
					"emails": [{"email": f"a{place}@free.example"}, {"email": f"b{place}@free.example"}],
				},
			)
			for place in range(8)
		]
	)
	assert 200 in answers
	assert set(answers) <= {200, BUSY}
	if frappe.db.db_type == "mariadb":
		assert answers == [200] * 8
