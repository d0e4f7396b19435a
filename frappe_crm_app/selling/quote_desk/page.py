"""What a quote's form shows above its fields, and in place of them once it is frozen."""

import frappe
from frappe.model.document import Document
from frappe.utils import cint, date_diff, nowdate

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import OPEN, REVISABLE, QuoteStatus
from frappe_crm_app.selling.quote_desk.changes import changes_between
from frappe_crm_app.selling.quote_desk.history import history
from frappe_crm_app.selling.quote_desk.typing import QUOTE, shown
from frappe_crm_app.selling.quotes.computing import totals_of
from frappe_crm_app.selling.quotes.recurring import recurs
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.permlevels import empty_hidden
from frappe_crm_app.visibility.reading import read_record
from frappe_crm_app.visibility.user_criteria import UserCriteria

SHOWN = (
	*("name", "title", "display_number", "quote_number", "version", "status", "is_current", "currency"),
	*(
		"prices_include_tax",
		"rounding",
		"valid_until",
		"deal",
		"contact",
		"customer",
		"quote_owner",
		"revises",
	),
	*(
		"addressee",
		"introduction",
		"terms",
		"sent_on",
		"viewed_on",
		"accepted_on",
		"accepted_by",
		"declined_on",
	),
	*("decline_reason", "needs_code", "reminds_customer", "renews_on", "pdf_sha256", "signed_pdf_sha256"),
)
OF_LINE = (
	*("name", "group_title", "title", "description", "quantity", "unit", "unit_price", "discount_percent"),
	*("tax_rate", "recurrence", "is_optional", "is_chosen", "net", "tax", "gross"),
)
OF_VERSION = (
	"name",
	"display_number",
	"version",
	"revises",
	"status",
	"gross_total",
	"currency",
	"sent_on",
	"creation",
)


def page(name: str) -> dict:
	"""Return the page of a quote.

	`quote`    its own fields               `totals`   as `typing.shown` has them      `lines`   in their order
	`versions` those of the same number, newest first, each `OF_VERSION`
	`changes`  what it changes in the lines of the version before it, `[{what, title, fields: [{label, before, after}]}]`
	`history`  what happened, newest first  `files`    `{pdf, signed_pdf}`, addresses  `renewal` what comes after it
	`may`      what the session's user may do now, `{write, send, revise, revoke, renew}`
	"""
	criteria = UserCriteria()
	read_record(QUOTE, name, criteria)
	quote = frappe.get_doc(QUOTE, name)
	totals = totals_of(quote)
	may = what_may_be_done(quote, recurs(totals))
	quote.apply_fieldlevel_read_permissions()
	versions = versions_of(quote, criteria)
	return {
		"quote": {field: quote.get(field) for field in SHOWN} | {"days_left": days_left(quote)},
		"totals": shown(quote) | {"recurs": recurs(totals)},
		"lines": [{field: row.get(field) for field in OF_LINE} for row in quote.lines],
		"versions": versions,
		"changes": changes_of(quote, {row.name for row in versions}),
		"history": history(quote),
		"files": {field: address_of(quote.get(field)) for field in ("pdf", "signed_pdf")},
		"renewal": renewal_of(quote),
		"may": may,
	}


def what_may_be_done(quote: Document, is_recurring: bool) -> dict[str, bool]:
	"""Return what the session's user may do with the quote as it stands."""
	can_write = bool(quote.has_permission("write"))
	is_draft, is_open = quote.status == QuoteStatus.DRAFT, quote.status in OPEN
	is_current = bool(cint(quote.is_current))
	return {
		"write": can_write and is_draft,
		"send": can_write and is_draft and bool(quote.lines),
		"revise": can_write and is_current and quote.status in REVISABLE,
		"revoke": can_write and is_open,
		"renew": can_write and is_recurring and quote.status == QuoteStatus.ACCEPTED,
	}


def days_left(quote: Document) -> int | None:
	"""Return how many days of the site's calendar an open quote still holds, `None` for any other."""
	if quote.status not in OPEN or not quote.valid_until:
		return None
	return date_diff(quote.valid_until, nowdate())


def versions_of(quote: Document, criteria: UserCriteria) -> list[frappe._dict]:
	"""Return the versions of the quote's number that the session's user sees, and a draft that revises one, newest first."""
	table = frappe.qb.DocType(QUOTE)
	is_of_it = (table.name == quote.name) | (table.revises == quote.name)
	if quote.quote_number:
		is_of_it = is_of_it | (table.quote_number == quote.quote_number)
	if quote.revises:
		is_of_it = is_of_it | (table.name == quote.revises)
	query = frappe.qb.from_(table).select(*(table[field] for field in OF_VERSION)).where(is_of_it)
	query = query.orderby(table.version, order=frappe.qb.desc).orderby(table.creation, order=frappe.qb.desc)
	allowed = criteria.criterion(QUOTE)
	rows = (query if allowed is None else query.where(allowed)).run(as_dict=True)
	empty_hidden(QUOTE, rows)
	return rows


def changes_of(quote: Document, seen: set[str]) -> list[dict]:
	"""Return what the quote changes in the version before it, nothing where that is hidden or not there."""
	if not quote.revises or quote.revises not in seen:
		return []
	return changes_between(frappe.get_doc(QUOTE, quote.revises), quote)


def address_of(file: str | None) -> str | None:
	"""Return the address of a stored file."""
	return frappe.db.get_value("File", file, "file_url") if file else None


def renewal_of(quote: Document) -> dict:
	"""Return `{renews_on, doctype, name, title}`: when it is to be renewed, and by which record it was; no title of a hidden one."""
	found = {
		"renews_on": quote.renews_on,
		"doctype": quote.renewed_by_doctype,
		"name": quote.renewed_by,
		"title": None,
	}
	if quote.renewed_by and policy.may(quote.renewed_by_doctype, quote.renewed_by):
		title_field = frappe.get_meta(quote.renewed_by_doctype).get_title_field()
		found["title"] = frappe.db.get_value(quote.renewed_by_doctype, quote.renewed_by, title_field)
	return found
