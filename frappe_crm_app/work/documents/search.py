"""By what documents are found (hook `crm_search_sources`), also in link fields (hook `standard_queries`)."""

import frappe
from frappe import _lt

from frappe_crm_app.kit.search_source import SearchSource
from frappe_crm_app.records.search.linking import find_linked

MOST_WORDS = 300

DOCUMENTS = SearchSource(
	doctype="CRM Document",
	label=_lt("Documents"),
	title="title",
	shown=("kind", "file_name"),
	words=("title", "file_name", "tags", "search_words"),
	most_words=MOST_WORDS,
)


@frappe.whitelist()
@frappe.validate_and_sanitize_search_inputs
def find_documents(
	doctype: str,
	txt: str,
	searchfield: str,
	start: int,
	page_len: int,
	filters: dict | list | str | None = None,
	**kwargs,
) -> list[list[str]]:
	"""Return `[name, title, kind, file name]` rows of documents that match `txt` and that the user may see."""
	return find_linked(doctype, txt, ["title", "kind", "file_name"], start, page_len, filters, ["title"])
