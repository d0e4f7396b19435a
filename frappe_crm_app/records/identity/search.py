"""What link fields find: a person by name, email or phone, a customer by name or domain (hook `standard_queries`)."""

import re
from collections.abc import Sequence

import frappe

from frappe_crm_app.kit.field_values import searched_text
from frappe_crm_app.kit.frappe_version import beginning_at
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.records.identity.holders import EMAIL_ROW, PHONE_ROW
from frappe_crm_app.records.identity.likeness import apostrophes_as_any
from frappe_crm_app.records.identity.normalise import as_punycode
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.columns import check_filters

LEAST_DIGITS = 3  # fewer digits in the text are no phone number but part of a name
LEAST_CHARACTERS = 3  # of a further address; fewer are in nearly every one
MOST_BY_FURTHER = 200


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
	return find_records(
		doctype,
		txt,
		["full_name", "email", "phone", "company_name"],
		["full_name", "email"],
		start,
		page_len,
		filters,
		also=by_further_address(txt),
	)


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
	return find_records(
		doctype,
		txt,
		["customer_name", "domain", "email", "phone"],
		["customer_name", "domain", "email"],
		start,
		page_len,
		filters,
	)


def find_records(
	doctype: str,
	txt: str,
	shown: list[str],
	searched: list[str],
	start: int,
	page_length: int,
	filters: dict | list | None,
	also: Sequence[str] = (),
) -> list[list[str]]:
	"""Return rows of `name` and the `shown` fields where one of `searched`, or the phone, holds `txt`, or the name is `txt`
	or one of `also`."""
	filters = frappe.parse_json(filters) or {}
	check_filters(doctype, filters)
	return frappe.get_list(
		doctype,
		filters=filters,
		or_filters=text_filters(txt, searched) + ([["name", "in", list(also)]] if also else []),
		fields=["name", *shown],
		order_by="modified desc, name desc",
		limit=page_length,
		**beginning_at(start),
		as_list=True,
	)


def text_filters(txt: str, searched: list[str]) -> list[list[str]]:
	"""Return filters of which one must hold; none where nothing was typed.

	The text may be the record's own name: so Frappe 16 asks whether the record that a link field holds may stand there.
	A phone is stored as E.164, so only the digits of the text are compared with it: `(415) 555` finds +14155550100.
	"""
	text = searched_text(txt)
	if not text:
		return []
	filters = [["name", "=", text]]
	filters += [[field, "like", f"%{part}%"] for field in searched for part in parts_searched(field, text)]
	digits = digits_of(text)
	if digits:
		filters.append(["phone", "like", f"%{digits}%"])
	return filters


def parts_searched(fieldname: str, text: str) -> list[str]:
	"""Return what of `text` a field is searched for: any apostrophe for the one that was typed, emails and domains as they are stored."""
	part = apostrophes_as_any(text)
	if fieldname not in ("email", "domain"):
		return [part]
	part = part.lower()
	return list(dict.fromkeys((part, in_punycode(part))))


def in_punycode(text: str) -> str:
	"""Return a part of an email or domain with its domain as it is stored; as it is where that cannot be told."""
	local, at, domain = text.rpartition("@")
	try:
		return local + at + as_punycode(domain)
	except ValueError:
		return text


def digits_of(text: str) -> str:
	"""Return the digits by which a phone may be meant, `""` where they are too few."""
	digits = re.sub(r"\D", "", text).lstrip("0")
	return digits if len(digits) >= LEAST_DIGITS else ""


def by_further_address(txt: str) -> list[str]:
	"""Return contacts that the user sees with an email or phone in a row that holds `txt`; one statement."""
	text = searched_text(txt)
	if len(text) < LEAST_CHARACTERS:
		return []
	parts = {
		"email": (EMAIL_ROW, in_punycode(apostrophes_as_any(text.lower()))),
		"phone": (PHONE_ROW, digits_of(text)),
	}
	queries = []
	for fieldname, (doctype, part) in parts.items():
		row, visible = frappe.qb.DocType(doctype), policy.criterion(doctype)
		query = frappe.qb.from_(row).select(row.parent).where(row[fieldname].like(f"%{part}%"))
		query = query.where(row.parenttype == "CRM Contact").limit(MOST_BY_FURTHER)
		queries += [query if visible is None else query.where(visible)] if part else []
	return list(dict.fromkeys(union_all(queries).run(pluck=True)))
