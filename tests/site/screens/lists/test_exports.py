"""Lists as files: people read titles and names in them, as far as they see the records."""

import csv
import io
import json

import frappe
import openpyxl
import pytest

from frappe_crm_app.screens.lists.list_file import with_titles
from tests.factories import make_customer, make_deal

EXPORT = "/api/method/frappe.desk.reportview.export_query"
FIELDS = ["`tabCRM Sales Deal`.`name`", "`tabCRM Sales Deal`.`title`", "`tabCRM Sales Deal`.`customer`",
	"`tabCRM Sales Deal`.`stage`", "`tabCRM Sales Deal`.`deal_owner`", "`tabCRM Sales Deal`.`value`"]  # fmt: skip


def exported(client, file_format: str, **more) -> list[list]:
	body = {
		"doctype": "CRM Sales Deal",
		"fields": json.dumps(FIELDS),
		"filters": json.dumps([["CRM Sales Deal", "title", "like", "Exported%"]]),
		"order_by": "`tabCRM Sales Deal`.`title` asc",
		"file_format_type": file_format,
		"title": "Deals",
		"view": "Report",
		**more,
	}
	answer = client.post(EXPORT, data=body)
	assert answer.status_code == 200, answer.text
	if file_format == "CSV":
		return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
	sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
	return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.fixture
def deals(committed, make_user):
	"""A rep's deal, another one with a customer that the rep does not see, and the rep."""
	rep = make_user("CRM Sales Rep", first_name="Sam", last_name="Seller")
	seen = make_customer(customer_name="Acme Ltd", salesperson=rep)
	own = make_deal(title="Exported A", customer=seen.name, deal_owner=rep)
	other = make_deal(title="Exported B", customer=make_customer(customer_name="Hidden Ltd").name)
	return rep, own, other


@pytest.mark.parametrize("file_format", ["CSV", "Excel"])
def test_a_list_is_exported_with_titles_and_full_names(api, deals, make_user, file_format):
	_rep, own, other = deals
	head, first, second = exported(api(make_user("CRM Manager")), file_format)
	assert head[1:5] == ["ID", "Title", "Customer", "Stage"]
	assert first[1:6] == [own.name, "Exported A", "Acme Ltd", "Lead", "Sam Seller"]
	assert second[1:6] == [other.name, "Exported B", "Hidden Ltd", "Lead", "Administrator"]


def test_who_may_not_export_gets_no_file(api, deals):
	rep, _own, _other = deals
	answer = api(rep).post(
		EXPORT, data={"doctype": "CRM Sales Deal", "fields": '["name"]', "file_format_type": "CSV"}
	)
	assert answer.status_code == 403


def test_a_hidden_records_title_is_not_exported(make_user):
	secret = make_customer(customer_name="Secret Ltd", profile_visibility="Private")
	frappe.set_user(make_user("CRM Sales Rep"))
	fields = ["`tabCRM Contact`.`name`", "`tabCRM Contact`.`customer`"]
	assert with_titles("CRM Contact", fields, [("a", secret.name)]) == [["a", "Not visible to you"]]
	assert with_titles("CRM Contact", fields, [("a", None)]) == [["a", None]]


def test_totals_and_ticked_rows_are_exported_as_before(api, deals, make_user):
	_rep, _own, other = deals
	manager = api(make_user("CRM Manager"))
	rows = exported(manager, "CSV", add_totals_row=1)
	assert rows[-1][1] == "Total"
	assert float(rows[-1][6]) == 2000
	ticked = exported(manager, "CSV", selected_items=json.dumps([other.name]))
	assert [row[1] for row in ticked[1:]] == [other.name]
