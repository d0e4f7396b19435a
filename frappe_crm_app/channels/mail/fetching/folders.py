"""The folders of a mailbox, kept as the server has them; whoever has the mailbox chooses which are read."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from hashlib import sha256

import frappe

from frappe_crm_app.channels.mail.fetching.folder_kinds import Folder
from frappe_crm_app.channels.mail.servers.folder_names import encoded
from frappe_crm_app.frappe_crm_app.doctype.crm_mail_folder.options import FolderKind
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.kit.set_based import insert_missing
from frappe_crm_app.records.mail.rows import STANDARD, new_name, standard

FOLDER, COPY = "CRM Mail Folder", "CRM Mail Copy"
LONGEST_NAME = 255  # of the column
COLUMNS = ("mailbox", "folder_name", "kind", "is_synced", "sent_name")
FIELDS = (
	"name",
	"folder_name",
	"kind",
	"is_synced",
	"uidvalidity",
	"sent_name",
	"highest_uid",
	"lowest_uid",
	"checked_on",
	"here",
	"on_server",
)
ENTRY_FOLDER = {
	FolderKind.INBOX: EntryFolder.INBOX,
	FolderKind.SENT: EntryFolder.SENT,
	FolderKind.SPAM: EntryFolder.SPAM,
	FolderKind.DRAFTS: EntryFolder.DRAFTS,
}


def keep(mailbox: str, folders: Sequence[Folder]) -> list[frappe._dict]:
	"""Store which folders a mailbox has, and return those that are read, in their order.

	A folder that is gone, or has another name by now, takes along only what lay where on the server: its mails stay.
	"""
	folders = [folder for folder in folders if len(folder.sent_name) <= LONGEST_NAME]
	known = by_sent_name(mailbox)
	forget([row.name for name, row in known.items() if name not in {folder.sent_name for folder in folders}])
	missing = [folder for folder in folders if folder.sent_name not in known]
	if missing:
		insert(mailbox, missing)
		known = by_sent_name(mailbox)
	alike = [renamed(folder) for folder in missing if folder.sent_name not in known]
	if alike:
		insert(mailbox, alike)
		known = by_sent_name(mailbox)
	found = [known[folder.sent_name] for folder in folders if folder.sent_name in known]
	return [row for row in found if row.is_synced]


def insert(mailbox: str, folders: Sequence[Folder]) -> None:
	"""Store folders; one whose name is that of another is left out."""
	rows = [
		(
			*standard(new_name()),
			mailbox,
			folder.name,
			str(folder.kind),
			int(folder.is_synced),
			odd_name(folder),
		)
		for folder in folders
	]
	insert_missing(FOLDER, (*STANDARD, *COLUMNS), rows)


def odd_name(folder: Folder) -> str | None:
	"""Return the name as the server wrote it, where that does not follow from the one that is shown."""
	return None if folder.sent_name == encoded(folder.name) else folder.sent_name


def renamed(folder: Folder) -> Folder:
	"""Return a folder by a name that no other has: two may read the same, one sent in UTF-8 and one as it should be."""
	digest = sha256(folder.sent_name.encode()).hexdigest()[:6]
	return replace(folder, name=f"{folder.name[: LONGEST_NAME - 10]} ({digest})")


def by_sent_name(mailbox: str) -> dict[str, frappe._dict]:
	"""Return the folders of a mailbox by their names on the server."""
	return {sent_name_of(row): row for row in stored(mailbox)}


def sent_name_of(folder: frappe._dict) -> str:
	"""Return the name of a stored folder as the server wrote it."""
	return folder.sent_name or encoded(folder.folder_name)


def stored(mailbox: str) -> list[frappe._dict]:
	"""Return the folders of a mailbox, as they are stored."""
	return frappe.get_all(
		FOLDER, filters={"mailbox": mailbox}, fields=list(FIELDS), order_by="creation asc, name asc"
	)


def forget(names: Sequence[str]) -> None:
	"""Forget folders that are gone."""
	if names:
		frappe.db.delete(COPY, {"folder": ("in", names)})
		frappe.db.delete(FOLDER, {"name": ("in", names)})


def choose(mailbox: str, names: Iterable[str]) -> None:
	"""Read these folders of a mailbox from now on, and no others."""
	chosen = set(names)
	for is_synced in (0, 1):
		changed = [
			row.name
			for row in stored(mailbox)
			if row.is_synced != is_synced and (row.folder_name in chosen) == bool(is_synced)
		]
		if changed:
			values = {"is_synced": is_synced, "checked_on": None}
			frappe.db.set_value(FOLDER, {"name": ("in", changed)}, values, update_modified=False)


def ask_for_check(mailbox: str) -> None:
	"""Have all folders of a mailbox be compared with the server at the next look."""
	frappe.db.set_value(FOLDER, {"mailbox": mailbox}, "checked_on", None, update_modified=False)


def note(name: str, **values: object) -> None:
	"""Store how far a folder was read."""
	frappe.db.set_value(FOLDER, name, values, update_modified=False)


def entry_folder(kind: str) -> EntryFolder:
	"""Return where the mails of a folder of this kind lie here."""
	return ENTRY_FOLDER.get(FolderKind(kind), EntryFolder.ARCHIVE)
