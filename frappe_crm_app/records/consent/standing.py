"""What holds: of each person and channel the newest row of CRM Consent. Of two of the same moment, the withdrawal."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

import frappe
from frappe.query_builder.functions import Max
from frappe.utils import get_datetime
from pypika.terms import Criterion, Field, Not

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import Channel, ConsentState
from frappe_crm_app.records.removal.dependents import chunks

CONSENT = "CRM Consent"
Standing = dict[Channel, ConsentState]


def standing_of(contacts: Iterable[str], is_latest: bool = False) -> dict[str, Standing]:
	"""Return `{contact: {channel: state}}` of those who have ever said something; one statement for five hundred.

	With `is_latest`, what others have committed since this transaction began counts, too: for who has locked the contacts.
	"""
	found: dict[str, Standing] = defaultdict(dict)
	for contact, channel, state, _moment in newest(contacts, is_latest):
		found[contact][Channel(channel)] = ConsentState(state)
	return dict(found)


def newest(contacts: Iterable[str], is_latest: bool = False) -> list[tuple[str, str, str, datetime]]:
	"""Return contact, channel, state and moment of each newest row."""
	row, best = frappe.qb.DocType(CONSENT), {}
	for chunk in chunks(sorted(set(contacts))):
		query = frappe.qb.from_(row).select(row.contact, row.channel, row.state, Max(row.occurred_on))
		query = query.where(row.contact.isin(chunk)).groupby(row.contact, row.channel, row.state)
		# PostgreSQL locks no groups, nor has to: there, who waited for the contact's lock has failed.
		if is_latest and frappe.db.db_type == "mariadb":
			query = query.for_update()
		for contact, channel, state, moment in query.run():
			rank = (get_datetime(moment), state == ConsentState.WITHDRAWN)
			if (contact, channel) not in best or rank > best[contact, channel]:
				best[contact, channel] = rank
	return [
		(contact, channel, ConsentState.WITHDRAWN if is_withdrawn else ConsentState.GIVEN, moment)
		for (contact, channel), (moment, is_withdrawn) in best.items()
	]


def stands(contact: Field, channel: Channel, state: ConsentState) -> Criterion:
	"""Return the criterion that the newest row of the contact that a column names is of this state, on a channel."""
	row, later = frappe.qb.DocType(CONSENT).as_("crm_said"), frappe.qb.DocType(CONSENT).as_("crm_said_later")
	opposite = ConsentState.GIVEN if state == ConsentState.WITHDRAWN else ConsentState.WITHDRAWN
	is_later = (
		later.occurred_on > row.occurred_on
		if state == ConsentState.WITHDRAWN
		else later.occurred_on >= row.occurred_on
	)
	overruled = frappe.qb.from_(later).select(later.contact)
	overruled = overruled.where(
		(later.contact == row.contact) & (later.channel == channel) & (later.state == opposite) & is_later
	)
	holding = frappe.qb.from_(row).select(row.contact)
	holding = holding.where(
		(row.channel == channel) & (row.state == state) & Not(row.contact.isin(overruled))
	)
	return contact.isin(holding)
