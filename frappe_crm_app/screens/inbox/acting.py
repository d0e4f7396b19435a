"""What is done about conversations, many at once: read, archived, spam, assigned, tagged. Each by set, of what the user may write.

Whatever is done to an entry is done to its conversation in that mailbox and folder. Nothing of it is told to the mail server.
"""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.desk.doctype.tag.tag import DocTags
from frappe.utils import get_fullname, get_url

from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.kit.received import read_texts
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.kit.telling import Reason, tell
from frappe_crm_app.records.mail.rows import ENTRY, MAIL
from frappe_crm_app.screens.inbox import live
from frappe_crm_app.screens.inbox.mailboxes import refuse_others
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.users import roles_of

MOST = 200  # conversations at once
# Between these a mail is moved; what was sent, and what is being written, stays where it is.
MOVABLE = (EntryFolder.INBOX, EntryFolder.ARCHIVE, EntryFolder.SPAM)
LONGEST_TAG = 60


def mark(names: str | list, is_read: bool) -> list[str]:
	"""Mark conversations as read, or unread; return the entries that were changed."""
	entries = [entry for entry in conversations(names) if bool(entry.is_read) != bool(is_read)]
	if not is_read:
		newest = {
			(entry.mailbox, entry.thread): entry for entry in sorted(entries, key=lambda each: each.sent_on)
		}
		entries = list(newest.values())
	return write(entries, is_read=int(bool(is_read)))


def file(names: str | list, folder: str) -> list[str]:
	"""Move conversations to the inbox, the archive or spam; return the entries that were moved."""
	if folder not in list(MOVABLE):
		frappe.throw(_("Mails are moved to the inbox, the archive or spam."))
	entries = [
		each for each in conversations(names) if each.folder in list(MOVABLE) and each.folder != folder
	]
	return write(entries, folder=folder)


def put_back(names: str | list, folder: str) -> list[str]:
	"""Move just these entries to a folder: what undoes `file`."""
	if folder not in list(MOVABLE):
		frappe.throw(_("Mails are moved to the inbox, the archive or spam."))
	entries = [each for each in chosen(names) if each.folder in list(MOVABLE)]
	return write(entries, folder=folder)


def assign(names: str | list, user: str | None) -> list[str]:
	"""Give conversations to a person of the CRM, who can read them from then on, or to nobody; return the entries that were changed."""
	if user and not roles_of([user]).get(user):
		frappe.throw(_("{0} is nobody who works with the CRM.").format(frappe.utils.escape_html(user)))
	entries = [entry for entry in conversations(names) if (entry.assigned_to or None) != (user or None)]
	changed = write(entries, assigned_to=user or None)
	if user and user != frappe.session.user and changed:
		tell_assigned(user, entries)
	return changed


def tell_assigned(user: str, entries: Sequence[frappe._dict]) -> None:
	"""Tell somebody that conversations are theirs to answer: the subject of one, the number of several."""
	threads = {entry.thread: entry for entry in entries}
	by = frappe.utils.escape_html(get_fullname(frappe.session.user))
	if len(threads) > 1:
		sentence = _("{0} gave you {1} conversations to answer").format(by, len(threads))
		tell(user, sentence, Reason.ASSIGNMENT, link=get_url("/app/crm-inbox?view=Assigned"))
		return
	(entry,) = threads.values()
	subject = frappe.utils.escape_html(frappe.db.get_value(MAIL, entry.mail, "subject") or _("No subject"))
	link = get_url(f"/app/crm-inbox?view=Assigned&thread={entry.thread}")
	tell(user, _("{0} gave you {1} to answer").format(by, subject), Reason.ASSIGNMENT, link=link)


def tag(names: str | list, tag: str, is_added: bool) -> list[str]:
	"""Give conversations a tag of Frappe's, or take it; return the entries."""
	word = (tag or "").strip()
	if not word or len(word) > LONGEST_TAG or "," in word:
		frappe.throw(_("A tag is a short word without commas."))
	entries = conversations(names)
	tags = DocTags(ENTRY)
	for entry in entries:
		(tags.add if is_added else tags.remove)(entry.name, word)
	return [entry.name for entry in entries]


def chosen(names: str | list) -> list[frappe._dict]:
	"""Return those of the named entries that the user may write. Raises `frappe.PermissionError` where none is."""
	refuse_others()
	wanted = read_texts(names, refuse_no_names)[: MOST + 1]
	if len(wanted) > MOST:
		frappe.throw(_("Choose at most {0} conversations.").format(MOST))
	return writable(frappe.qb.DocType(ENTRY).name.isin(wanted or [""]))


def refuse_no_names() -> None:
	frappe.throw(_("What is to be changed is a list of names."))


def writable(condition: object) -> list[frappe._dict]:
	"""Return the entries that meet the condition and that the user may write."""
	frappe.has_permission(ENTRY, "write", throw=True)
	entry = frappe.qb.DocType(ENTRY)
	columns = ("name", "mailbox", "thread", "folder", "mail", "is_read", "assigned_to", "sent_on")
	query = frappe.qb.from_(entry).select(*(entry[column] for column in columns)).where(condition)
	allowed = policy.criterion(ENTRY, action="write")
	rows = (query if allowed is None else query.where(allowed)).run(as_dict=True)
	if not rows:
		frappe.throw(_("There is no such mail that you can change."), frappe.PermissionError)
	return rows


def conversations(names: str | list) -> list[frappe._dict]:
	"""Return the entries of the conversations of these, each in its mailbox and folder, that the user may write."""
	places = {(each.mailbox, each.folder, each.thread) for each in chosen(names)}
	entry = frappe.qb.DocType(ENTRY)
	beside = writable(entry.thread.isin(sorted({thread for _mailbox, _folder, thread in places})))
	return [each for each in beside if (each.mailbox, each.folder, each.thread) in places]


def write(entries: Sequence[frappe._dict], **values: object) -> list[str]:
	"""Give entries, which the user may write, these values, and tell who looks at their mailboxes."""
	names = [entry.name for entry in entries]
	if not names:
		return []
	entry = frappe.qb.DocType(ENTRY)
	query = update_records(ENTRY)
	for column, value in values.items():
		query = query.set(entry[column], value)
	query.where(entry.name.isin(names)).run()
	live.announce({entry.mailbox for entry in entries})
	return names
