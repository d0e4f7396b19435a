"""Rules of mailboxes and their entries, which their controllers ask."""

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.kit.field_values import is_changed
from frappe_crm_app.records.mail.rights import is_member

# What an entry says of the mail and its place, which storing writes; nobody else does.
KEPT = ("mailbox", "mail", "thread", "sent_on", "bcc")


def refuse_nobodys(mailbox: Document) -> None:
	"""Raise `frappe.ValidationError` unless a mailbox is one person's, or shared by people with a role, and not both."""
	if mailbox.user and mailbox.shared_with:
		frappe.throw(
			_("A mailbox is one person's, or shared by people with a role. Remove the roles, or the user.")
		)
	if not mailbox.user and not mailbox.shared_with:
		frappe.throw(_("Say whose mailbox it is, or people with which roles share it."))


def refuse_account_of_others(mailbox: Document) -> None:
	"""Raise `frappe.PermissionError` where somebody would read the mails of an Email Account that is not theirs to look after.

	Whoever uses Frappe's own inbox reads all accounts, without their passwords: that is no right to all mails. Who connects a mailbox gives its password; what does that for them (`ignore_permissions`) has tried it.
	"""
	if mailbox.flags.ignore_permissions or not mailbox.is_new():
		return
	if not frappe.has_permission("Email Account", "write", mailbox.email_account):
		frappe.throw(_("Connect the mailbox by its address and password."), frappe.PermissionError)


def refuse_tags_of_one_person(mailbox: Document) -> None:
	"""Raise `frappe.ValidationError` where what is written to projects would lie in one person's mailbox."""
	if mailbox.takes_tags and mailbox.user:
		frappe.throw(_("Projects have addresses in a mailbox that people share, not in one person's."))


def keep_place(entry: Document) -> None:
	"""Let a save change neither which mail an entry is nor in which mailbox, whatever was sent."""
	before = entry.get_doc_before_save()
	if not before:
		return
	for fieldname in KEPT:
		entry.set(fieldname, before.get(fieldname))
	is_draft = EntryFolder.DRAFTS in (before.folder, entry.folder)
	if is_draft and before.folder != entry.folder and not entry.flags.ignore_permissions:
		frappe.throw(_("A draft stays among the drafts until it is sent."))


def refuse_sharing_by_others(entry: Document) -> None:
	"""Raise `frappe.PermissionError` where somebody who is none of the mailbox's people would share its mail, or stop that."""
	if entry.flags.ignore_permissions or not is_changed(entry, "sharing"):
		return
	if not is_member(entry.mailbox):
		frappe.throw(_("Only the people of the mailbox decide who sees its mails."), frappe.PermissionError)
