"""The folders of a mailbox, kept as the server has them; whoever has the mailbox chooses which are read."""

from collections.abc import Iterable, Sequence

import frappe

from frappe_crm_app.channels.mail.fetching.folder_kinds import Folder
from frappe_crm_app.frappe_crm_app.doctype.crm_mail_folder.options import FolderKind
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.kit.set_based import insert_missing
from frappe_crm_app.records.mail.rows import STANDARD, new_name, standard

FOLDER, COPY = "CRM Mail Folder", "CRM Mail Copy"
LONGEST_NAME = 255  # of the column
COLUMNS = ("mailbox", "folder_name", "kind", "is_synced")
FIELDS = (
	"name",
	"folder_name",
	"kind",
	"is_synced",
	"uidvalidity",
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
	folders = [folder for folder in folders if len(folder.name) <= LONGEST_NAME]
	rows = [
		(*standard(new_name()), mailbox, folder.name, str(folder.kind), int(folder.is_synced))
		for folder in folders
	]
	known = {row.folder_name: row for row in stored(mailbox)}
	insert_missing(
		FOLDER, (*STANDARD, *COLUMNS), [row for row in rows if row[len(STANDARD) + 1] not in known]
	)
	forget([row.name for name, row in known.items() if name not in {folder.name for folder in folders}])
	known = {row.folder_name: row for row in stored(mailbox)}
	return [known[folder.name] for folder in folders if folder.name in known and known[folder.name].is_synced]


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
