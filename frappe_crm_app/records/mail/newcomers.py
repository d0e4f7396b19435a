"""A contact that is given an address: the mails of that address are linked to it, by a job after the commit.

Nothing is sent to the database in the save. Whether there are mails at all is kept in Redis, from the first one that is stored.
"""

import frappe
from frappe.model.document import Document

from frappe_crm_app.records.identity.addresses import emails_of
from frappe_crm_app.records.mail.tasks import enqueue_linking

KEY = "crm_mail_is_stored"


def begin_to_follow() -> None:
	"""Remember that there are mails, which may be linked to contacts to come."""
	frappe.cache.set_value(KEY, 1)


def follow_contact(contact: Document, _event: str | None = None) -> None:
	"""Have the mails of addresses that a contact was just given linked to it (hook `on_update`)."""
	emails = emails_of(contact) - emails_of(contact.get_doc_before_save())
	if emails:
		frappe.db.after_commit.add(lambda: follow(sorted(emails)))


def follow(emails: list[str]) -> None:
	"""Enqueue the linking, if there are mails."""
	if frappe.cache.get_value(KEY):
		enqueue_linking(emails)


def follow_import(**_facts: object) -> None:
	"""The same for the contacts of an import's chunk, whose addresses nobody lists (hook)."""
	frappe.db.after_commit.add(lambda: follow([]))
