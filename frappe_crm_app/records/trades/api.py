"""Endpoints of trades: what choosing one would change, and choosing it."""

import frappe

from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.records.trades import preview
from frappe_crm_app.records.trades.choosing import SETTING, SETTINGS


@frappe.whitelist(methods=["GET"])
def preview_trade(trade: str = "") -> dict:
	"""Return `{changes, left}` of choosing a trade, `""` for none, in sentences; nothing is changed. For whoever writes CRM Desk Settings."""
	frappe.has_permission(SETTINGS, "write", throw=True)
	return preview.preview(trade)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def choose_trade(trade: str = "") -> dict:
	"""Choose a trade, `""` for none, and return what that changed, as `preview_trade` said it. For whoever writes CRM Desk Settings."""
	frappe.has_permission(SETTINGS, "write", throw=True)
	changes = preview.preview(trade)
	settings = frappe.get_doc(SETTINGS)
	settings.set(SETTING, trade)
	settings.save()
	return changes
