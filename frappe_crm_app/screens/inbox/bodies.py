"""The text of a mail: as HTML that was cleaned when it was stored, or as plain text."""

from collections.abc import Sequence

import frappe
from frappe import _

from frappe_crm_app.records.mail.rows import MAIL
from frappe_crm_app.screens.inbox.mailboxes import refuse_others
from frappe_crm_app.visibility import policy


def body(mail: str) -> dict:
	"""Return `{html, text}` of a mail. Raises `frappe.PermissionError` for one that the user may not read."""
	refuse_others()
	if not frappe.has_permission(MAIL, "read") or not policy.may(MAIL, mail):
		frappe.throw(_("There is no such mail that you can read."), frappe.PermissionError)
	found = bodies_of([mail])
	if not found:
		frappe.throw(_("There is no such mail that you can read."), frappe.PermissionError)
	return found[mail]


def bodies_of(mails: Sequence[str]) -> dict[str, dict]:
	"""Return `{html, text}` by mail, of mails that the caller reads."""
	mail = frappe.qb.DocType(MAIL)
	query = frappe.qb.from_(mail).select(mail.name, mail.html, mail.text).where(mail.name.isin(list(mails)))
	return {row.name: {"html": row.html or "", "text": row.text or ""} for row in query.run(as_dict=True)}
