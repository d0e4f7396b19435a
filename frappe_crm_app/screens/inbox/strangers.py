"""Who wrote becomes a contact, what they wrote a deal or a follow-up, by one click; the whole conversation is about them then."""

import frappe

from frappe_crm_app.records.mail import strangers
from frappe_crm_app.records.mail.linking import link
from frappe_crm_app.records.mail.rows import MAIL
from frappe_crm_app.screens.inbox.mailboxes import refuse_others


def make_contact(mail: str) -> dict:
	"""Return `{contact}`: the contact who has the address of a mail, made where there is none."""
	refuse_others()
	contact = strangers.make_contact(mail).name
	link_conversation(mail)
	return {"contact": contact}


def make_deal(mail: str) -> dict:
	"""Return `{deal}`: a deal with that contact."""
	refuse_others()
	deal = strangers.make_deal(mail).name
	link_conversation(mail)
	return {"deal": deal}


def make_follow_up(mail: str) -> dict:
	"""Return `{note}`: a follow-up with that contact."""
	refuse_others()
	note = strangers.make_follow_up(mail).name
	link_conversation(mail)
	return {"note": note}


def link_conversation(mail: str) -> None:
	"""Link the mails of a conversation to whom they name now."""
	thread = frappe.db.get_value(MAIL, mail, "thread")
	for name in frappe.get_all(MAIL, filters={"thread": thread}, pluck="name"):
		link(name)
