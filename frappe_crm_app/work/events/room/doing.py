"""What somebody does with their own task in their room: each is found anew by the link, whatever was sent."""

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html
from frappe.utils.pdf import pdf_contains_js

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import NoteStatus
from frappe_crm_app.kit.acting import acting_as
from frappe_crm_app.kit.telling import notify, telling_afterwards
from frappe_crm_app.visibility.guarded import CONTACT, NOTE, PROJECT
from frappe_crm_app.work.events.room.presenting import tasks_of
from frappe_crm_app.work.events.room.uploads import LARGEST, UploadError, clean_name
from frappe_crm_app.work.events.room.views import Did, write

LONGEST = 5000
MOST_FILES = 20


def own_task(link: frappe._dict, name: object) -> Document:
	"""Return a task of whoever has the link, locked; raises `frappe.PermissionError`, the same for any other and for none."""
	found = tasks_of(link, name) if isinstance(name, str) and name and name.isprintable() else []
	if not found or not frappe.db.get_value(NOTE, found[0].name, "name", for_update=True):
		frappe.throw(_("There is no such task of yours."), frappe.PermissionError)
	return frappe.get_doc(NOTE, found[0].name, for_update=True)


def tick(link: frappe._dict, name: object, is_done: bool) -> dict:
	"""Tick a task off, or open it again, by its own rules; return `{is_done}`."""
	task = own_task(link, name)
	status = NoteStatus.DONE if is_done else NoteStatus.OPEN
	if task.status != status:
		with acting_as("Administrator"), telling_afterwards():
			task.status = status
			task.save(ignore_permissions=True)
		write(link, Did.TICKED if is_done else Did.REOPENED, task.subject or "")
		tell_of(link, task, _("{0} ticked off: {1}") if is_done else _("{0} opened again: {1}"))
	return {"is_done": is_done}


def comment(link: frappe._dict, name: object, text: str) -> None:
	"""Add a comment to a task, by the name of whoever has the link."""
	task = own_task(link, name)
	text = text.strip()[:LONGEST]
	if not text:
		frappe.throw(_("Please write something."))
	html = escape_html(text).replace("\n", "<br>")
	with acting_as("Administrator"), telling_afterwards():
		added = task.add_comment("Comment", html, comment_email=None, comment_by=name_of(link))
	write(link, Did.COMMENTED, task.subject or "", added.name)
	tell_of(link, task, _("{0} commented on: {1}"))


def upload(link: frappe._dict, name: object, file_name: str, content: bytes) -> dict:
	"""Attach a file to a task, for our people alone to read; return `{file_name}`."""
	task = own_task(link, name)
	if frappe.db.count("File", {"attached_to_doctype": NOTE, "attached_to_name": task.name}) >= MOST_FILES:
		frappe.throw(_("This task has {0} files already.").format(MOST_FILES))
	facts = {"attached_to_doctype": NOTE, "attached_to_name": task.name, "is_private": 1}
	called = read_name(file_name, content)
	if called.endswith(".pdf"):
		refuse_unreadable_pdf(content)
	with acting_as("Administrator"), telling_afterwards():
		file = frappe.new_doc("File")
		file.update({"file_name": called, "content": content, **facts})
		file.insert(ignore_permissions=True)
	write(link, Did.UPLOADED, called)
	tell_of(link, task, _("{0} uploaded a file to: {1}"))
	return {"file_name": called}


def read_name(file_name: str, content: bytes) -> str:
	"""Return what a file is to be called; raises `frappe.ValidationError` for one that is not taken."""
	try:
		return clean_name(file_name, content)
	except UploadError as error:
		refuse(error.reason)


def refuse(reason: str) -> NoReturn:
	"""Raise `frappe.ValidationError` for a file, in the words for an `UploadError`'s reason."""
	sentences = {
		"empty": _("The file is empty."),
		"size": _("A file may have at most {0} MB.").format(cint(LARGEST / 1024 / 1024)),
		"kind": _("Please upload a PDF, a picture, a text or an Office document."),
	}
	frappe.throw(sentences[reason])


def refuse_unreadable_pdf(content: bytes) -> None:
	"""Raise `frappe.ValidationError` for a PDF that Frappe, which looks for scripts in it, cannot read, whatever that raises, and for one with scripts."""
	try:
		has_scripts = pdf_contains_js(content)
	except Exception:
		has_scripts = True
	if has_scripts:
		frappe.throw(_("This PDF is broken, or holds scripts."))


def name_of(link: frappe._dict) -> str:
	return frappe.db.get_value(CONTACT, link.contact, "full_name") or _("A contact")


def tell_of(link: frappe._dict, task: Document, sentence: str) -> None:
	"""Leave whoever looks after the task, and the project's owner, a notification."""
	people = {task.assigned_to, frappe.db.get_value(PROJECT, link.project, "project_owner")}
	subject = sentence.format(
		escape_html(name_of(link)), f"<b>{escape_html(task.subject or _(task.action))}</b>"
	)
	for user in sorted(filter(None, people - {"Administrator", "Guest"})):
		notify(user, subject, NOTE, task.name)
