"""Who offers, as a customer reads it."""

import frappe
import pytest

from frappe_crm_app.selling.acceptance.seller import site_seller


@pytest.mark.parametrize(
	("app_name", "shown"), [("Frappe", ""), ("ERPNext", ""), ("Harbor Desk", "Harbor Desk"), (None, "")]
)
def test_the_software_does_not_sell(app_name, shown):
	frappe.db.set_single_value("CRM Desk Settings", "quote_seller", None)
	frappe.clear_document_cache("CRM Desk Settings", "CRM Desk Settings")
	frappe.db.set_single_value("Website Settings", "app_name", app_name)
	assert site_seller()["name"] == shown
