"""Writes down what whoever has a link did, each row chained to the one before it, and asks whether a chain still holds."""

import re
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import frappe
from frappe.model.document import Document
from frappe.utils import get_system_timezone, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_quote_acceptance.crm_quote_acceptance import WRITTEN_BY_US
from frappe_crm_app.frappe_crm_app.doctype.crm_quote_acceptance.options import AcceptanceKind
from frappe_crm_app.kit.client_address import client_address
from frappe_crm_app.kit.masking import masked_address
from frappe_crm_app.selling.acceptance.chain import BEGINNING, Break, Fault, Link, find_break, hash_of

ACCEPTANCE, QUOTE = "CRM Quote Acceptance", "CRM Quote"
LONGEST_AGENT = 200
# What a row says, and its hash is of. `occurred_on` is `occurred_utc` on the site's clock, for people.
HASHED_TEXTS = (
	*(
		"quote",
		"kind",
		"occurred_utc",
		"quote_label",
		"address",
		"mail",
		"ip_masked",
		"agent",
		"signed_in_as",
	),
	*("typed_name", "text", "consent_sentence", "drawing", "chosen_lines", "totals", "pdf_sha256"),
)
HASHED_NUMBERS = ("sequence", "code_confirmed")


def write(kind: AcceptanceKind, quote: Document, link: frappe._dict, **said: object) -> Document:
	"""Add a row to the chain of a quote, in the present transaction, and return it.

	The quote is locked, so that no two rows take one place. `said` are values of the fields that are particular to `kind`.
	"""
	frappe.db.get_value(QUOTE, quote.name, "name", for_update=True)
	last = last_row(quote.name)
	row = frappe.new_doc(ACCEPTANCE)
	row.update(facts_of_request(quote, link) | said)
	row.update({"kind": kind, "sequence": last.sequence + 1, "previous_hash": last.row_hash})
	row.row_hash = hash_of(facts_of(row), row.previous_hash)
	row.flags[WRITTEN_BY_US] = True
	return row.insert(ignore_permissions=True)


def last_row(quote: str) -> frappe._dict:
	"""Return `sequence` and `row_hash` of the last row of a quote's chain, those before the first where there is none."""
	last = frappe.db.get_value(
		ACCEPTANCE,
		{"quote": quote},
		["sequence", "row_hash"],
		order_by="sequence desc",
		for_update=True,
		as_dict=True,
	)
	return last or frappe._dict(sequence=0, row_hash=BEGINNING)


def facts_of_request(quote: Document, link: frappe._dict) -> dict:
	"""Return what is known whatever was done: of which version, by which link, when and from where."""
	now = now_datetime()
	user = frappe.session.user
	return {
		"quote": quote.name,
		"quote_label": quote.display_number,
		"pdf_sha256": quote.pdf_sha256,
		"address": link.address,
		"mail": mail_that_carried(quote.name, link.address),
		"occurred_on": now,
		"occurred_utc": as_utc(now),
		"ip_masked": masked_address(client_address()),
		"agent": agent(),
		"signed_in_as": user if user != "Guest" else "",
	}


def as_utc(moment: datetime) -> str:
	"""Return a moment of the site's clock in UTC: `2026-11-27T08:00:00.123456Z`."""
	in_utc = moment.replace(tzinfo=ZoneInfo(get_system_timezone())).astimezone(timezone.utc)
	return f"{in_utc.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def agent() -> str:
	"""Return what the browser says that it is, as far as it says so in plain characters."""
	request = getattr(frappe.local, "request", None)
	told = request.headers.get("User-Agent", "") if request else ""
	return re.sub(r"[^\w .,;:/()+-]", "", told, flags=re.ASCII)[:LONGEST_AGENT].strip()


def mail_that_carried(quote: str, address: str | None) -> str:
	"""Return the Email Queue's name of the mail that brought the quote to this address, `""` where none is known."""
	sent = {"quote": quote, "address": address, "email_queue": ("is", "set")}
	return frappe.db.get_value("CRM Quote Mail", sent, "email_queue", order_by="creation asc") or ""


def facts_of(row: Document | frappe._dict) -> dict:
	"""Return what the hash of a row is of."""
	texts = {fieldname: str(row.get(fieldname) or "") for fieldname in HASHED_TEXTS}
	return texts | {fieldname: int(row.get(fieldname) or 0) for fieldname in HASHED_NUMBERS}


def accepted_row(quote: str) -> Document | None:
	"""Return the row of a quote's acceptance."""
	name = frappe.db.get_value(ACCEPTANCE, {"quote": quote, "kind": AcceptanceKind.ACCEPTED})
	return frappe.get_doc(ACCEPTANCE, name) if name else None


def verify_chain(quote: str) -> Break | None:
	"""Return the first row of a quote's chain that is not what was written, `None` where all of it is."""
	rows = frappe.get_all(ACCEPTANCE, {"quote": quote}, ["*"], order_by="sequence asc, name asc")
	links = [Link(row.name, row.sequence, facts_of(row), row.previous_hash, row.row_hash) for row in rows]
	return find_break(links) or missing_end(quote, rows)


def missing_end(quote: str, rows: list[frappe._dict]) -> Break | None:
	"""Return that a chain was cut off where its quote says that it was accepted, and no row does; a chain itself cannot know."""
	stored = frappe.db.get_value(QUOTE, quote, ["status", "accepted_by"], as_dict=True)
	has_accepted = any(row.kind == AcceptanceKind.ACCEPTED for row in rows)
	is_cut = stored and stored.status == "Accepted" and bool(stored.accepted_by) and not has_accepted
	return Break(rows[-1].name if rows else quote, Fault.CUT_OFF) if is_cut else None
