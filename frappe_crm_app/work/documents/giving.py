"""A version's file as an answer: to be saved, or shown by the browser where nothing in it can run."""

import frappe
from frappe import _

from frappe_crm_app.kit.exceptions import DocumentStateError
from frappe_crm_app.work.documents.contents import is_shown
from frappe_crm_app.work.documents.store import content_of

SAVED = "application/octet-stream"


def give(version: frappe._dict, is_inline: bool = False) -> None:
	"""Answer the file of a version; raises `DocumentStateError` where it is gone, or of a type that is not shown inline."""
	if is_inline and not is_shown(version.content_type):
		frappe.throw(_("A file of this type is only saved, not shown."), DocumentStateError)
	content = content_of(version.file)
	if content is None:
		frappe.throw(_("The file is not there any more."), DocumentStateError)
	frappe.local.response.update(
		{
			"type": "download",
			"filename": as_frappe_reads(version.file_name),
			"filecontent": content,
			"content_type": version.content_type if is_shown(version.content_type) else SAVED,
			"display_content_as": "inline" if is_inline else "attachment",
		}
	)


def as_frappe_reads(name: str) -> str:
	"""Return a name as Frappe's answer reads it: escapes are read there, and other letters taken for those of Latin-1."""
	return name.encode("unicode-escape").decode("ascii")
