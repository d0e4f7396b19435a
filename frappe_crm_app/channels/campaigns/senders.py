"""By which Email Accounts campaigns are sent: by those that send for the whole site, and by mailboxes of whoever asks.

A colleague's own mailbox is nobody else's to send by, whatever roles somebody has.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.channels.mail.servers.accounts import smtp_server_of
from frappe_crm_app.channels.mail.servers.problems import MailProblem
from frappe_crm_app.channels.mail.servers.sentences import sentence_of
from frappe_crm_app.channels.mail.servers.server import Server
from frappe_crm_app.channels.mail.writing.rights import writable_mailboxes
from frappe_crm_app.kit.exceptions import CampaignError

ACCOUNT, MAILBOX = "Email Account", "CRM Mailbox"


def senders() -> list[dict]:
	"""Return `{account, email, title}` of the accounts by which the session's user may send campaigns, by title."""
	account = frappe.qb.DocType(ACCOUNT)
	query = frappe.qb.from_(account).select(account.name, account.email_id, account.enable_outgoing)
	rows = query.where(account.smtp_server.isnotnull() & (account.smtp_server != "")).run(as_dict=True)
	mine, of_people = accounts_of_mine(), accounts_of_mailboxes()
	allowed = [row for row in rows if row.name in mine or (row.enable_outgoing and row.name not in of_people)]
	return sorted(
		({"account": row.name, "email": row.email_id or "", "title": row.name} for row in allowed),
		key=lambda sender: sender["title"],
	)


def accounts_of_mine() -> set[str]:
	"""Return the accounts of the mailboxes by which the session's user writes."""
	mine = [each.name for each in writable_mailboxes()]
	return set(frappe.get_all(MAILBOX, {"name": ("in", mine)}, pluck="email_account")) if mine else set()


def accounts_of_mailboxes() -> set[str]:
	"""Return the accounts of all mailboxes: whose people alone send by them."""
	return set(frappe.get_all(MAILBOX, pluck="email_account"))


def refuse_other_sender(account: str) -> None:
	"""Raise `CampaignError` for an account by which the session's user sends no campaigns."""
	if frappe.session.user == "Administrator":
		return
	if account not in {sender["account"] for sender in senders()}:
		frappe.throw(_("You send no campaigns by this account. Choose another sender."), CampaignError)


def account_of(campaign: frappe._dict | Document) -> Document:
	"""Return the Email Account of a campaign; raises `CampaignError` where it has none that sends."""
	if not campaign.sender or not frappe.db.exists(ACCOUNT, campaign.sender):
		frappe.throw(_("The campaign has no sender."), CampaignError)
	account = frappe.get_doc(ACCOUNT, campaign.sender)
	if not account.smtp_server:
		frappe.throw(_("The sender's account has no server for sending."), CampaignError)
	return account


def server_of(account: Document) -> Server:
	"""Return the server of an account for sending; raises `CampaignError` where nobody can log in there. May commit (a token of OAuth)."""
	try:
		return smtp_server_of(account)
	except MailProblem as problem:
		frappe.throw(sentence_of(problem, account.smtp_server), CampaignError)


def mailbox_of(account: str) -> str | None:
	"""Return the mailbox that receives what is sent to an account, `None` where the CRM does not read it."""
	return frappe.db.get_value(MAILBOX, {"email_account": account, "is_paused": 0})
