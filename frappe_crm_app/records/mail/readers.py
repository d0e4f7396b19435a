""" "Who can read this mail?", as it is shared and as it would be: from the one policy, asked with the change made and undone again."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import frappe
from frappe.utils import get_fullname

from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox.options import MailSharing
from frappe_crm_app.records.mail.rights import check_member, refuse
from frappe_crm_app.records.mail.rows import ENTRY, MAIL
from frappe_crm_app.records.mail.sharing import read_sharing
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.explain import explain, people_to_ask
from frappe_crm_app.visibility.mailboxes import is_shared_as
from frappe_crm_app.visibility.user_access import UserAccess, access_of

SAVE_POINT = "crm_mail_shared_otherwise"
ORDER = (MailSharing.EVERYTHING, MailSharing.SUBJECT, MailSharing.EXCHANGED, MailSharing.NOTHING)


def who_can_read(entry: str, sharing: str | None = None) -> list[dict]:
	"""Return `{user, full_name, reads, summary}` of everybody who reads something of a mail in a mailbox, who reads most first.

	`reads` is a word of `MailSharing`. With `sharing`, it is what they would read if the mail were shared so far. For the people of its
	mailbox; raises `frappe.PermissionError` for others.
	"""
	if not frappe.db.exists(ENTRY, entry):
		refuse()
	doc = frappe.get_doc(ENTRY, entry)
	check_member(doc.mailbox)
	mail = frappe.get_doc(MAIL, doc.mail)
	with shared_as(entry, sharing):
		told = [told_of(mail, user) for user in people_to_ask(mail)]
	reading = [each for each in told if each["reads"] != MailSharing.NOTHING]
	return sorted(reading, key=lambda each: (ORDER.index(each["reads"]), each["full_name"].lower()))


@contextmanager
def shared_as(entry: str, sharing: str | None) -> Iterator[None]:
	"""Have a mail shared otherwise meanwhile; nothing of it is left, and nobody else gets to see it."""
	if not sharing:
		yield
		return
	frappe.db.savepoint(SAVE_POINT)
	try:
		frappe.db.set_value(ENTRY, entry, "sharing", str(read_sharing(sharing)), update_modified=False)
		yield
	finally:
		frappe.db.rollback(save_point=SAVE_POINT)
		frappe.clear_document_cache(ENTRY, entry)


def told_of(mail: object, user: str) -> dict:
	"""Return what one user reads of a mail, and why."""
	explained = explain(mail, user)
	reads = MailSharing.EVERYTHING if explained["visible"] else told_in_timelines(mail.name, access_of(user))
	return {
		"user": user,
		"full_name": get_fullname(user),
		"reads": reads,
		"summary": explained["summary"] if explained["visible"] else "",
	}


def told_in_timelines(mail: str, who: UserAccess) -> MailSharing:
	"""Return what the timelines of linked records tell somebody of a mail that they do not read."""
	if not who.roles_that_may("read", MAIL):
		return MailSharing.NOTHING
	about = policy.is_about_seen(who)
	for sharing in (MailSharing.SUBJECT, MailSharing.EXCHANGED):
		if all_fulfilled(mail, (about, is_shared_as(sharing))):
			return sharing
	return MailSharing.NOTHING


def all_fulfilled(mail: str, criteria: Iterable[object]) -> bool:
	return all(criterion is None or policy.fulfils(MAIL, mail, criterion) for criterion in criteria)
