"""What a field for a colleague finds: also by first and last name together, by which Frappe 15 finds nobody."""

import frappe


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
	"""Return `[name, full_name]` rows of enabled users of the desk whose address or full name holds `txt`, of those the user may see."""
	return frappe.get_list(
		"User",
		filters={"enabled": 1, "user_type": "System User"},
		or_filters=[[fieldname, "like", f"%{txt}%"] for fieldname in ("name", "full_name")],
		fields=["name", "full_name"],
		order_by="full_name asc, name asc",
		limit_start=start,
		limit_page_length=page_len,
		as_list=True,
	)
