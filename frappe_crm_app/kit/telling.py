"""Tells one of our own people something: a desk notification and, where wanted, a mail.

Both stand or fall with the transaction, and neither undoes the work that it tells of: without an account to send from, nobody is mailed.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe.desk.doctype.notification_settings.notification_settings import (
	is_email_notifications_enabled_for_type,
	is_notifications_enabled,
)
from frappe.utils import escape_html, get_url_to_form, validate_email_address

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.sentences import as_text, sentence_in

AFTERWARDS = "crm_told_afterwards"


class Reason(StrEnum):
	"""Why somebody is told, in the words by which Frappe's Notification Settings say of what they want mails."""

	ASSIGNMENT = "Assignment"
	MENTION = "Mention"


def tell(
	user: str,
	sentence: str,
	reason: Reason,
	doctype: str | None = None,
	name: str | None = None,
	link: str | None = None,
	by: str | None = None,
) -> str | None:
	"""Tell the user in the desk, and by mail, as their Notification Settings say; return the notification, `None` where they want none.

	`sentence` is HTML of ours, what people typed escaped in it; `link` leads elsewhere than to the record; `by` is who did it, the
	session's user if not given.
	"""
	if not is_notifications_enabled(user):
		return None
	log = notify(user, sentence, doctype, name, link, by=by or frappe.session.user)
	if wants_mail(user, reason):
		said = as_text(sentence_in(sentence))
		facts = {"sentence": said, "link": link or get_url_to_form(doctype, name)}
		mail(user, said, "crm_told", facts, doctype, name)
	return log


def wants_mail(user: str, reason: Reason) -> bool:
	"""Return whether the user's Notification Settings let them be mailed of this."""
	return bool(is_email_notifications_enabled_for_type(user, reason))


def say_otherwise(log: str, sentence: str, link: str) -> None:
	"""Have a notification that was left before say something else: of several records what it said of the first."""
	frappe.db.set_value("Notification Log", log, {"subject": sentence, "link": link})


@contextmanager
def telling_afterwards() -> Iterator[None]:
	"""Say that whoever makes these saves tells of all of them together: nothing is told of each alone."""
	before = frappe.flags.get(AFTERWARDS)
	frappe.flags[AFTERWARDS] = True
	try:
		yield
	finally:
		frappe.flags[AFTERWARDS] = before


def is_told_afterwards() -> bool:
	"""Return whether `telling_afterwards` is under way."""
	return bool(frappe.flags.get(AFTERWARDS))


def notify(
	user: str,
	subject: str,
	doctype: str | None = None,
	name: str | None = None,
	link: str | None = None,
	text: str | None = None,
	by: str | None = None,
) -> str:
	"""Leave the user a notification in the desk and return it; `subject` and `text` are HTML of ours, what people typed escaped in it.

	`by` is whose doing it tells of; without anybody's, it is from the user to themselves.
	"""
	log = frappe.new_doc("Notification Log")
	log.update(
		{
			"subject": subject,
			"for_user": user,
			"from_user": by or user,
			"type": "Alert",  # of this type, Frappe itself mails nothing
			"document_type": doctype,
			"document_name": name,
			"link": link,
			"email_content": text,
		}
	)
	log.insert(ignore_permissions=True)
	return log.name


@contextmanager
def without_account() -> Iterator[None]:
	"""Do without a mail where there is no account to send from, and without the message that Frappe has for whoever saves."""
	messages = len(frappe.local.message_log)
	try:
		yield
	except frappe.OutgoingEmailError:
		del frappe.local.message_log[messages:]


def mail(
	user: str, subject: str, template: str, args: dict, doctype: str | None = None, name: str | None = None
) -> None:
	"""Put a mail to the user into Frappe's Email Queue.

	Nothing where there is no address to use, or the site has no account to send from: the desk has told them already.
	"""
	address = frappe.db.get_value("User", user, "email")
	if not address or not validate_email_address(address):
		return
	with without_account():
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
