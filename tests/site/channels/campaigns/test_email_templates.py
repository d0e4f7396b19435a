"""A campaign that begins with one of Frappe's Email Templates."""

import json

import frappe
import pytest

from tests.factories import insert

API = "/api/method/frappe_crm_app.channels.campaigns.api.get_email_template"


@pytest.fixture
def begin(committed, api, make_user):
	"""Answers what a campaign of a CRM Marketer, or of another role, begins with."""

	def begin_with(role: str = "CRM Marketer", **values):
		template = insert("Email Template", {"name": "Boats", "subject": "Boats", **values}).name
		frappe.db.commit()
		return api(make_user(role)).get(API, params={"template": template})

	return begin_with


def test_it_says_what_the_template_says_with_slots(begin):
	response = "<p>Dear {{ doc.first_name or 'you' }} of {{ customer }}</p>"
	answer = begin(subject="Boats for {{ contact.first_name }}", response=response)
	assert answer.json()["message"]["subject"] == "Boats for {{ first_name }}"
	content = answer.json()["message"]["content"]
	assert "Dear {{ first_name or 'you' }} of {{ customer_name }}" in content
	assert not answer.json()["message"]["is_html"]


def test_of_a_template_in_html_that_is_taken(begin):
	answer = begin(use_html=1, response_html="<h1>{{ email }}</h1>", response="<p>Not this</p>")
	assert answer.json()["message"] == {
		"subject": "Boats",
		"content": "<h1>{{ email }}</h1>",
		"is_html": True,
	}


def test_what_no_campaign_can_fill_is_refused_in_a_sentence(begin):
	answer = begin(response="<p>{% for each in items %}{{ each.price }}{% endfor %}</p>")
	assert answer.status_code == 417
	sentence = json.loads(json.loads(answer.json()["_server_messages"])[0])["message"]
	assert sentence.startswith(
		"A campaign cannot begin with “Boats”: it cannot fill in {% for each in items %}"
	)


def test_who_makes_no_campaigns_is_refused(begin):
	assert begin("CRM Sales Rep", response="<p>Boats</p>").status_code == 403
