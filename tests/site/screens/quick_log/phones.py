"""What a phone sends."""

from datetime import datetime, timedelta, timezone
from uuid import uuid4

from frappe_crm_app.screens.quick_log.day import version_of

NOTE = "CRM Follow-up Note"


def utc(**ahead) -> str:
	"""Return a moment so far from now, as a phone writes it."""
	return f"{datetime.now(timezone.utc) + timedelta(**ahead):%Y-%m-%dT%H:%M:%S.000Z}"


def finishing(note, **values) -> dict:
	"""An entry that completes a follow-up as it is now."""
	entry = {
		"key": str(uuid4()),
		"kind": "finish",
		"doctype": NOTE,
		"name": note.name,
		"seen": version_of(note.reload()),
	}
	return {**entry, "outcome": "Reached", "text": "", "made_on": utc(), "next_step": None, **values}


def logging(record, **values) -> dict:
	"""An entry that notes a call about a record."""
	entry = {"key": str(uuid4()), "kind": "log", "doctype": record.doctype, "name": record.name, "seen": ""}
	return {**entry, "outcome": "Reached", "text": "", "made_on": utc(), "next_step": None, **values}
