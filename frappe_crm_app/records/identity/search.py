"""What link fields find: a person by name, email or phone, a customer by name or domain (hook `standard_queries`)."""

import frappe

from frappe_crm_app.records.search.linking import find_linked


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def find_contacts(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: dict | list | str | None = None,
	**kwargs,
) -> list[list[str]]:
	"""Return `[name, full_name, email, phone, company_name]` rows of contacts that match `txt`, also by a further email or
	phone, and that the user may see."""
	shown = ["full_name", "email", "phone", "company_name"]
	return find_linked(doctype, txt, shown, start, page_len, filters, ["full_name", "email"])


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def find_customers(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: dict | list | str | None = None,
	**kwargs,
) -> list[list[str]]:
	"""Return `[name, customer_name, domain, email, phone]` rows of customers that match `txt` and the user may see."""
	shown = ["customer_name", "domain", "email", "phone"]
	return find_linked(doctype, txt, shown, start, page_len, filters, ["customer_name", "domain", "email"])
