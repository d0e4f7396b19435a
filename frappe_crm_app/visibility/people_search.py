"""What a field for a colleague finds: also by first and last name together, by which Frappe 15 finds nobody."""

import frappe

from frappe_crm_app.kit.field_values import searched_text
from frappe_crm_app.kit.frappe_version import beginning_at


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def find_users(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: dict | list | str | None = None,
	**kwargs,
) -> list[list[str]]:
	"""Return `[name, full_name]` rows of enabled users of the desk whose address or full name holds `txt`, of those the user may see.

	Whether somebody is a user of the desk is asked for the system: Frappe 16 lets not everybody filter by it.
	"""
	text = searched_text(txt)
	matching = frappe.get_all(
		"User",
		filters={"enabled": 1, "user_type": "System User"},
		or_filters=[[fieldname, "like", f"%{text}%"] for fieldname in ("name", "full_name")],
		pluck="name",
		order_by=None,
	)
	if not matching:
		return []
	return frappe.get_list(
		"User",
		filters={"name": ("in", matching)},
		fields=["name", "full_name"],
		order_by="full_name asc, name asc",
		limit=page_len,
		as_list=True,
		**beginning_at(start),
	)
