"""Tags of contacts, which Frappe keeps beside them."""

from collections.abc import Iterable

from frappe.model.document import Document

from frappe_crm_app.kit.domain_events.changes import Change
from frappe_crm_app.kit.domain_events.emitting import emit_many
from frappe_crm_app.records.identity.event_kinds import CONTACT, TAGGED


def note_tag(link: Document, _event: str | None = None) -> None:
	"""Say that a contact was given a tag (Tag Link, `after_insert`)."""
	if link.document_type == CONTACT:
		say_tagged([link.document_name], link.tag)


def say_tagged(contacts: Iterable[str], tag: str) -> None:
	"""Say that these contacts were given a tag."""
	emit_many(TAGGED, CONTACT, (Change(contact, None, {"tag": tag}) for contact in contacts))
