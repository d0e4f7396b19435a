"""People from a script: made, updated or refused, each with its result, over HTTP."""

import frappe
import pytest

from tests.factories import make_contact
from tests.site.rest.test_resources import sentence

PATH = "/api/method/frappe_crm_app.identity.api.upsert_contacts"


@pytest.fixture
def manager(api, make_user):
	return api(make_user("CRM Manager"))


def send(client, *people: dict, key: str | None = None, **options) -> dict:
	headers = {"Idempotency-Key": key} if key else {}
	answer = client.post(PATH, json={"contacts": list(people), **options}, headers=headers)
	assert answer.status_code == 200, answer.text
	return answer.json()["message"]


def person(number: int, **values) -> dict:
	return {"first_name": "Ada", "last_name": f"King {number}", "email": f"ada{number}@x.example", **values}


def test_each_person_has_a_result(manager):
	known = make_contact(first_name="Ada", last_name="King 1", email="ada1@x.example")
	same = make_contact(first_name="Ada", last_name="King 2", external_id="E2")
	frappe.db.commit()
	answer = send(
		manager,
		person(0, phone="(202) 555-0100 x7"),
		person(1, job_title="Boss"),
		{"external_id": "E2"},
		person(3, phone="06 12 34 56 78"),
		{"email": "nobody@x.example"},
		person(5, phone="06 12 34 56 79", country="France"),
	)
	outcomes = [result["outcome"] for result in answer["results"]]
	assert outcomes == ["created", "updated", "unchanged", "refused", "refused", "created"]
	assert [answer[outcome] for outcome in ("created", "updated", "unchanged", "refused")] == [2, 1, 1, 2]
	assert [answer["results"][place]["contact"] for place in (1, 2)] == [known.name, same.name]
	assert answer["results"][3]["reason"] == "“06 12 34 56 78” is not a phone number."
	assert answer["results"][4]["reason"] == "First name is missing."
	assert frappe.db.get_value("CRM Contact", known.name, "job_title") == "Boss"
	made = frappe.get_doc("CRM Contact", answer["results"][0]["contact"])
	assert (made.phone, made.phones[0].extension) == ("+12025550100", "7")
	assert frappe.db.get_value("CRM Contact", answer["results"][5]["contact"], "phone") == "+33612345679"


def test_a_person_without_email_and_external_id_would_be_made_anew_by_every_call(manager):
	(result,) = send(manager, {"first_name": "Ada", "last_name": "King"})["results"]
	assert (result["outcome"], result["contact"]) == ("refused", None)
	assert "An email or an external ID is needed" in result["reason"]


@pytest.mark.parametrize(
	("values", "said"),
	[
		({"status": "Interested"}, "The status “Interested” is unknown and not taken."),
		({"contact_type": "Friend"}, "The contact type “Friend” is unknown and not taken."),
		({"country": "Atlantis", "phone": "+1 202 555 0100"}, "There is no country “Atlantis”."),
		({"job_title": "x" * 141}, "Job Title is longer than 140 characters."),
	],
)
def test_a_value_that_there_is_not_is_refused_with_its_reason(manager, values, said):
	known = make_contact(first_name="Ada", last_name="King 1", email="ada1@x.example", job_title="Boss")
	frappe.db.commit()
	answer = send(manager, person(0, **values), person(1, **values), person(2, status="qualified"))
	assert [result["outcome"] for result in answer["results"]] == ["refused", "refused", "created"]
	assert [result["reason"] for result in answer["results"][:2]] == [said] * 2
	assert frappe.db.get_value("CRM Contact", answer["results"][2]["contact"], "status") == "Qualified"
	assert frappe.db.get_value("CRM Contact", known.name, "job_title") == "Boss"


def test_five_hundred_people_take_a_handful_of_statements_and_more_are_refused(manager):
	people = [person(number) for number in range(500)]
	assert send(manager, *people)["created"] == 500
	assert send(manager, *people)["unchanged"] == 500
	answer = manager.post(PATH, json={"contacts": [*people, person(500)]})
	assert answer.status_code == 417
	assert "At most 500 people" in sentence(answer)


def test_a_call_that_is_sent_again_is_answered_as_before(manager):
	first = send(manager, person(0), key="once")
	assert send(manager, person(0), key="once") == first
	assert send(manager, person(0))["unchanged"] == 1
	answer = manager.post(PATH, json={"contacts": [person(1)]}, headers={"Idempotency-Key": "once"})
	assert answer.status_code == 409
	assert "was sent with other people before" in sentence(answer)
	assert not frappe.db.exists("CRM Contact", {"email": "ada1@x.example"})


@pytest.mark.parametrize(
	("contacts", "said"),
	[
		("nonsense", "Give a list of people"),
		([1], "Give a list of people"),
		([{"email": "a@x.example", "owner": "Administrator"}], "there is no field “owner”"),
		([{"email": ["a@x.example"]}], "email must be a text"),
	],
)
def test_what_is_no_list_of_people_is_refused_whole(manager, contacts, said):
	answer = manager.post(PATH, json={"contacts": contacts})
	assert answer.status_code == 417
	assert said in sentence(answer)


def test_somebody_elses_contact_is_not_changed(api, make_user):
	hidden = make_contact(email="ada1@x.example")
	rep = api(make_user("CRM Sales Rep"))
	frappe.db.commit()
	answer = send(rep, person(1, job_title="Spy"), person(2))
	assert [result["outcome"] for result in answer["results"]] == ["refused", "created"]
	assert not frappe.db.get_value("CRM Contact", hidden.name, "job_title")
	assert api(make_user("CRM Viewer")).post(PATH, json={"contacts": [person(3)]}).status_code == 403
