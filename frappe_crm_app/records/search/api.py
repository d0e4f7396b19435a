"""The endpoint of the search, for the desk's search bar, the board and scripts."""

import frappe
from frappe import _

from frappe_crm_app.kit.received import read_texts
from frappe_crm_app.records.search import finding


@frappe.whitelist(methods=["GET"])
def find(text: str, doctypes: list[str] | str | None = None, length: int = 6) -> list[dict]:
	"""Return what is found by `text`, grouped: `[{doctype, label, rows: [{name, title, detail, is_own}]}]`.

	Only what the caller sees is found, by words of names and titles, emails and phones, each word in any order. One's own records come
	first, then those that were changed last; at most `length` of each DocType, all of them or `doctypes`. A typo in a longer word
	is forgiven where nothing is found otherwise. Fewer than two characters find nothing.
	"""
	wanted = read_texts(doctypes, refuse_no_list) if doctypes else None
	return finding.find(text, wanted or None, length)


def refuse_no_list() -> None:
	frappe.throw(_("The DocTypes to search are a list."))
