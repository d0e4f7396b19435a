"""Where documents are filed: folders in folders, the same for all."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from frappe_crm_app.kit.exceptions import DocumentError

FOLDER = "CRM Document Folder"
DEEPEST = 10
MOST = 2_000


def refuse_bad_folder(folder: Document) -> None:
	"""Raise `DocumentError` for a folder that is in itself, too deep, or called as another one beside it."""
	folder.folder_name = " ".join(str(folder.folder_name or "").split())
	refuse_circle(folder)
	twin = {"folder_name": folder.folder_name, "parent_folder": folder.parent_folder or ("is", "not set")}
	if frappe.db.exists(FOLDER, twin | {"name": ("!=", folder.name or "")}):
		frappe.throw(
			_("There is a folder {0} in this place already.").format(escape_html(folder.folder_name)),
			DocumentError,
		)


def refuse_circle(folder: Document) -> None:
	"""Raise `DocumentError` for a folder that is in itself, or deeper than anybody looks."""
	above = folder.parent_folder
	for _step in range(DEEPEST):
		if not above:
			return
		if above == folder.name:
			frappe.throw(_("A folder cannot be in itself."), DocumentError)
		above = frappe.db.get_value(FOLDER, above, "parent_folder")
	frappe.throw(_("Folders are at most {0} deep.").format(DEEPEST), DocumentError)


def all_folders() -> list[frappe._dict]:
	"""Return `{name, folder_name, parent_folder}` of all folders, by name, for who reads folders."""
	if not frappe.has_permission(FOLDER, "read"):
		return []
	return frappe.get_all(
		FOLDER,
		fields=["name", "folder_name", "parent_folder"],
		order_by="folder_name asc, name asc",
		limit=MOST,
	)


def with_folders_in(name: str, folders: list[frappe._dict]) -> list[str]:
	"""Return a folder and those in it, however deep."""
	found, new = [name], [name]
	while new:
		new = [each.name for each in folders if each.parent_folder in new and each.name not in found]
		found += new
	return found
