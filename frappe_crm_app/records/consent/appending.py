"""Writes down what people said: rows of CRM Consent, set-based, and the boxes of their contacts after them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import frappe
from frappe.utils import get_datetime, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import (
	MESSAGING,
	Channel,
	ConsentSource,
	ConsentState,
)
from frappe_crm_app.kit.set_based import insert_records
from frappe_crm_app.records.consent.boxes import follow_boxes, lock_boxes
from frappe_crm_app.records.consent.standing import CONSENT, standing_of
from frappe_crm_app.records.identity.holders import holders_of_emails, holders_of_phones

ROWS_OF_A_STATEMENT = 1000
LONGEST_WORDING, LONGEST_ADDRESS = 10_000, 140
COLUMNS = (
	"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx",
	"contact", "channel", "state", "source", "wording", "address", "evidence_doctype", "evidence_name", "occurred_on", "said_by",
)  # fmt: skip


@dataclass(frozen=True)
class Said:
	"""What one person said of one channel. `evidence` is DocType and name of the record that proves it; no moment is now."""

	contact: str
	channel: Channel
	state: ConsentState
	source: ConsentSource
	wording: str = ""
	address: str = ""
	evidence: tuple[str, str] | None = None
	occurred_on: datetime | str | None = None


def append(
	contact: str,
	channel: str,
	state: str,
	*,
	source: str,
	wording: str = "",
	address: str = "",
	evidence: tuple[str, str] | None = None,
	occurred_on: datetime | str | None = None,
) -> None:
	"""Note what one person said; see `Said`."""
	append_many(
		[
			Said(
				contact,
				Channel(channel),
				ConsentState(state),
				ConsentSource(source),
				wording,
				address,
				evidence,
				occurred_on,
			)
		]
	)


def append_many(rows: Iterable[Said], has_boxes: bool = False) -> int:
	"""Note what many said, and return how many rows were written; `has_boxes` where the contacts' boxes say it already.

	What an import brings lifts no withdrawal: its consents of whoever has withdrawn are left out. Of whom is not there nothing is noted.
	"""
	said = list(rows)
	if not has_boxes:  # a save has its contact already
		held = lock_boxes(each.contact for each in said)
		said = [each for each in said if each.contact in held]
	said = without_lifting_imports(said)
	moment, user = now_datetime(), frappe.session.user
	for start in range(0, len(said), ROWS_OF_A_STATEMENT):
		chunk = said[start : start + ROWS_OF_A_STATEMENT]
		insert_records(CONSENT, COLUMNS, [values_of(each, moment, user) for each in chunk])
	if said and not has_boxes:
		follow_boxes((), held)
	return len(said)


def values_of(said: Said, moment: datetime, user: str) -> tuple:
	"""Return the columns of a row; nobody has said anything in the future."""
	when = min(get_datetime(said.occurred_on) if said.occurred_on else moment, moment)
	return (
		frappe.generate_hash(length=10), user, str(moment), str(moment), user, 0, 0,
		said.contact, str(said.channel), str(said.state), str(said.source),
		(said.wording or "")[:LONGEST_WORDING] or None, (said.address or "")[:LONGEST_ADDRESS] or None,
		*(said.evidence or (None, None)), str(when), user,
	)  # fmt: skip


def without_lifting_imports(said: list[Said]) -> list[Said]:
	"""Return the rows without consents from imports of people whose newest word on that channel is a withdrawal."""
	asked = {each.contact for each in said if is_import_of_consent(each)}
	if not asked:
		return said
	held = standing_of(asked, is_latest=True)
	return [
		each
		for each in said
		if not is_import_of_consent(each)
		or held.get(each.contact, {}).get(each.channel) != ConsentState.WITHDRAWN
	]


def is_import_of_consent(said: Said) -> bool:
	"""Return whether a row is a consent that was imported."""
	return said.source == ConsentSource.IMPORT and said.state == ConsentState.GIVEN


def append_for_address(
	channel: str,
	address: str,
	state: str,
	*,
	source: str,
	wording: str = "",
	evidence: tuple[str, str] | None = None,
) -> list[str]:
	"""Note what somebody said who is known by an email or a phone (E.164) alone: of every contact that has it. Returns these."""
	contacts = contacts_with(Channel(channel), address)
	rows = [
		Said(
			contact, Channel(channel), ConsentState(state), ConsentSource(source), wording, address, evidence
		)
		for contact in contacts
	]
	append_many(rows)
	return contacts


def contacts_with(channel: Channel, address: str) -> list[str]:
	"""Return the contacts that have an address, be it a further one."""
	if channel not in MESSAGING:
		return sorted(set(holders_of_emails([address]).values()))
	return sorted(
		{
			*frappe.get_all("CRM Contact", filters={"phone": address}, pluck="name"),
			*holders_of_phones([address]),
		}
	)


def lifted(contacts: Sequence[str], channels: Sequence[Channel]) -> dict[str, list[Channel]]:
	"""Return, of these channels, those on which each contact has withdrawn."""
	held = standing_of(contacts)
	return {
		contact: [
			channel for channel in channels if held.get(contact, {}).get(channel) == ConsentState.WITHDRAWN
		]
		for contact in contacts
	}
