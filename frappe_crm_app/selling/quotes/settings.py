"""What CRM Desk Settings may say of quotes (`validate` of CRM Desk Settings)."""

import re

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr

from frappe_crm_app.kit.exceptions import QuoteError
from frappe_crm_app.selling.quotes.cleaning import clean
from frappe_crm_app.selling.quotes.state import QUOTE

PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_-]{0,9}")
MOST_DAYS = 3650


def refuse_bad_settings(settings: Document, _event: str | None = None) -> None:
	"""Raise `QuoteError` for a prefix, days or a Print Format that quotes cannot have."""
	settings.quote_number_prefix = cstr(settings.quote_number_prefix).strip() or None
	if settings.quote_number_prefix and not PREFIX.fullmatch(settings.quote_number_prefix):
		frappe.throw(_("The prefix of quote numbers has up to ten letters, digits and dashes."), QuoteError)
	if max(cint(settings.quote_valid_days), cint(settings.quote_reminder_days)) > MOST_DAYS:
		frappe.throw(_("A quote is valid for at most {0} days.").format(MOST_DAYS), QuoteError)
	settings.quote_terms = clean(settings.quote_terms)
	refuse_other_print_format(settings.quote_print_format)


def refuse_other_print_format(name: str | None) -> None:
	"""Raise `QuoteError` for a Print Format that is not of quotes, or not written in Jinja."""
	if not name:
		return
	chosen = frappe.db.get_value(
		"Print Format", name, ["doc_type", "print_format_type", "html"], as_dict=True
	)
	if not chosen or chosen.doc_type != QUOTE or chosen.print_format_type != "Jinja" or not chosen.html:
		frappe.throw(_("The Print Format of quotes is one of CRM Quote with HTML in Jinja."), QuoteError)
