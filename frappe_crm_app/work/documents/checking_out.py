"""Somebody works on a document: nobody else stores a version meanwhile, for as long as was said."""

from datetime import timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html, format_datetime, get_datetime, get_fullname, now_datetime

from frappe_crm_app.kit.exceptions import DocumentStateError
from frappe_crm_app.visibility.user_access import access_of
from frappe_crm_app.work.documents.versions import save_derived

USUAL, LONGEST = 8, 14 * 24  # hours


def check_out(document: Document, hours: int | None = None) -> None:
	"""Let nobody but the session's user store versions for so many hours; raises `DocumentStateError` where another has it."""
	refuse_if_anothers(document)
	length = timedelta(hours=min(max(cint(hours) or USUAL, 1), LONGEST))
	document.checked_out_by = frappe.session.user
	document.checked_out_until = (now_datetime() + length).replace(microsecond=0)
	save_derived(document)


def check_in(document: Document) -> None:
	"""Let others store versions again: who has the document checked out, or a manager; raises `DocumentStateError`."""
	if not access_of().is_manager and frappe.session.user != "Administrator":
		refuse_if_anothers(document)
	document.checked_out_by = document.checked_out_until = None
	save_derived(document)


def refuse_if_anothers(document: Document) -> None:
	"""Raise `DocumentStateError` where somebody else has a document checked out at this moment."""
	if is_checked_out(document) and document.checked_out_by != frappe.session.user:
		frappe.throw(
			_("{0} has checked this out until {1}.").format(
				escape_html(get_fullname(document.checked_out_by)),
				format_datetime(document.checked_out_until),
			),
			DocumentStateError,
		)


def is_checked_out(document: Document | frappe._dict) -> bool:
	"""Return whether anybody has a document checked out at this moment."""
	until = document.checked_out_until
	return bool(document.checked_out_by and until) and get_datetime(until) > now_datetime()
