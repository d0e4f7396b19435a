"""The Email Account of a mailbox by which somebody writes."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from frappe_crm_app.kit.exceptions import WritingError


def account_of(mailbox: str) -> Document:
	"""Return the Email Account of a mailbox; raises `WritingError` where there is none."""
	name = frappe.db.get_value("CRM Mailbox", mailbox, "email_account")
	if not name or not frappe.db.exists("Email Account", name):
		frappe.throw(_("The mailbox is not there any more."), WritingError)
	return frappe.get_doc("Email Account", name)


def refuse_silent_account(mailbox: str) -> None:
	"""Raise `WritingError` for a mailbox by which nothing can be sent."""
	account = account_of(mailbox)
	if not account.smtp_server:
		address = escape_html(account.email_id or account.name)
		frappe.throw(
			_("By {0} mails are only received: its account has no server for sending.").format(address),
			WritingError,
		)
