"""The endpoints of writing mails: for people who write by a mailbox of theirs. What is refused is refused in a sentence."""

import frappe

from frappe_crm_app.channels.mail.writing import answering, drafts, owing, remarks, rights, templates
from frappe_crm_app.channels.mail.writing.recipients import readable
from frappe_crm_app.kit.conflicts import repeated_on_conflict


@frappe.whitelist(methods=["GET"])
def get_mailboxes() -> list[dict]:
	"""Return the mailboxes by which the user writes, their own first: `[{name, title, email, user, signature}]`."""
	rights.refuse_others()
	return rights.writable_mailboxes()


@frappe.whitelist(methods=["GET"])
def prepare_mail(
	mailbox: str | None = None, to: str | None = None, doctype: str | None = None, name: str | None = None
) -> dict:
	"""Return a new mail as `get_draft` does, signed as the mailbox signs; about a contact, customer or deal, to its person."""
	return answering.begin(mailbox, to, doctype, name)


@frappe.whitelist(methods=["GET"])
def prepare_reply(mail: str, kind: str = "reply") -> dict:
	"""Return the beginning of an answer to a CRM Mail as `get_draft` does; `kind` is `reply`, `reply_all` or `forward`. Nothing is kept yet."""
	return answering.answer(mail, kind)


@frappe.whitelist(methods=["GET"])
def get_draft(mail: str) -> dict:
	"""Return a draft: `{draft, kept_on, state, problem, mailbox, to, cc, bcc, subject, html, quoted, in_reply_to, files: [{name, file_name, …}]}`.

	`to`, `cc` and `bcc` are as they were typed; a mail that could not be sent is a draft again, and `problem` says why.
	"""
	return drafts.read(mail)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def save_draft(
	draft: str | None = None,
	mailbox: str | None = None,
	to: str | list | None = None,
	cc: str | list | None = None,
	bcc: str | list | None = None,
	subject: str | None = None,
	html: str | None = None,
	quoted: str | None = None,
	in_reply_to: str | None = None,
	files: str | list | None = None,
	doctype: str | None = None,
	name: str | None = None,
	kept_on: str | None = None,
) -> dict:
	"""Keep what is being written, in a new draft or in the one that is named, and return `{draft, kept_on, files}`.

	Addresses stand in one text, with commas, or in a list. `in_reply_to` is the CRM Mail that is answered or forwarded, `quoted` what of it
	goes along, as HTML. `files` are Files, by name or address, that the user may read; they become the mail's. `doctype` and `name` are a
	contact, customer or deal that the mail is about. What is not given stays as it is. With the `kept_on` that was answered last, a draft
	that somebody else, or another window, has written further since is left as it is, and answered 409.
	"""
	written = drafts.Written(mailbox, to, cc, bcc, subject, html, quoted, in_reply_to, files, doctype, name)
	return drafts.save(draft, written, kept_on)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def send(mail: str) -> dict:
	"""Send a draft and return `{mail, seconds, remarks}`: for so many seconds nothing goes out, and `undo_send` takes it back."""
	return owing.send(mail)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def send_mail(
	to: str | list,
	subject: str = "",
	html: str = "",
	mailbox: str | None = None,
	cc: str | list | None = None,
	bcc: str | list | None = None,
	in_reply_to: str | None = None,
	files: str | list | None = None,
	doctype: str | None = None,
	name: str | None = None,
) -> dict:
	"""Write and send a mail at once, for scripts: what `save_draft` takes, and what `send` returns."""
	written = drafts.Written(mailbox, to, cc, bcc, subject, html, None, in_reply_to, files, doctype, name)
	return owing.send(drafts.save(None, written)["draft"])


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def undo_send(mail: str) -> dict:
	"""Take back a mail that nobody has yet and return `{draft}`; answered 409 where it may have gone."""
	return owing.undo(mail)


@frappe.whitelist(methods=["POST"])
def hurry(mail: str) -> None:
	"""Have a mail leave now whose seconds are over; without being asked it leaves within a minute."""
	owing.hurry(mail)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def discard_draft(mail: str) -> None:
	"""Remove a draft, or a mail that could not be sent, without a trace."""
	drafts.discard(mail)


@frappe.whitelist(methods=["GET"])
def get_templates(doctype: str | None = None, name: str | None = None) -> list[dict]:
	"""Return the Email Templates with the fields of a contact, customer or deal, as the user may read them.

	`[{name, title, subject, html, problem}]`; `problem` is why one cannot be used, empty otherwise.
	"""
	return templates.filled_templates(doctype, name)


@frappe.whitelist(methods=["GET"])
def fill_template(template: str, doctype: str | None = None, name: str | None = None) -> dict:
	"""Return `{subject, html}` of one Email Template, likewise."""
	return templates.filled_template(template, doctype, name)


@frappe.whitelist(methods=["GET"])
def get_remarks(to: str) -> list[str]:
	"""Return what one should know before writing to these addresses: that mails come back, that somebody opted out of mails to many."""
	rights.refuse_others()
	return remarks.remarks_on([each.email for each in readable(to)])
