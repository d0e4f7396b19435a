"""Files in the site, and imports of them without a worker."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import frappe
import pytest
from frappe.model.document import Document

from frappe_crm_app.intake.contact_import import api, running, undo
from tests.site.channels.respondio.conftest import forget_settings

SAMPLES = Path(__file__).parents[3] / "data" / "import"
HEADER = ["First Name", "Last Name", "Email", "Phone", "Company", "Job Title", "Status", "External ID"]


@pytest.fixture
def upload(committed: None) -> Callable[..., str]:
	"""`upload(content or sample's name)` -> the URL of a private file of the session's user."""

	def upload(content: bytes | str, name: str = "people.csv") -> str:
		if isinstance(content, str):
			content = (SAMPLES / content).read_bytes()
		file = frappe.get_doc(
			{"doctype": "File", "file_name": name, "content": content or b" ", "is_private": 1}
		)
		file.flags.ignore_permissions = True
		file.insert()
		if not content:  # Frappe itself stores no empty file
			Path(file.get_full_path()).write_bytes(b"")
		return file.file_url

	return upload


@pytest.fixture
def upload_rows(upload: Callable[..., str]) -> Callable[..., str]:
	"""`upload_rows([...], [...])` -> the URL of a CSV file with these rows below `HEADER`."""

	def upload_rows(*rows: list[str]) -> str:
		stream = io.StringIO()
		csv.writer(stream).writerows([HEADER, *rows])
		return upload(stream.getvalue().encode())

	return upload_rows


@pytest.fixture
def sync_is_on(committed: None) -> Iterator[None]:
	"""New prospects are sent to respond.io, where nobody listens."""
	settings = frappe.get_doc("CRM Respondio Settings")
	settings.update({"enabled": 1, "token": "a-token", "base_url": "http://127.0.0.1:9/v2"})
	settings.save()
	frappe.db.commit()
	yield
	forget_settings()


def import_file(file_url: str, mapping: dict | None = None, **options) -> Document:
	"""Start an import and do what its job does, as the session's user; return it as it ended."""
	name = api.start(file_url, mapping, options)
	frappe.db.commit()
	running.run(name)
	return frappe.get_doc("CRM Contact Import", name)


def undo_import(contact_import: Document) -> Document:
	"""Undo an import as its job does; return it as it ended."""
	api.undo(contact_import.name)
	frappe.db.commit()
	undo.run(contact_import.name)
	return frappe.get_doc("CRM Contact Import", contact_import.name)


def counts(contact_import: Document) -> tuple[int, int, int, int]:
	"""Return created, updated, skipped, repeated."""
	return tuple(contact_import.get(name) for name in running.COUNTS)


def contact(email: str) -> Document | None:
	"""Return the contact with this email."""
	name = frappe.db.exists("CRM Contact", {"email": email})
	return frappe.get_doc("CRM Contact", name) if name else None
