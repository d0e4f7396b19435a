"""A mail as it begins: an answer, an answer to all, a forwarded mail, or a new one, with the mailbox's signature."""

import re
from collections.abc import Sequence

import frappe
from frappe import _
from frappe.utils import format_datetime, get_fullname

from frappe_crm_app.channels.mail.writing import bodies, recipients, rights
from frappe_crm_app.channels.mail.writing.files import files_of
from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mail_participant.options import ParticipantKind
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.exceptions import WritingError
from frappe_crm_app.kit.sentences import as_text
from frappe_crm_app.records.mail.message import Address
from frappe_crm_app.records.mail.rows import ENTRY, MAIL, PERSON
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, PROJECT

ANSWERED = re.compile(r"\s*(re|aw|sv|antw|rif|ref|odp|vs)(\[\d+\])?\s*:", re.I)
FORWARDED = re.compile(r"\s*(fwd?|wg|tr|rv|i|vb)\s*:", re.I)


class AnswerKind(StrEnum):
	"""How a mail is answered."""

	REPLY = "reply"
	REPLY_ALL = "reply_all"
	FORWARD = "forward"


def begin(mailbox: str | None, to: str | None, doctype: str | None, name: str | None) -> dict:
	"""Return a new mail, as `drafts.read` returns one, to the person of a record where one is named."""
	rights.refuse_others()
	chosen = chosen_mailbox(mailbox, rights.writable_mailboxes())
	if doctype or name:
		rights.check_record(doctype, name)
	to = recipients.as_typed(to, _("To")) or (person_of(doctype, name) if name else "")
	return letter(chosen) | {"to": to, "doctype": doctype, "name": name}


def person_of(doctype: str, name: str) -> str:
	"""Return to whom one writes about a record, as it is typed; empty where there is nobody whom the user sees."""
	field = {CUSTOMER: "primary_contact", DEAL: "contact", PROJECT: "contact"}.get(doctype)
	contact = frappe.db.get_value(doctype, name, field) if field else name
	found = frappe.get_list(CONTACT, {"name": contact or ""}, ["email", "full_name"], order_by=None)
	return recipients.written([Address(row.email or "", row.full_name or "") for row in found])


def answer(mail: str, kind: str) -> dict:
	"""Return the beginning of an answer to a mail. Raises `WritingError` and `frappe.PermissionError`."""
	rights.refuse_others()
	if kind not in list(AnswerKind):
		frappe.throw(_("A mail is answered as {0}.").format(", ".join(AnswerKind)), WritingError)
	rights.check_readable(mail)
	stored = frappe.db.get_value(
		MAIL,
		mail,
		["name", "subject", "sent_on", "direction", "html", "text", "from_email", "from_name"],
		as_dict=True,
	)
	chosen = mailbox_to_answer_by(mail)
	people = frappe.get_all(
		PERSON, {"parent": mail, "parenttype": MAIL}, ["kind", "email", "full_name"], order_by="idx asc"
	)
	begun = letter(chosen) | {"in_reply_to": mail, "subject": subject_of(stored.subject, kind)}
	if kind == AnswerKind.FORWARD:
		return begun | {"quoted": forwarded(stored, people), "files": files_of(mail)}
	to, cc = addressees(stored, people, chosen.email or "", kind)
	return begun | {"to": recipients.written(to), "cc": recipients.written(cc), "quoted": quoted(stored)}


def letter(mailbox: frappe._dict) -> dict:
	"""Return an empty mail by a mailbox, with its signature."""
	signature = f"<p><br></p><div>{mailbox.signature}</div>" if (mailbox.signature or "").strip() else ""
	texts = dict.fromkeys(("to", "cc", "bcc", "subject", "quoted"), "")
	return {
		"draft": None,
		"mailbox": mailbox.name,
		**texts,
		"html": signature,
		"in_reply_to": None,
		"files": [],
	}


def chosen_mailbox(name: str | None, mailboxes: Sequence[frappe._dict]) -> frappe._dict:
	"""Return the named one of the user's mailboxes, else their first; raises `frappe.PermissionError`."""
	if not name:
		return rights.first_of(list(mailboxes))
	rights.check_mailbox(name)
	return next(each for each in mailboxes if each.name == name)


def mailbox_to_answer_by(mail: str) -> frappe._dict:
	"""Return the mailbox in which a mail lies, of those by which the user writes, else their first."""
	mailboxes = rights.writable_mailboxes()
	lies_in = frappe.get_all(ENTRY, {"mail": mail}, pluck="mailbox", order_by=None)
	return rights.first_of([each for each in mailboxes if each.name in lies_in] or mailboxes)


def addressees(
	mail: frappe._dict, people: Sequence[frappe._dict], own: str, kind: str
) -> tuple[list[Address], list[Address]]:
	"""Return to whom an answer goes, and copies of it: whoever wrote, or whom they name; of a mail of ours, those to whom it went."""
	of = {
		wanted: [
			Address(row.email, as_text(row.full_name) or "")
			for row in people
			if row.kind == wanted and row.email
		]
		for wanted in ParticipantKind
	}
	is_ours = mail.direction == Direction.OUT or mail.from_email == own
	to = of[ParticipantKind.TO] if is_ours else of[ParticipantKind.REPLY_TO] or of[ParticipantKind.FROM]
	if kind != AnswerKind.REPLY_ALL:
		return to, []
	named = {own, *(each.email for each in to)}
	others = [*of[ParticipantKind.TO], *of[ParticipantKind.CC]]
	return to, [each for each in others if not (each.email in named or named.add(each.email))]


def subject_of(subject: str | None, kind: str) -> str:
	"""Return the subject of an answer, with one mark of answers before it."""
	text = (subject or "").strip()
	if kind == AnswerKind.FORWARD:
		return text if FORWARDED.match(text) else f"Fwd: {text}"
	return text if ANSWERED.match(text) else f"Re: {text}"


def quoted(mail: frappe._dict) -> str:
	"""Return what is answered as HTML, below a line that says who wrote it and when."""
	introduction = _("On {0}, {1} wrote:").format(
		format_datetime(mail.sent_on), mail.from_name or mail.from_email or ""
	)
	return bodies.quoted(introduction, html_of(mail))


def forwarded(mail: frappe._dict, people: Sequence[frappe._dict]) -> str:
	"""Return what is forwarded as HTML, below what it says of itself."""
	named = {
		kind: ", ".join(
			f"{row.full_name} <{row.email}>" if row.full_name else row.email
			for row in people
			if row.kind == kind
		)
		for kind in (ParticipantKind.FROM, ParticipantKind.TO, ParticipantKind.CC)
	}
	headers = [
		(_("From"), named[ParticipantKind.FROM]),
		(_("Sent"), format_datetime(mail.sent_on)),
		(_("To"), named[ParticipantKind.TO]),
		(_("Copy"), named[ParticipantKind.CC]),
		(_("Subject"), mail.subject or ""),
	]
	return bodies.forwarded(headers, html_of(mail))


def html_of(mail: frappe._dict) -> str:
	return mail.html or bodies.html_of_text(mail.text or "")


def sender_of(mailbox: frappe._dict, user: str) -> str:
	"""Return by what name somebody writes: their own, and in a shared mailbox that of the mailbox."""
	return get_fullname(user) if mailbox.user else mailbox.title
