"""A mailbox that is removed takes along what was in it, and those mails that lie in no other."""

import frappe
from frappe.model.document import Document

from frappe_crm_app.kit.references import remove_beside
from frappe_crm_app.records.mail.rows import ENTRY, LINK, MAIL, PERSON
from frappe_crm_app.records.removal.dependents import chunks, files_of, remove_files

FOLDER, COPY = "CRM Mail Folder", "CRM Mail Copy"
AT_ONCE = 200


def empty(mailbox: Document) -> None:
	"""Remove what a mailbox holds: folders, what lies where on the server, entries; nobody reads its mails from now on."""
	folder, copy = frappe.qb.DocType(FOLDER), frappe.qb.DocType(COPY)
	folders = frappe.qb.from_(folder).select(folder.name).where(folder.mailbox == mailbox.name)
	frappe.qb.from_(copy).delete().where(copy.folder.isin(folders)).run()
	frappe.db.delete(FOLDER, {"mailbox": mailbox.name})
	for chunk in chunks(frappe.get_all(ENTRY, filters={"mailbox": mailbox.name}, pluck="name")):
		remove_beside(ENTRY, chunk)
		frappe.db.delete(ENTRY, {"name": ("in", chunk)})
	table = frappe.qb.DocType(MAIL)
	frappe.qb.update(table).set(table.mailbox, None).where(table.mailbox == mailbox.name).run()


def remove_some_left() -> bool:
	"""Remove some mails that lie in no mailbox, with their files and without a trace; return whether there were any."""
	mail, entry = frappe.qb.DocType(MAIL), frappe.qb.DocType(ENTRY)
	query = frappe.qb.from_(mail).left_join(entry).on(entry.mail == mail.name)
	query = query.select(mail.name).where(entry.name.isnull()).orderby(mail.name).limit(AT_ONCE)
	names = query.run(pluck=True)
	if names:
		remove_mails(names)
	return bool(names)


def remove_mails(names: list[str]) -> None:
	"""Remove these mails, which lie in no mailbox."""
	remove_files(files_of(MAIL, names))
	remove_beside(MAIL, names)
	for table in (PERSON, LINK):
		frappe.db.delete(table, {"parenttype": MAIL, "parent": ("in", names)})
	frappe.db.delete(COPY, {"mail": ("in", names)})
	frappe.db.delete(MAIL, {"name": ("in", names)})
