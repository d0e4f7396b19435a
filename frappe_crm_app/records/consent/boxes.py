"""The boxes of contacts that follow their consents: `email_opt_out` and `messaging_opt_out`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import MESSAGING, Channel, ConsentState
from frappe_crm_app.kit.domain_events.emitting import emit_update
from frappe_crm_app.kit.set_based import update_records
from frappe_crm_app.records.consent.standing import standing_of
from frappe_crm_app.records.removal.dependents import chunks

CONTACT = "CRM Contact"
CHANNELS_OF = {"email_opt_out": (Channel.EMAIL,), "messaging_opt_out": MESSAGING}


def boxes_of(standing: Mapping[Channel, ConsentState]) -> dict[str, int]:
	"""Return what the boxes say of whose channels something was said: ticked where one was withdrawn, and none given."""
	said = {
		name: channels for name, channels in CHANNELS_OF.items() if not standing.keys().isdisjoint(channels)
	}
	return {fieldname: int(is_out(standing, channels)) for fieldname, channels in said.items()}


def is_out(standing: Mapping[Channel, ConsentState], channels: Iterable[Channel]) -> bool:
	"""Return whether somebody has opted out of these channels together."""
	states = {standing.get(channel) for channel in channels}
	return ConsentState.WITHDRAWN in states and ConsentState.GIVEN not in states


def follow_boxes(contacts: Iterable[str], held: Mapping[str, Mapping] | None = None) -> None:
	"""Let the boxes of contacts say what their consents do, and write them where they change; `held` are those of whoever has locked them."""
	held = lock_boxes(contacts) if held is None else held
	for chunk in chunks(sorted(held)):
		standing = standing_of(chunk, is_latest=True)
		wanted = {contact: boxes_of(standing.get(contact, {})) for contact in chunk}
		for fieldname in CHANNELS_OF:
			saying = {name: boxes[fieldname] for name, boxes in wanted.items() if fieldname in boxes}
			write_box(fieldname, saying, held)


def lock_boxes(contacts: Iterable[str]) -> dict[str, Mapping]:
	"""Return `{contact: its boxes}` of those that are there, locked: who says something of them at the same moment waits."""
	contact, held = frappe.qb.DocType(CONTACT), {}
	for chunk in chunks(sorted(set(contacts))):
		is_meant = contact.name.isin(chunk)
		if frappe.db.db_type == "postgres":
			frappe.qb.update(contact).set(contact.idx, contact.idx).where(is_meant).run()
		query = frappe.qb.from_(contact).select(contact.name, *(contact[each] for each in CHANNELS_OF))
		rows = query.where(is_meant).orderby(contact.name).for_update().run(as_dict=True)
		held |= {row.name: row for row in rows}
	return held


def write_box(fieldname: str, wanted: Mapping[str, int], held: Mapping[str, Mapping]) -> None:
	"""Write a box where it says something else."""
	changing = defaultdict(list)
	for contact, value in wanted.items():
		if int(held[contact][fieldname] or 0) != value:
			changing[value].append(contact)
	for value, names in changing.items():
		contact = frappe.qb.DocType(CONTACT)
		is_meant = contact.name.isin(names)
		emit_update(CONTACT, is_meant, {fieldname: value})
		update_records(CONTACT).set(contact[fieldname], value).where(is_meant).run()
	if changing:
		frappe.clear_document_cache(CONTACT)
