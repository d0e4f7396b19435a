"""A Web Form offers, for a link to records of ours, those that its reader may list."""

import frappe
import pytest

from tests.factories import insert, make_contact

SECRET = "Zyxwv"
METHOD = "/api/method/frappe.website.doctype.web_form.web_form.get_form_data"


@pytest.fixture
def form(committed):
	field = {"fieldname": "reference_name", "label": "Who", "fieldtype": "Link", "options": "CRM Contact"}
	values = {
		"title": "Ask",
		"route": f"ask-{frappe.generate_hash(length=6)}",
		"doc_type": "ToDo",
		"published": 1,
		"login_required": 0,
		"anonymous": 1,
		"web_form_fields": [{**field, "allow_read_on_all_link_options": 1}],
	}
	return insert("Web Form", values)


def test_options_are_what_the_reader_lists(api, make_user, form):
	rep, nobody = make_user("CRM Sales Rep"), make_user()
	hidden = make_contact(last_name=SECRET)
	own = make_contact(last_name="Mine", contact_owner=rep)
	frappe.db.commit()
	offered = {None: set(), nobody: set(), rep: {own.name}}
	for user, expected in offered.items():
		client = api(user)
		data = client.get(METHOD, params={"doctype": "ToDo", "web_form_name": form.name})
		assert data.ok, data.text
		page = client.get(f"/{form.route}/new")
		assert page.ok, page.text[:300]
		for answer in (data, page):
			assert {doc.name for doc in (hidden, own) if doc.name in answer.text} == expected, user
			assert SECRET not in answer.text
