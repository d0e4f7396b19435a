"""By what quotes are found (hook `crm_search_sources`), also in link fields (hook `standard_queries`)."""

import frappe
from frappe import _lt

from frappe_crm_app.kit.search_source import SearchSource
from frappe_crm_app.records.search.linking import find_linked

QUOTES = SearchSource(
	doctype="CRM Quote",
	label=_lt("Quotes"),
	title="title",
	shown=("quote_number", "status"),
	words=("quote_number", "title"),
	owner="quote_owner",
	through={"customer": "CRM Customer", "contact": "CRM Contact"},
)


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def find_quotes(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: dict | list | str | None = None,
	**kwargs,
) -> list[list[str]]:
	"""Return `[name, number, title, status]` rows of quotes that match `txt` and that the user may see."""
	shown = ["display_number", "title", "status"]
	return find_linked(doctype, txt, shown, start, page_len, filters, ["display_number", "title"])
