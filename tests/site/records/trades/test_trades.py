"""What belongs to one trade is shown only where that is chosen, and always kept."""

import frappe
import pytest

from frappe_crm_app import boot
from frappe_crm_app.patches import choose_trade
from frappe_crm_app.records.trades import api
from frappe_crm_app.records.trades.choosing import SETTINGS, choose, hidden_fields
from frappe_crm_app.records.trades.presets import PRESETS
from frappe_crm_app.screens.board.details import details
from tests.factories import insert, make_customer

LOGISTICS = PRESETS["Logistics"]
FIELDS = LOGISTICS.fields["CRM Customer"]
VALUES = {
	"monthly_shipments": 40,
	"ecommerce_platform": "Shopify",
	"weight_range": "Up to 1 kg",
	"package_content": "Toys",
}


@pytest.fixture(autouse=True)
def none_chosen(isolation):
	"""A site that has chosen no trade, whatever tests before have chosen."""
	choose("")


@pytest.fixture
def not_decided(none_chosen):
	"""A site from before there were trades."""
	frappe.db.delete("Singles", {"doctype": SETTINGS, "field": "trade"})
	frappe.db.set_value(
		"CRM Customer", {"name": ("is", "set")}, {**dict.fromkeys(FIELDS), "monthly_shipments": 0}
	)
	frappe.clear_document_cache(SETTINGS, SETTINGS)


def shown(customer) -> set[str]:
	panel = details("CRM Customer", customer.name)
	return {field["fieldname"] for section in panel["sections"] for field in section["fields"]}


def offered() -> set[str]:
	return set(frappe.get_all("CRM Sales Role", filters={"disabled": 0}, pluck="role_name"))


def trade() -> str:
	bootinfo = frappe._dict()
	boot.extend(bootinfo)
	return bootinfo.crm["trade"]


def test_nothing_of_a_trade_is_shown_until_it_is_chosen():
	customer = make_customer(**VALUES)
	assert trade() == ""
	assert shown(customer).isdisjoint(FIELDS)
	assert offered().isdisjoint(LOGISTICS.sales_roles)
	choose("Logistics")
	assert trade() == "Logistics"
	assert set(FIELDS) <= shown(customer)
	assert set(LOGISTICS.sales_roles) <= offered()
	choose("")
	assert hidden_fields("CRM Customer") == set(FIELDS)
	assert offered().isdisjoint(LOGISTICS.sales_roles)


def test_forms_hide_the_fields_of_a_trade_that_is_not_chosen():
	meta = frappe.get_meta("CRM Customer")
	for name, preset in PRESETS.items():
		for fieldname in preset.fields["CRM Customer"]:
			assert meta.get_field(fieldname).depends_on == f'eval:frappe.boot.crm?.trade === "{name}"'


def test_what_is_hidden_is_stored_filtered_and_sent_over_rest(api, committed, make_user):
	manager = api(make_user("CRM Manager"))
	made = manager.post("/api/resource/CRM Customer", json={"customer_name": "Ships", **VALUES}).json()[
		"data"
	]
	assert {fieldname: made[fieldname] for fieldname in FIELDS} == VALUES
	found = manager.get(
		"/api/resource/CRM Customer", params={"filters": '[["weight_range", "=", "Up to 1 kg"]]'}
	)
	assert made["name"] in [row["name"] for row in found.json()["data"]]
	role = frappe.db.get_value("CRM Sales Role", {"role_name": "KAE"})
	assert manager.get(f"/api/resource/CRM Sales Role/{role}").json()["data"]["role_name"] == "KAE"


def test_roles_that_are_not_offered_are_not_found_by_link_fields(api, committed, make_user):
	search = {"doctype": "CRM Sales Role", "txt": "KAE"}
	found = api(make_user("CRM Manager")).post("/api/method/frappe.desk.search.search_link", data=search)
	assert found.json()["message"] == []


def test_an_upgraded_site_that_uses_nothing_of_a_trade_shows_none(not_decided):
	choose_trade.execute()
	assert trade() == ""


@pytest.mark.parametrize("fieldname", FIELDS)
def test_an_upgraded_site_shows_what_is_filled(not_decided, fieldname):
	make_customer(**{fieldname: VALUES[fieldname]})
	choose_trade.execute()
	assert trade() == "Logistics"
	assert set(LOGISTICS.sales_roles) <= offered()


def test_an_upgraded_site_shows_roles_that_somebody_has(not_decided, make_user):
	role = frappe.db.get_value("CRM Sales Role", {"role_name": "WMS"})
	insert("CRM Salesperson", {"user": make_user("CRM Sales Rep"), "sales_roles": [{"sales_role": role}]})
	choose_trade.execute()
	assert trade() == "Logistics"


def test_it_is_decided_once(not_decided):
	choose_trade.execute()
	make_customer(**VALUES)
	choose_trade.execute()
	assert trade() == ""


def test_what_a_trade_changes_is_said_before_and_then_done():
	shown = api.preview_trade("Logistics")
	assert trade() == ""
	assert offered().isdisjoint(LOGISTICS.sales_roles)
	assert len(shown["changes"]) == 2
	assert "Monthly Shipments" in shown["changes"][0]
	assert "KAE LTL" in shown["changes"][1]
	assert api.choose_trade("Logistics") == shown
	assert trade() == "Logistics"
	assert set(LOGISTICS.sales_roles) <= offered()
	assert api.preview_trade("Logistics")["changes"] == []
	away = api.preview_trade("")
	assert "no longer shows these fields" in away["changes"][0]
	assert any("is kept" in sentence for sentence in away["left"])


def test_a_trade_that_is_none_is_refused_in_a_sentence():
	for ask in (api.preview_trade, api.choose_trade):
		with pytest.raises(frappe.ValidationError, match="There is no trade Boats"):
			ask("Boats")
	assert trade() == ""


def test_only_whoever_writes_the_settings_asks_for_a_trade(make_user):
	frappe.set_user(make_user("CRM Manager"))
	for ask in (api.preview_trade, api.choose_trade):
		with pytest.raises(frappe.PermissionError):
			ask("Logistics")
