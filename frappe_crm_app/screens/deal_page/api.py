"""The endpoint of a deal's page. It shows what the session's user may see of each part."""

import frappe

from frappe_crm_app.screens.deal_page import page


@frappe.whitelist(methods=["GET"])
def get_deal_page(deal: str) -> dict:
	"""Return `{deal, stages, people, follow_ups, files, fields, sections}`.

	`people` is `{rows, hidden}`, `hidden` the number of those whom the user may not see; `follow_ups` and `files` are
	`{total, rows}`, the rows the first twenty. `fields` are those that the site has added, with their values, `sections` the
	names of those that `get_deal_sections` may answer. Raises `frappe.PermissionError`.
	"""
	return page.page(deal)
