"""How a mail is signed that somebody writes in the desk, where they have no signature of their own."""

import frappe
from frappe.utils import is_html


def signature_for(user: str, sender: str | None) -> dict:
	"""Return `{signature, email_id}` of the account that signs, of those by which the user may send; `{}` where none does."""
	account = frappe.qb.DocType("Email Account")
	query = frappe.qb.from_(account).select(account.signature, account.email_id)
	query = query.where(account.add_signature == 1).limit(1)
	if sender:
		given = frappe.qb.DocType("User Email")
		accounts = frappe.qb.from_(given).select(given.email_account).where(given.parent == user)
		query = query.where((account.email_id == sender) & account.name.isin(accounts))
	else:
		query = query.where(account.default_outgoing == 1)
	rows = query.run(as_dict=True)
	return {"signature": in_html(rows[0].signature), "email_id": rows[0].email_id} if rows else {}


def in_html(signature: str | None) -> str:
	"""Return a signature with its line breaks, whether it was typed as text or as HTML."""
	text = signature or ""
	return text if is_html(text) else text.replace("\n", "<br>")
