"""Asks where else a mail belongs than to whom its addresses name (`crm_mail_filers`): to a project, for its address."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mail_participant.options import ParticipantKind
from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import SCOPED_RECORDS
from frappe_crm_app.kit.meeting_points import Point, answers
from frappe_crm_app.records.mail.domains import normalised
from frappe_crm_app.records.mail.linking import About, Record, links_of
from frappe_crm_app.records.mail.message import ReadMail
from frappe_crm_app.records.mail.relinking import Chosen
from frappe_crm_app.records.mail.rows import ENTRY, MAIL, PERSON, insert_links

DELIVERED = ("Delivered-To", "X-Original-To")  # what a blind copy went to


@dataclass(frozen=True)
class Posted:
	"""What a mail is filed by.

	`sender` is an address (`""` where nobody is named), `recipients` are all that are known. `thread` is the one to which it was found to belong,
	`None` where it begins one. Of what we sent, `user` is who wrote it: whose mailbox it is, `None` where people share that.
	"""

	sender: str
	recipients: tuple[str, ...]
	direction: Direction
	thread: str | None
	user: str | None = None


@dataclass(frozen=True)
class Filed:
	"""What a mail is about besides; `is_closed` where whoever sees its contacts, customers and deals is not to see it for these."""

	records: tuple[Record, ...] = ()
	is_closed: bool = False

	def closing(self, chosen: Chosen) -> Chosen:
		"""Return what counts as chosen for the mail: where it is closed, no contact, customer and deal but what people chose."""
		return (
			replace(chosen, doctypes=(*sorted({*chosen.doctypes, *SCOPED_RECORDS}),))
			if self.is_closed
			else chosen
		)

	def added(self, found: About, chosen: Chosen) -> About:
		"""Return what the mail is about, given what else it is about; where people chose for a record type, nothing is added of it."""
		return replace(found, records=(*dict.fromkeys((*found.records, *self.left_by(chosen))),))

	def left_by(self, chosen: Chosen) -> list[Record]:
		"""Return the records of the types for which nobody has chosen."""
		return [record for record in self.records if record[0] not in chosen.doctypes]


def filed(posted: Posted) -> Filed:
	"""Return where all who are asked file a mail."""
	found = answers(Point.MAIL_FILERS, lambda handler: handler(posted)).values()
	records = dict.fromkeys(record for each in found for record in each.records)
	return Filed((*records,), any(each.is_closed for each in found))


def posted(read: ReadMail, direction: Direction, thread: str | None, mailbox: str) -> Posted:
	"""Return what a mail that was read, and lies in a mailbox, is filed by."""
	named = [each.email for each in (*read.to, *read.cc, *read.bcc) if each.email]
	user = frappe.get_cached_value("CRM Mailbox", mailbox, "user") if direction == Direction.OUT else None
	sender = read.sender.email if read.sender else ""
	return Posted(sender, (*dict.fromkeys([*named, *delivered_to(read)]),), direction, thread, user or None)


def delivered_to(read: ReadMail) -> list[str]:
	"""Return the addresses to which servers say that they delivered a mail."""
	lines = (line for name in DELIVERED for line in read.headers.get(name, "").splitlines())
	return normalised(line.strip(" \t<>") for line in lines)


def file_written(mail: frappe._dict) -> None:
	"""File a mail that was written here and is sent, given with `name`, `thread`, `mailbox` and `written_by`."""
	found = filed(posted_as_written(mail))
	if not found.records:
		return
	stored = frappe.db.get_value(MAIL, mail.name, "chosen_links")
	chosen = Chosen(tuple((stored or "").splitlines()))
	if found.is_closed:
		frappe.db.set_value(MAIL, mail.name, "chosen_links", found.closing(chosen).as_text())
	there = {(each.link_doctype, each.link_name) for each in links_of([mail.name])}
	missing = [record for record in found.left_by(chosen) if record not in there]
	insert_links([(mail.name, *record, 0) for record in missing], first=len(there) + 1)


def posted_as_written(mail: frappe._dict) -> Posted:
	"""Return what such a mail is filed by."""
	people = frappe.get_all(PERSON, {"parent": mail.name}, ["kind", "email"], order_by="idx asc")
	blind = frappe.db.get_value(ENTRY, {"mail": mail.name, "mailbox": mail.mailbox}, "bcc")
	sender = next((each.email for each in people if each.kind == ParticipantKind.FROM), "")
	named: Iterable[str] = (
		each.email for each in people if each.kind in (ParticipantKind.TO, ParticipantKind.CC)
	)
	recipients = (*named, *normalised((blind or "").split(",")))
	return Posted(sender, recipients, Direction.OUT, mail.thread, mail.written_by)
