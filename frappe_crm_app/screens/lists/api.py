"""The endpoints of what lists show beside their rows. Both count only what the session's user sees."""

import frappe

from frappe_crm_app.screens.lists import chips, deals


@frappe.whitelist(methods=["GET"])
def get_chips(doctype: str, filters: str | list | None = None) -> dict:
	"""Return `{total, counts: {value: number}}` of contacts by type, customers by relationship, submissions by status.

	Of follow-ups it is `{total, counts, filters}`, by "overdue", "today", "this_week", "done" and "mine": `filters` are what a chip means.

	`filters` are the list's; the one on the counted field itself is left out, so that each chip says what choosing it
	would show. Raises `frappe.PermissionError`.
	"""
	return chips.counts(doctype, filters)


@frappe.whitelist(methods=["GET"])
def get_deal_counts(doctype: str, names: str | list) -> dict:
	"""Return `{name: {deals, open}}` for those of these contacts or customers that have deals."""
	return deals.counts(doctype, names)


@frappe.whitelist(methods=["GET"])
def get_contact_counts(names: str | list) -> dict[str, int]:
	"""Return the number of contacts of those of these customers that have any."""
	return deals.contact_counts(names)
