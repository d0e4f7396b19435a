"""Makes the CRM Contact Import that the job works off."""

import json
from pathlib import Path

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import.options import ImportStatus
from frappe_crm_app.intake.contact_import.choices import ImportOptions, chosen_mapping
from frappe_crm_app.intake.contact_import.columns import by_header, headers_key
from frappe_crm_app.intake.contact_import.files import content_hash, open_file, path_of
from frappe_crm_app.intake.contact_import.sentences import sentence_about_missing
from frappe_crm_app.intake.contact_import.tables import ReadingChoices
from frappe_crm_app.intake.contact_import.tasks import JOB
from frappe_crm_app.kit.conflicts import refused_on_conflict, undoing
from frappe_crm_app.kit.exceptions import ImportChoiceError, ImportStateError
from frappe_crm_app.kit.uploaded_names import name_as_uploaded


def start_import(file: Document, choices: dict | None, options: ImportOptions) -> str:
	"""Queue an import of the file and return its name.

	Raises `UnreadableFileError`, `ImportChoiceError`, and `ImportStateError` where the same content is being imported.
	"""
	path = path_of(file)
	with open_file(path, options.reading) as table:
		header, mapping = table.header, chosen_mapping(table, choices)
	missing = sentence_about_missing(mapping)
	if missing:
		frappe.throw(missing, ImportChoiceError)
	contact_import = frappe.new_doc("CRM Contact Import")
	contact_import.update(options.as_dict())
	contact_import.update(
		{
			"file": file.name,
			"encoding": table.source.encoding,
			"sheet": table.source.sheet,
			"header_row": table.header_row,
			"file_name": name_as_uploaded(file),
			"mapping": json.dumps(by_header(header, mapping)),
			"headers_key": headers_key(header),
			"beat_on": now_datetime(),
			"status": ImportStatus.QUEUED,
		}
	)
	insert_alone(contact_import, path)
	JOB.enqueue(contact_import.name)
	return contact_import.name


def reading_of(contact_import: Document) -> ReadingChoices:
	"""Return how the file of an import is read."""
	return ReadingChoices(
		contact_import.encoding or "", contact_import.sheet or "", contact_import.header_row or 0
	)


def insert_alone(contact_import: Document, path: Path) -> None:
	"""Insert the import; raises `ImportStateError` while another one of the same content is at work.

	The running key is unique: of two starts at the same moment the later insert waits for the earlier one and fails.
	"""
	contact_import.running_key = content_hash(path)
	try:
		with refused_on_conflict(), undoing("start_import", frappe.UniqueValidationError):
			contact_import.insert(ignore_permissions=True)
	except frappe.UniqueValidationError:
		frappe.clear_messages()
		frappe.throw(_("This file is being imported already."), ImportStateError)
