"""The inbox's endpoints. All answer with what the session's user may read; what is refused is refused in a sentence."""

import frappe

from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.screens.inbox import (
	acting,
	bodies,
	linking,
	live,
	mailboxes,
	page,
	person,
	sharing,
	strangers,
)
from frappe_crm_app.screens.inbox.thread import conversation
from frappe_crm_app.screens.inbox.views import View


@frappe.whitelist(methods=["GET"])
def get_setup() -> dict:
	"""Return `{mailboxes: [{name, title, email, user, is_own, is_read_by, status, problem, sharing, folders, here, on_server, checked_on}]}`.

	`here` of `on_server` mails are here, as the last check of each folder saw it (`checked_on`). Who only manages a mailbox that others
	share is told of its health; it `is_read_by` them not.
	"""
	return mailboxes.setup()


@frappe.whitelist(methods=["GET"])
def get_page(
	view: str = View.INBOX,
	mailbox: str | None = None,
	text: str | None = None,
	cursor: str | None = None,
	page_length: int = page.SHOWN,
) -> dict:
	"""Return conversations, newest first: `{rows, next_cursor, counts}`, of one mailbox or of all that the user reads.

	`counts`, `[{mailbox, folder, number}]`, are unread mails, and all drafts; they come with the first page. With `text`, mails of all
	folders but spam that have its words: a stretch of them is searched, and `next_cursor` goes on, though nothing may have been found.
	"""
	return page.page(view, mailbox, text, cursor, page_length)


@frappe.whitelist(methods=["GET"])
def get_thread(thread: str) -> dict:
	"""Return a conversation, named by itself or by one of its mails: `{thread, subject, mails, links: [{doctype, name, title}], waiting_since}`.

	Each mail has `people`, `files`, `entries` (where it lies, and whether the user `can_write` that); the newest have `html` and `text`,
	others are asked for by `get_body`.
	"""
	return conversation(thread)


@frappe.whitelist(methods=["GET"])
def get_body(mail: str) -> dict:
	"""Return `{html, text}` of a mail; the HTML was cleaned, and is to be shown in a frame of its own."""
	return bodies.body(mail)


@frappe.whitelist(methods=["GET"])
def get_person(mail: str) -> dict:
	"""Return whom a mail is with: `{email, full_name, contact, customer, deals, next_steps, can}`.

	`contact` is nothing for a stranger; `can` says of which DocTypes the user may make records.
	"""
	return person.card(mail)


@frappe.whitelist(methods=["POST"])
def watch() -> None:
	"""Say that the inbox is open, to hear of what comes; to be repeated every few minutes."""
	live.watch()


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def mark(names: str | list, is_read: bool = True) -> list[str]:
	"""Mark the conversations of these entries as read; or, of each, its newest mail as unread. Returns the entries that were changed."""
	return acting.mark(names, is_read)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def file(names: str | list, folder: str) -> list[str]:
	"""Move the conversations of these entries to Inbox, Archive or Spam; return the entries that were moved."""
	return acting.file(names, folder)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def put_back(names: str | list, folder: str) -> list[str]:
	"""Move just these entries, which `file` has answered, back to where they were."""
	return acting.put_back(names, folder)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def assign(names: str | list, user: str | None = None) -> list[str]:
	"""Give the conversations of these entries to somebody, who can read them from then on, or to nobody."""
	return acting.assign(names, user)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def tag(names: str | list, tag: str, is_added: bool = True) -> list[str]:
	"""Give the conversations of these entries a tag, or take it."""
	return acting.tag(names, tag, is_added)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def link(mail: str, doctype: str, name: str) -> None:
	"""Say that the conversation of a mail is about a contact, customer or deal that the user sees."""
	linking.add(mail, doctype, name)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def unlink(mail: str, doctype: str, name: str) -> None:
	"""Say that the conversation of a mail is not about a record."""
	linking.remove(mail, doctype, name)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def make_contact(mail: str) -> dict:
	"""Make who wrote a mail a contact; return `{contact}`."""
	return strangers.make_contact(mail)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def make_deal(mail: str) -> dict:
	"""Make a deal of a mail, with who wrote it as its contact; return `{deal}`."""
	return strangers.make_deal(mail)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def make_follow_up(mail: str) -> dict:
	"""Write a follow-up of a mail, with who wrote it as the contact; return `{note}`."""
	return strangers.make_follow_up(mail)


@frappe.whitelist(methods=["GET"])
def who_can_read(entry: str, sharing_level: str | None = None) -> dict:
	"""Return `{sharing, readers: [{user, full_name, reads, summary}]}` of a mail: who reads what of it, or would if it were shared so far.

	`reads` is a word of `MailSharing`. For the people of its mailbox.
	"""
	return sharing.who_can_read(entry, sharing_level)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def share(entry: str, sharing_level: str, is_whole: bool = False) -> list[str]:
	"""Share a mail, or its whole conversation, with whoever sees what it is about; return the entries that were shared."""
	return sharing.share(entry, sharing_level, is_whole)
