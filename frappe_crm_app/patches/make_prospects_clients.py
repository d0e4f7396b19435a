"""Let winning a deal make a prospect a client on sites from before there was this setting, too, unless it is stored already."""

import frappe

FIELD = "make_won_prospects_clients"


def execute() -> None:
	if FIELD not in frappe.db.get_singles_dict("CRM Desk Settings"):
		frappe.db.set_single_value("CRM Desk Settings", FIELD, 1)
