"""Show what belongs to a trade where a site from before there were trades uses it; hide it elsewhere. Decided once."""

import frappe

from frappe_crm_app.records.trades.choosing import SETTING, SETTINGS, offer_sales_roles, trade_in_use


def execute() -> None:
	if SETTING in frappe.db.get_singles_dict(SETTINGS):
		return
	trade = trade_in_use()
	frappe.db.set_single_value(SETTINGS, SETTING, trade)
	offer_sales_roles(trade)
