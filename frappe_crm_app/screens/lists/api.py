"""The endpoints of what lists show beside their rows. Both count only what the session's user sees."""

import frappe

from frappe_crm_app.screens.lists import chips, deals


@frappe.whitelist(methods=["GET"])
def get_chips(doctype: str, filters: str | list | None = None) -> dict:
	"""Return `{total, counts: {value: number}}` of contacts by type or customers by relationship.

	`filters` are the list's; the one on the counted field itself is left out, so that each chip says what choosing it
	would show. Raises `frappe.PermissionError`.
	"""
	return chips.counts(doctype, filters)


@frappe.whitelist(methods=["GET"])
def get_deal_counts(doctype: str, names: str | list) -> dict:
	"""Return `{name: {deals, open}}` for those of these contacts or customers that have deals."""
	return deals.counts(doctype, names)
