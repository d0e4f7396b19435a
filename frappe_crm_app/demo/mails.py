"""Mailboxes of those who sell, one that they share, and the mails in them: lifelike, and of no server."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random

from frappe_crm_app.demo.data import texts_mails
from frappe_crm_app.demo.mail_records import (
	Mail,
	MailAccount,
	Mailbox,
	MailboxEntry,
	MailboxRole,
	MailFolder,
	MailLink,
	MailParticipant,
)
from frappe_crm_app.demo.marks import STAFF_DOMAIN, name_of
from frappe_crm_app.demo.moments import at_some_hour, last_full_day, workday_until
from frappe_crm_app.demo.records import StaffMember
from frappe_crm_app.demo.subjects import Cast, Subject
from frappe_crm_app.demo.team import TEAM
from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import DeliveryState, Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mail_participant.options import ParticipantKind
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox.options import MailboxStatus, MailSharing
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.visibility.roles import CRMRole

ADMINISTRATOR = "Administrator"
SHARED = "sales"
EACH = 12  # conversations of a person
SHARING = (MailSharing.NOTHING, MailSharing.SUBJECT, MailSharing.EVERYTHING, MailSharing.NOTHING)
FOLDERS = (("INBOX", "Inbox"), ("Sent", "Sent"), ("Archive", "Archive"))
SNIPPET = 200


@dataclass(frozen=True)
class Correspondence:
	"""Everything of mails that one run writes."""

	accounts: tuple[MailAccount, ...]
	mailboxes: tuple[Mailbox, ...]
	folders: tuple[MailFolder, ...]
	mails: tuple[Mail, ...]
	entries: tuple[MailboxEntry, ...]


@dataclass
class Desk:
	"""What was written so far."""

	begun_on: datetime
	mails: list[Mail] = field(default_factory=list)
	entries: list[MailboxEntry] = field(default_factory=list)

	def add(self, mail: Mail, mailbox: Mailbox, folder: EntryFolder, is_read: bool) -> None:
		"""File a mail in a mailbox."""
		name = name_of("CRM Mailbox Entry", len(self.entries))
		self.mails.append(mail)
		self.entries.append(
			MailboxEntry(
				**row(name, mail.sent_on),
				mailbox=mailbox.name,
				mail=mail.name,
				thread=mail.thread,
				sent_on=mail.sent_on,
				folder=str(folder),
				is_read=int(is_read),
				sharing=mailbox.sharing,
			)
		)

	def next_name(self) -> str:
		return name_of("CRM Mail", len(self.mails))


def row(name: str, moment: datetime) -> dict:
	"""Return what every row has."""
	return {
		"name": name, "owner": ADMINISTRATOR, "creation": moment, "modified": moment, "modified_by": ADMINISTRATOR,
	}  # fmt: skip


def correspondence(random: Random, cast: Cast) -> Correspondence:
	"""Return mailboxes with their mails."""
	last = last_full_day(cast.setting.today)
	begun_on = datetime.combine(last - timedelta(days=365), datetime.min.time())
	desk, mailboxes = Desk(begun_on), tuple(mailboxes_of(begun_on))
	for member, mailbox in zip(TEAM, mailboxes[:-1], strict=True):
		for number, subject in enumerate(subjects_of(random, cast, member)):
			write_conversation(random, desk, mailbox, member, cast, subject, number)
	write_to_all(random, desk, mailboxes[-1], last)
	return Correspondence(
		tuple(account_of(mailbox) for mailbox in mailboxes),
		mailboxes,
		tuple(folders_of(mailboxes, desk, last)),
		tuple(desk.mails),
		tuple(desk.entries),
	)


def mailboxes_of(begun_on: datetime) -> Iterator[Mailbox]:
	"""Yield a mailbox for each of the team, then the one that all share."""
	for number, member in enumerate(TEAM):
		yield mailbox(number, begun_on, member.full_name, member.user, str(SHARING[number]), ())
	roles = (MailboxRole(str(CRMRole.SALES_REP)), MailboxRole(str(CRMRole.MANAGER)))
	yield mailbox(len(TEAM), begun_on, "Sales", None, str(MailSharing.EVERYTHING), roles)


def mailbox(
	number: int,
	begun_on: datetime,
	title: str,
	user: str | None,
	sharing: str,
	roles: tuple[MailboxRole, ...],
) -> Mailbox:
	"""Return a mailbox that nothing is fetched for: there is no server."""
	return Mailbox(
		**row(name_of("CRM Mailbox", number), begun_on),
		title=title,
		email_account=name_of("Email Account", number),
		user=user,
		sharing=sharing,
		sync_since=begun_on.date(),
		is_paused=1,
		status=str(MailboxStatus.PAUSED),
		shared_with=roles,
		takes_tags=int(not user),
	)


def account_of(mailbox: Mailbox) -> MailAccount:
	"""Return the account of a mailbox: an address, and no server."""
	address = mailbox.user or f"{SHARED}@{STAFF_DOMAIN}"
	return MailAccount(
		**row(mailbox.email_account, mailbox.creation), email_account_name=mailbox.title, email_id=address
	)


def folders_of(mailboxes: Sequence[Mailbox], desk: Desk, last: object) -> Iterator[MailFolder]:
	"""Yield the folders of the mailboxes, complete as they would be after a check of last night."""
	checked_on = datetime.combine(last, datetime.min.time()) + timedelta(hours=2)
	number = 0
	for mailbox in mailboxes:
		for folder_name, kind in FOLDERS:
			here = sum(entry.mailbox == mailbox.name and entry.folder == kind for entry in desk.entries)
			yield MailFolder(
				**row(name_of("CRM Mail Folder", number), mailbox.creation),
				mailbox=mailbox.name,
				folder_name=folder_name,
				kind=kind,
				is_synced=1,
				on_server=here,
				here=here,
				checked_on=checked_on,
			)
			number += 1


def subjects_of(random: Random, cast: Cast, member: StaffMember) -> list[Subject]:
	"""Return the deals that somebody of the team writes about: those with a contact who has an address, live ones first."""
	own = [number for number, deal in enumerate(cast.deals) if deal.deal_owner == member.user]
	subjects = [cast.about_deal(random, number) for number in own]
	reached = [subject for subject in subjects if cast.contact_of[subject.contact].email]
	return sorted(reached, key=lambda subject: not subject.is_live)[:EACH]


def write_conversation(
	random: Random,
	desk: Desk,
	mailbox: Mailbox,
	member: StaffMember,
	cast: Cast,
	subject: Subject,
	number: int,
) -> None:
	"""Write a conversation about a deal; what is over is archived, of live ones the newest few wait in the inbox."""
	heading, texts = texts_mails.CONVERSATIONS[number % len(texts_mails.CONVERSATIONS)]
	words = {**subject.words, "me": member.first_name}
	moments = moments_of(random, subject, len(texts), number)
	is_new = subject.is_live and number < 6
	first: Mail | None = None
	for place, (text, moment) in enumerate(zip(texts, moments, strict=True)):
		is_theirs, is_last = text.startswith("<"), place == len(texts) - 1
		mail = mail_of(
			desk, cast, member, subject, heading.format(**words), text[2:].format(**words), moment, is_theirs
		)
		mail = mail if first is None else answer_to(mail, first, desk.mails[-1])
		first = first or mail
		folder = EntryFolder.SENT if not is_theirs else EntryFolder.INBOX if is_new else EntryFolder.ARCHIVE
		desk.add(mail, mailbox, folder, is_read=not (is_theirs and is_last and is_new and number % 2 == 0))


def moments_of(random: Random, subject: Subject, count: int, number: int) -> list[datetime]:
	"""Return when a conversation was written, its last mail some working days before the last one that is over."""
	last = workday_until(subject.last - timedelta(days=number + 1 if subject.is_live else 0))
	days = [workday_until(last - timedelta(days=2 * back)) for back in reversed(range(count))]
	return sorted(at_some_hour(random, day) for day in days)


def mail_of(
	desk: Desk,
	cast: Cast,
	member: StaffMember,
	subject: Subject,
	heading: str,
	text: str,
	moment: datetime,
	is_theirs: bool,
) -> Mail:
	"""Return a mail between somebody of the team and the contact of a deal."""
	person = cast.contact_of[subject.contact]
	them = MailParticipant("", person.email, person.full_name, person.name)
	us = MailParticipant("", member.user, member.full_name, None)
	writer, reader = (them, us) if is_theirs else (us, them)
	links = tuple(
		MailLink(doctype, name)
		for doctype, name in (
			("CRM Contact", subject.contact), ("CRM Customer", subject.customer), ("CRM Sales Deal", subject.deal),
		)
		if name
	)  # fmt: skip
	return plain_mail(desk, writer, reader, heading, text, moment, is_theirs, links, subject.customer)


def plain_mail(
	desk: Desk,
	writer: MailParticipant,
	reader: MailParticipant,
	heading: str,
	text: str,
	moment: datetime,
	is_theirs: bool,
	links: tuple[MailLink, ...] = (),
	customer: str | None = None,
	is_automatic: int = 0,
) -> Mail:
	"""Return a mail that begins a conversation."""
	name = desk.next_name()
	people = (
		replace(writer, kind=str(ParticipantKind.FROM)), replace(reader, kind=str(ParticipantKind.TO)),
	)  # fmt: skip
	return Mail(
		**row(name, moment),
		subject=heading,
		from_email=writer.email,
		from_name=writer.full_name,
		direction=str(Direction.IN if is_theirs else Direction.OUT),
		sent_on=moment,
		received_on=moment,
		customer=customer,
		is_automatic=is_automatic,
		snippet=" ".join(text.split())[:SNIPPET],
		text=text,
		delivery_state="" if is_theirs else str(DeliveryState.SENT),
		thread=name,
		message_id=f"{name}@{STAFF_DOMAIN}",
		in_reply_to=None,
		reference_ids=None,
		identity=sha256(name.encode()).hexdigest(),
		participants=people,
		links=links,
	)


def answer_to(mail: Mail, first: Mail, before: Mail) -> Mail:
	"""Return the mail as an answer in the conversation of `first`."""
	return replace(
		mail,
		subject=f"Re: {first.subject}",
		thread=first.name,
		in_reply_to=before.message_id,
		reference_ids=f"{first.message_id} {before.message_id}",
	)


def write_to_all(random: Random, desk: Desk, mailbox: Mailbox, last: object) -> None:
	"""Write what comes to the shared address: strangers who ask, a newsletter, spam."""
	us = MailParticipant("", f"{SHARED}@{STAFF_DOMAIN}", "Sales", None)
	news = (*texts_mails.NEWSLETTER, EntryFolder.ARCHIVE, 1)
	come = [(*stranger, EntryFolder.INBOX, 0) for stranger in texts_mails.STRANGERS]
	come += [news] + [(*junk, EntryFolder.SPAM, 0) for junk in texts_mails.SPAM]
	for number, (full_name, email, heading, text, folder, is_automatic) in enumerate(come):
		moment = at_some_hour(random, workday_until(last - timedelta(days=number)))
		them = MailParticipant("", email, full_name, None)
		mail = plain_mail(desk, them, us, heading, text, moment, True, is_automatic=is_automatic)
		desk.add(mail, mailbox, folder, is_read=folder == EntryFolder.ARCHIVE)
