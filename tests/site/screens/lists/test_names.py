"""People read titles, full names and short labels where names of records would stand."""

import json

import frappe
import pytest

from frappe_crm_app.visibility import labels
from tests.factories import make_contact, make_customer, make_deal

METHOD = "/api/method/"


@pytest.fixture
def other_apps(monkeypatch):
	"""Beside which apps the labels are told; none at first."""
	apps = ["frappe", "frappe_crm_app"]
	monkeypatch.setattr(frappe, "get_installed_apps", lambda *arguments, **options: apps)
	labels.taken.clear_cache()
	yield apps
	labels.taken.clear_cache()


def test_our_doctypes_have_the_labels_that_people_use(other_apps):
	told = labels.labels()
	assert told["CRM Contact"] == "Contact"
	assert told["CRM Customer"] == "Customer"
	assert told["CRM Sales Deal"] == "Deal"
	assert told["CRM Follow-up Note"] == "Follow-up"


def test_where_another_app_has_the_label_ours_says_so(other_apps):
	other_apps.append("erpnext")
	labels.taken.clear_cache()
	assert labels.label_of("CRM Contact") == "Contact (CRM)"
	assert labels.label_of("CRM Sales Deal") == "Deal"
	doctype = frappe.new_doc("DocType")
	doctype.update({"name": "Deal", "module": "Core"})
	doctype.db_insert()
	labels.taken.clear_cache()
	assert labels.label_of("CRM Sales Deal") == "Deal (CRM)"


def test_a_list_sends_the_full_names_of_the_people_it_names(api, committed, make_user):
	rep = make_user("CRM Sales Rep", first_name="Sam", last_name="Seller")
	contact = make_contact(contact_owner=rep)
	body = {
		"doctype": "CRM Contact",
		"fields": json.dumps(["`tabCRM Contact`.`name`", "`tabCRM Contact`.`contact_owner`"]),
		"filters": json.dumps([["CRM Contact", "name", "=", contact.name]]),
	}
	answer = api(rep).post(f"{METHOD}frappe.desk.reportview.get", data=body).json()
	assert answer["_link_titles"] == {f"User::{rep}": "Sam Seller"}


def test_a_report_gets_all_titles_with_its_rows(api, committed, make_user):
	rep = make_user("CRM Sales Rep", first_name="Sam", last_name="Seller")
	customer = make_customer(customer_name="Acme Ltd", salesperson=rep)
	deal = make_deal(customer=customer.name, deal_owner=rep)
	body = {
		"doctype": "CRM Sales Deal",
		"fields": json.dumps([f"`tabCRM Sales Deal`.`{name}`" for name in ("name", "customer", "stage")]),
		"filters": json.dumps([["CRM Sales Deal", "name", "=", deal.name]]),
		"view": "Report",
	}
	titles = api(rep).post(f"{METHOD}frappe.desk.reportview.get", data=body).json()["_link_titles"]
	assert titles[f"CRM Customer::{customer.name}"] == "Acme Ltd"
	assert titles[f"CRM Stage::{deal.stage}"] == "Lead"


def test_a_form_gets_the_full_names_of_the_people_it_names(api, committed, make_user):
	rep = make_user("CRM Sales Rep", first_name="Sam", last_name="Seller")
	deal = make_deal(deal_owner=rep)
	answer = api(make_user("CRM Manager")).get(
		f"{METHOD}frappe.desk.form.load.getdoc", params={"doctype": deal.doctype, "name": deal.name}
	)
	assert answer.json()["_link_titles"][f"User::{rep}"] == "Sam Seller"


def test_drop_downs_offer_titles_without_random_names(api, committed, make_user):
	rep = api(make_user("CRM Sales Rep"))
	for doctype, text, label in (
		("CRM Deal Lost Reason", "Price", "Price"),
		("CRM Source", "Refer", "Referral"),
		("CRM Stage", "Negot", "Negotiation"),
	):
		found = rep.post(
			f"{METHOD}frappe.desk.search.search_link", data={"doctype": doctype, "txt": text}
		).json()["message"]
		name = frappe.db.get_value(doctype, {frappe.get_meta(doctype).title_field: label})
		row = next(each for each in found if each["value"] == name)
		assert row["label"] == label
		assert name not in row["description"]


def test_our_fields_offer_colleagues_by_full_name(api, committed, make_user):
	rep = make_user("CRM Sales Rep", first_name="Sam", last_name="Seller")
	search = {"doctype": "User", "txt": "Sam", "reference_doctype": "CRM Sales Deal"}
	found = api(rep).post(f"{METHOD}frappe.desk.search.search_link", data=search).json()["message"]
	row = next(each for each in found if each["value"] == rep)
	assert row["label"].startswith("Sam Seller")
	assert row["description"] == rep
