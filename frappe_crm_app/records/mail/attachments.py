"""The files of a mail: private Files on the CRM Mail, so that who reads the mail reads them and nobody else.

Frappe's own way to a File is for uploads: it takes files of one content for one file, refuses some, changes images, limits their
size, and tells each in a comment. Here each is written as it was sent, under a name that cannot be guessed, with its row.
"""

import os
import re
from collections.abc import Sequence
from hashlib import md5

import frappe
from frappe.utils import get_files_path

from frappe_crm_app.kit.set_based import insert_records
from frappe_crm_app.records.mail.message import Attachment
from frappe_crm_app.records.mail.rows import MAIL, STANDARD, new_name, standard

LONGEST_NAME = 140
ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}$")
RAW_NAME = "message.eml"
FOLDER = "Home/Attachments"
COLUMNS = (
	"file_name", "file_url", "file_size", "is_private", "is_folder", "folder", "content_hash", "attached_to_doctype", "attached_to_name",
)  # fmt: skip


def attach(mail: str, attachments: Sequence[Attachment]) -> dict[str, str]:
	"""Write the files of a mail and return the name of the File of each Content-ID; where the transaction is undone, so are they."""
	rows, inline = [], {}
	for each in attachments:
		name = new_name()
		address = write(name, each)
		digest = md5(each.content, usedforsecurity=False).hexdigest()
		size = len(each.content)
		rows.append((*standard(name), shortened(each.name), address, size, 1, 0, FOLDER, digest, MAIL, mail))
		if each.content_id:
			inline.setdefault(each.content_id, name)
	insert_records("File", (*STANDARD, *COLUMNS), rows)
	return inline


def attach_raw(mail: str, raw: bytes) -> None:
	"""Keep a mail that cannot be read as it came."""
	attach(mail, [Attachment(RAW_NAME, "message/rfc822", raw)])


def write(name: str, attachment: Attachment) -> str:
	"""Write the content of an attachment to disk and return its address."""
	ending = ENDING.search(attachment.name)
	file_name = f"mail-{name}-{frappe.generate_hash(length=20)}{ending[0].lower() if ending else ''}"
	path = get_files_path(file_name, is_private=1)
	frappe.db.after_rollback.add(lambda: remove(path))
	with open(path, "wb") as file:
		file.write(attachment.content)
		file.flush()
		os.fsync(file.fileno())
	return f"/private/files/{file_name}"


def remove(path: str) -> None:
	"""Remove what was written in a transaction that was undone."""
	if os.path.exists(path):
		os.remove(path)


def shortened(name: str) -> str:
	"""Return the name of a file with its ending, cut to what a File holds, without what a browser would take for a tag."""
	name = name.replace("<", "‹").replace(">", "›")
	if len(name) <= LONGEST_NAME:
		return name
	ending = ENDING.search(name)
	kept = ending[0] if ending else ""
	return name[: LONGEST_NAME - len(kept) - 1] + "…" + kept
