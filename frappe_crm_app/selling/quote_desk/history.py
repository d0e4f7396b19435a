"""What happened to a quote, newest first: what we did with it, and what whoever has its link did."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime

from frappe_crm_app.kit.tables import has_table

MOST = 50
ACCEPTANCE, MAIL, LINK = "CRM Quote Acceptance", "CRM Quote Mail", "CRM Quote Link"
HEADLINES = {
	"Viewed": lambda: _("Seen by {0}"),
	"Question": lambda: _("{0} asked"),
	"Code Sent": lambda: _("A code was sent to {0}"),
	"Accepted": lambda: _("Accepted by {0}"),
	"Declined": lambda: _("Declined by {0}"),
}
MAILED = {
	"Owed": lambda: _("About to be sent to {0}"),
	"Queued": lambda: _("Sent to {0}"),
	"Not Sent": lambda: _("Could not be sent to {0}"),
}
REMINDED = lambda: _("Reminder sent to {0}")  # noqa: E731


def history(quote: Document) -> list[dict]:
	"""Return `[{kind, headline, text, on}]`, as far as the session's user reads the rows it is in."""
	told = said(quote)
	entries = [*mailed(quote), *told, *withdrawn(quote), *own(quote, {each["kind"] for each in told})]
	return sorted(entries, key=lambda entry: str(entry["on"]), reverse=True)[:MOST]


def said(quote: Document) -> list[dict]:
	"""Return what whoever has a link saw, asked and decided."""
	fields = ["kind", "occurred_on", "typed_name", "address", "text"]
	return [
		entry(
			row.kind,
			HEADLINES[row.kind]().format(row.typed_name or row.address or _("somebody")),
			row.occurred_on,
			row.text,
		)
		for row in rows_of(ACCEPTANCE, quote, fields)
		if row.kind in HEADLINES
	]


def mailed(quote: Document) -> list[dict]:
	"""Return to whom it was mailed, and what became of that."""
	fields = ["kind", "status", "address", "reason", "creation"]
	return [
		entry(
			row.status,
			(REMINDED if row.kind == "Reminder" and row.status == "Queued" else MAILED[row.status])().format(
				row.address
			),
			row.creation,
			row.reason,
		)
		for row in rows_of(MAIL, quote, fields)
	]


def withdrawn(quote: Document) -> list[dict]:
	"""Return which links lead nowhere any more."""
	rows = rows_of(LINK, quote, ["address", "revoked_on"])
	return [
		entry("Withdrawn", _("The link of {0} was withdrawn").format(row.address), row.revoked_on)
		for row in rows
		if row.revoked_on
	]


def own(quote: Document, told: set[str]) -> list[dict]:
	"""Return what the quote itself tells: when it was written and sent, and of what happened otherwise than by a link."""
	entries = [entry("Draft", _("Written by {0}").format(full_name(quote.owner)), quote.creation)]
	if quote.sent_on:
		entries.append(entry("Sent", _("Number {0} was given").format(quote.display_number), quote.sent_on))
	moments = {"Viewed": quote.viewed_on, "Accepted": quote.accepted_on, "Declined": quote.declined_on}
	for kind, on in moments.items():
		if on and kind not in told:
			who = (kind == "Accepted" and quote.accepted_by) or _("the customer")
			text = quote.decline_reason if kind == "Declined" else None
			entries.append(entry(kind, HEADLINES[kind]().format(who), on, text))
	return entries


def full_name(user: str) -> str:
	"""Return what a colleague is called."""
	return frappe.get_cached_value("User", user, "full_name") or user


def rows_of(doctype: str, quote: Document, fields: list[str]) -> list[frappe._dict]:
	"""Return the newest rows about the quote that the session's user reads."""
	if not has_table(doctype) or not frappe.has_permission(doctype, "read"):
		return []
	filters = {"quote": quote.name}
	return frappe.get_list(
		doctype, filters=filters, fields=fields, order_by="creation desc, name desc", limit=MOST
	)


def entry(kind: str, headline: str, on: object, text: str | None = None) -> dict:
	"""Return one thing that happened."""
	return {"kind": kind, "headline": headline, "text": text or "", "on": get_datetime(on)}
