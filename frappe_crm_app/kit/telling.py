"""Tells one of our own people something: a desk notification and, where wanted, a mail.

Both stand or fall with the transaction, and neither undoes the work that it tells of: without an account to send from, nobody is mailed.
"""

from contextlib import suppress

import frappe
from frappe.utils import escape_html, validate_email_address


def notify(
	user: str,
	subject: str,
	doctype: str | None = None,
	name: str | None = None,
	link: str | None = None,
	text: str | None = None,
) -> None:
	"""Leave the user a notification in the desk; `subject` and `text` are HTML of ours, what people typed escaped in it."""
	log = frappe.new_doc("Notification Log")
	log.update(
		{
			"subject": subject,
			"for_user": user,
			"from_user": user,
			"type": "Alert",  # of this type, Frappe itself mails nothing
			"document_type": doctype,
			"document_name": name,
			"link": link,
			"email_content": text,
		}
	)
	log.insert(ignore_permissions=True)


def mail(
	user: str, subject: str, template: str, args: dict, doctype: str | None = None, name: str | None = None
) -> None:
	"""Put a mail to the user into Frappe's Email Queue.

	Nothing where there is no address to use, or the site has no account to send from: the desk has told them already.
	"""
	address = frappe.db.get_value("User", user, "email")
	if not address or not validate_email_address(address):
		return
	with suppress(frappe.OutgoingEmailError):
		frappe.sendmail(
			recipients=[address],
			subject=subject,
			template=template,
			args=args,
			reference_doctype=doctype,
			reference_name=name,
			add_unsubscribe_link=0,
			header=[escape_html(subject), "blue"],
		)
