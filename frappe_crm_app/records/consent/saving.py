"""What a save of a contact says about consents: a box that changes, a wording that was agreed to."""

import frappe
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import Channel, ConsentSource, ConsentState
from frappe_crm_app.kit.meeting_points import is_bulk_writing
from frappe_crm_app.records.consent.appending import Said, append_many, lifted
from frappe_crm_app.records.consent.boxes import CHANNELS_OF, boxes_of, follow_boxes
from frappe_crm_app.records.consent.merging import note_strictest
from frappe_crm_app.records.consent.standing import standing_of

REST = ("/api/resource", "/api/v1/resource", "/api/v2/document")


def note_saved(contact: Document) -> None:
	"""Append what the save of a contact says (`on_update`).

	`contact.flags.consent` says whence: `{source, evidence}`; without it somebody did it on the desk or by REST. Who merges sets
	`contact.flags.keeps_consent`: there the strictest of both holds (`merging.py`).
	"""
	if is_bulk_writing():  # who writes many notes what they say
		return
	if contact.flags.keeps_consent:
		note_strictest(contact)
		return
	rows = [*said_by_wording(contact), *said_by_boxes(contact)]
	if append_many(rows, has_boxes=True) or rows:
		settle(contact)


def settle(contact: Document) -> None:
	"""Let the boxes say what holds where that is not what was saved, as where an import would lift a withdrawal."""
	wanted = boxes_of(standing_of([contact.name], is_latest=True).get(contact.name, {}))
	if any(int(contact.get(fieldname) or 0) != value for fieldname, value in wanted.items()):
		follow_boxes([contact.name])
		contact.update(wanted)
		contact.modified = frappe.db.get_value(contact.doctype, contact.name, "modified")


def said_by_wording(contact: Document) -> list[Said]:
	"""Return the consent to mails that a wording tells which the save brings."""
	before = contact.get_doc_before_save()
	if not contact.consent_text or (
		before and before.consent_text == contact.consent_text and not is_newer(contact, before)
	):
		return []
	said = {
		"wording": contact.consent_text,
		"address": contact.email or "",
		"occurred_on": contact.consent_on,
	}
	return [Said(contact.name, Channel.EMAIL, ConsentState.GIVEN, **origin(contact), **said)]


def is_newer(contact: Document, before: Document) -> bool:
	"""Return whether the same wording was agreed to at another moment."""
	return str(contact.consent_on or "") != str(before.consent_on or "")


def said_by_boxes(contact: Document) -> list[Said]:
	"""Return what the boxes say that the save changes: on all their channels, or on those that were withdrawn where one is lifted."""
	before, rows = contact.get_doc_before_save(), []
	for fieldname, channels in CHANNELS_OF.items():
		was, is_ticked = bool(before and before.get(fieldname)), bool(contact.get(fieldname))
		if was == is_ticked:
			continue
		state = ConsentState.WITHDRAWN if is_ticked else ConsentState.GIVEN
		told = channels if is_ticked else lifted([contact.name], channels)[contact.name]
		for channel in told:
			address = contact.email if channel == Channel.EMAIL else contact.phone
			rows.append(Said(contact.name, channel, state, **origin(contact), address=address or ""))
	return rows


def origin(contact: Document) -> dict:
	"""Return `source` and `evidence` of what a save says."""
	if contact.flags.consent:
		return dict(contact.flags.consent)
	if frappe.flags.in_import:
		return {"source": ConsentSource.IMPORT}
	path = frappe.request.path if getattr(frappe.local, "request", None) else ""
	return {"source": ConsentSource.API if path.startswith(REST) else ConsentSource.DESK}
