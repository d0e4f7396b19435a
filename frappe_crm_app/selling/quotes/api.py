"""What the desk asks for."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_quote.options import QuoteStatus
from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.exceptions import QuoteError
from frappe_crm_app.kit.received import read_texts
from frappe_crm_app.selling.quotes import creating, listing, renewal, revising, revoking, sending
from frappe_crm_app.selling.quotes.pdf import render
from frappe_crm_app.selling.quotes.state import QUOTE
from frappe_crm_app.selling.quotes.stored_pdf import file_name, read_pdf

SECTION = 20  # quotes of a page


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def create_from(doctype: str, name: str) -> str:
	"""Make a draft for a deal, contact or customer that the user may change, and return its name."""
	frappe.has_permission(QUOTE, "create", throw=True)
	frappe.has_permission(doctype, "write", name, throw=True)
	return creating.create_from(doctype, name).name


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def send(
	name: str,
	addresses: str | list | None = None,
	subject: str | None = None,
	message: str | None = None,
) -> dict:
	"""Send a draft that the user may change, and return `{name, quote_number, display_number, status}`.

	`addresses` is a list, or JSON of one; left empty, it goes to the contact. See `sending.send`.
	"""
	may_write(name)
	quote = sending.send(name, addresses=addresses_in(addresses), subject=subject, message=message)
	return {field: quote.get(field) for field in ("name", "quote_number", "display_number", "status")}


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def revise(name: str) -> str:
	"""Return the name of the draft that revises a quote which the user may change."""
	may_write(name)
	return revising.revise(name)


@frappe.whitelist(methods=["GET"])
def get_differences(name: str) -> list[dict]:
	"""Return how a quote differs from the version that it revises, which the user has to see, too: `[{what, title, changes, before, after}]`."""
	quote = readable(name)
	if quote.revises:
		frappe.has_permission(QUOTE, "read", quote.revises, throw=True)
	return revising.differences_to_former(quote)


@frappe.whitelist(methods=["GET"])
def get_preview(name: str) -> None:
	"""Answer with the PDF: of a draft as it would be sent now, of any other as it was sent."""
	quote = readable(name)
	content = render(quote) if quote.status == QuoteStatus.DRAFT else read_pdf(quote)
	frappe.local.response.update({"type": "pdf", "filename": file_name(quote), "filecontent": content})


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def revoke_links(name: str) -> None:
	"""Let no link to a quote that the user may change open it any more, and no mail bring a new one."""
	may_write(name)
	revoking.revoke(name)


@frappe.whitelist(methods=["GET"])
def get_quotes(doctype: str, name: str) -> dict:
	"""Return `{has_more, quotes}` of a deal, contact or customer that the user reads, the newest first."""
	frappe.has_permission(QUOTE, "read", throw=True)
	frappe.has_permission(doctype, "read", name, throw=True)
	return listing.quotes_of(doctype, name, SECTION)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def renew(name: str) -> str:
	"""Return the name of the draft that renews an accepted quote which the user may change: made once, with a deal of its own."""
	may_write(name)
	return renewal.renew(name)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def plan_renewal(name: str, renews_on: str) -> None:
	"""Set the day on which an accepted quote that the user may change is to be renewed; its owner's reminder moves with it."""
	may_write(name)
	renewal.plan(name, renews_on)


def may_write(name: str) -> None:
	"""Raise `frappe.PermissionError` unless the user may change the quote."""
	frappe.has_permission(QUOTE, "write", name, throw=True)


def readable(name: str) -> Document:
	"""Return the quote; raises `frappe.PermissionError` where the user does not see it."""
	frappe.has_permission(QUOTE, "read", name, throw=True)
	return frappe.get_doc(QUOTE, name)


def addresses_in(given: str | list | None) -> list[str] | None:
	"""Return the addresses that came in: a list, JSON of one, or one address by itself."""
	if isinstance(given, str) and given.strip() and given.strip()[0] not in "[{":
		return [given]
	return read_texts(given, refuse_addresses) if given else None


def refuse_addresses() -> None:
	"""Raise `QuoteError` for what is no list of addresses."""
	frappe.throw(_("Addresses come as a list of texts."), QuoteError)
