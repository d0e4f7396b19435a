"""Fields that a site has put on a higher level: who may not write them writes them by no import and no script either."""

import frappe
import pytest

from frappe_crm_app.intake.contact_import import api
from frappe_crm_app.intake.contact_upsert.upserting import read_people, upsert
from frappe_crm_app.kit.exceptions import ImportChoiceError
from tests.factories import make_contact
from tests.site.intake.contact_import.conftest import import_file

PHONE = "+14155550100"
ROW = ["Ada", "Quill", "ada@quill.example", PHONE, "Quill Inc", "Analyst", "", ""]
SENTENCE = "You may not write the field Phone."


@pytest.fixture
def manager(committed, raised, make_user) -> str:
	raised("CRM Contact", "phone")
	user = make_user("CRM Manager")
	frappe.set_user(user)
	return user


def test_a_column_that_one_may_not_write_is_not_taken(manager, upload_rows):
	url = upload_rows(ROW)
	answer = api.process(url)
	assert {column["header"]: column["fieldname"] for column in answer["columns"]}["Phone"] == ""
	assert "phone" not in answer["preview"][0]["values"]
	assert import_file(url).created == 1
	stored = frappe.db.get_value(
		"CRM Contact", {"email": "ada@quill.example"}, ["phone", "job_title"], as_dict=True
	)
	assert (stored.phone, stored.job_title) == (None, "Analyst")


def test_choosing_it_is_refused_in_a_sentence(manager, upload_rows):
	url = upload_rows(ROW)
	for call in (api.process, api.start):
		with pytest.raises(ImportChoiceError, match=SENTENCE):
			call(url, {"Phone": "phone"})
	assert not frappe.db.exists("CRM Contact Import", {"owner": manager})


def test_a_script_is_refused_the_person_whose_field_it_may_not_write(manager):
	known = make_contact(
		first_name="Ada", last_name="Quill", email="ada@quill.example", contact_owner=manager
	)
	people = [
		{"email": "ada@quill.example", "phone": PHONE},
		{"email": "ada@quill.example", "job_title": "Analyst"},
	]
	results = upsert(read_people(people), None)["results"]
	assert [(result["outcome"], result["reason"]) for result in results] == [
		("refused", SENTENCE),
		("updated", ""),
	]
	stored = frappe.db.get_value("CRM Contact", known.name, ["phone", "job_title"], as_dict=True)
	assert (stored.phone, stored.job_title) == (None, "Analyst")
