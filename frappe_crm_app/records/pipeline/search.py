"""By what deals are found (hook `crm_search_sources`), also in link fields (hook `standard_queries`)."""

import frappe
from frappe import _lt

from frappe_crm_app.kit.search_source import SearchSource
from frappe_crm_app.records.search.linking import find_linked

DEALS = SearchSource(
	doctype="CRM Sales Deal",
	label=_lt("Deals"),
	title="title",
	shown=("outcome",),
	words=("title",),
	owner="deal_owner",
	through={"customer": "CRM Customer", "contact": "CRM Contact"},
)


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def find_deals(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: dict | list | str | None = None,
	**kwargs,
) -> list[list[str]]:
	"""Return `[name, title, outcome]` rows of deals that match `txt` and that the user may see."""
	return find_linked(doctype, txt, ["title", "outcome"], start, page_len, filters, ["title"])
