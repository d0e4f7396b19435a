"""Two people who become one, and two again: whoever of them has withdrawn, has (hooks `crm_merging_rows`, `crm_unmerged`).

The rows themselves follow the person, as all that points to a contact does (`identity/repointing.py`).
"""

from collections.abc import Mapping

import frappe
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import Channel, ConsentSource, ConsentState
from frappe_crm_app.records.consent.appending import Said, append_many
from frappe_crm_app.records.consent.boxes import CHANNELS_OF, CONTACT, follow_boxes
from frappe_crm_app.records.consent.standing import CONSENT, standing_of


def keep_strictest(repointed: object, keeper: Document, removed: Document) -> None:
	"""Remember on which channels one of the two has withdrawn; that is noted as the kept one is saved (`note_strictest`)."""
	if keeper.doctype != CONTACT:
		return
	standing = standing_of([keeper.name, removed.name])
	withdrawn = {
		channel for each in (keeper, removed) for channel in withdrawn_by(each, standing.get(each.name, {}))
	}
	keeper.flags.withdrawn = (removed.name, [channel for channel in Channel if channel in withdrawn])


def withdrawn_by(contact: Document, standing: Mapping[Channel, ConsentState]) -> set[Channel]:
	"""Return the channels on which somebody has withdrawn, by their rows, or by a box of which there are none."""
	found = {channel for channel, state in standing.items() if state == ConsentState.WITHDRAWN}
	for fieldname, channels in CHANNELS_OF.items():
		if contact.get(fieldname) and standing.keys().isdisjoint(channels):
			found.update(channels)
	return found


def note_strictest(keeper: Document) -> None:
	"""Append a withdrawal to the kept contact for each such channel, once the other's rows are its own; its boxes follow."""
	if not keeper.flags.withdrawn:
		return
	removed, channels = keeper.flags.withdrawn
	evidence = (CONTACT, removed)
	append_many(
		[
			Said(keeper.name, channel, ConsentState.WITHDRAWN, ConsentSource.MERGE, evidence=evidence)
			for channel in channels
		]
	)
	keeper.flags.withdrawn = None


def take_back(doctype: str, kept: str, removed: str) -> None:
	"""Delete what a merge noted, which nobody has said, and let the boxes of both say what their own rows do."""
	if doctype != CONTACT:
		return
	noted = {
		"contact": kept,
		"source": ConsentSource.MERGE,
		"evidence_doctype": CONTACT,
		"evidence_name": removed,
	}
	frappe.db.delete(CONSENT, noted)
	follow_boxes([kept, removed])
