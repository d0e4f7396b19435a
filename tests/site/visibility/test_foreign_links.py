"""Links from addresses and contacts of Frappe's to records of ours tell no title to who does not see these."""

import frappe
import pytest
from frappe.email.receive import InboundMail
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from frappe_crm_app.patches import forget_link_titles
from tests.factories import insert, make_customer, make_mail_account

SECRET = "Zyxwv"
VALUES = {
	"Address": {
		"address_title": "x",
		"address_type": "Billing",
		"address_line1": "x",
		"city": "x",
		"country": "Germany",
	},
	"Contact": {"first_name": "x"},
}


def linking(doctype: str, customer):
	links = [{"link_doctype": customer.doctype, "link_name": customer.name}]
	return insert(doctype, {**VALUES[doctype], "links": links})


@pytest.mark.parametrize("doctype", VALUES)
def test_the_form_tells_titles_to_who_sees_the_record_alone(api, make_user, committed, doctype):
	customer = make_customer(customer_name=f"{SECRET} Ltd")
	record = linking(doctype, customer)
	record.save()
	readers = {
		user: make_user("System Manager", *roles) for user, roles in (("sees", ["CRM Viewer"]), ("not", []))
	}
	frappe.db.commit()
	for kind, user in readers.items():
		asked = {"doctype": doctype, "name": record.name}
		answer = api(user).get("/api/method/frappe.desk.form.load.getdoc", params=asked)
		assert answer.ok, answer.text
		assert (SECRET in answer.text) == (kind == "sees")
		assert answer.json()["docs"][0]["links"][0]["link_title"] in (None, "")
		key = f"{customer.doctype}::{customer.name}"
		assert (answer.json()["_link_titles"][key] == customer.customer_name) == (kind == "sees")


@pytest.mark.parametrize("doctype", VALUES)
def test_titles_that_were_kept_are_forgotten(doctype):
	link = linking(doctype, make_customer(customer_name=f"{SECRET} Ltd")).links[0]
	user = insert(
		doctype, {**VALUES[doctype], "links": [{"link_doctype": "User", "link_name": "Guest"}]}
	).links[0]
	link.db_set("link_title", SECRET)
	forget_link_titles.execute()
	titles = {row.name: frappe.db.get_value("Dynamic Link", row.name, "link_title") for row in (link, user)}
	assert titles == {link.name: "", user.name: "Guest"}


REPLY = b"""From: Ada <ada@example.com>
To: box@example.com
Subject: Re: Quote
Message-ID: <2@example.com>
In-Reply-To: <1@example.com>
Content-Type: text/plain

Yes, please.
"""


def test_a_mail_about_a_hidden_record_is_fetched_by_a_request(make_user, acting, monkeypatch):
	customer = make_customer()
	about = {"reference_doctype": customer.doctype, "reference_name": customer.name}
	insert("Communication", {"subject": "Quote", "message_id": "1@example.com", **about})
	account = frappe.get_doc("Email Account", make_mail_account("box"))
	acting(make_user("System Manager"))
	monkeypatch.setattr(frappe.local, "request", Request(EnvironBuilder().get_environ()), raising=False)
	mail = InboundMail(REPLY, account).process()
	assert (mail.reference_doctype, mail.reference_name) == (customer.doctype, customer.name)
	assert not frappe.has_permission("Communication", "read", mail.name)
