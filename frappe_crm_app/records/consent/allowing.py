"""Who may not be written to for marketing. What somebody asked for, or has to know, asks none of this."""

import frappe
from frappe.query_builder.functions import Coalesce
from frappe.utils import cint
from pypika.queries import Table
from pypika.terms import Criterion, Not

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import Channel, ConsentState
from frappe_crm_app.records.consent.standing import standing_of, stands


def refusal_criterion(channel: str, contact_table: Table) -> Criterion:
	"""Return the criterion of the contacts of a table, CRM Contact or an alias of it, to whom nothing may be sent on a channel.

	By mail, whoever has opted out, or, where CRM Desk Settings say so, has not agreed; by SMS and WhatsApp whoever has not agreed.
	"""
	asked = Channel(channel)
	if asked == Channel.EMAIL:
		is_out = Coalesce(contact_table.email_opt_out, 0) == 1
		if not email_needs_consent():
			return is_out
		return is_out | Not(stands(contact_table.name, asked, ConsentState.GIVEN))
	return Not(stands(contact_table.name, asked, ConsentState.GIVEN))


def has_opted_out(channel: str, contact_table: Table) -> Criterion:
	"""Return the criterion of the contacts who have withdrawn, beside whom the others that are refused have only never agreed."""
	if Channel(channel) == Channel.EMAIL:
		return Coalesce(contact_table.email_opt_out, 0) == 1
	return stands(contact_table.name, Channel(channel), ConsentState.WITHDRAWN)


def may_send(channel: str, contact: str) -> bool:
	"""Return whether marketing may go to a contact that is there, by what holds now."""
	state = standing_of([contact]).get(contact, {}).get(Channel(channel))
	if Channel(channel) == Channel.EMAIL and not email_needs_consent():
		return state != ConsentState.WITHDRAWN
	return state == ConsentState.GIVEN


def email_needs_consent() -> bool:
	"""Return whether campaigns by mail go only to who has agreed."""
	return bool(cint(frappe.db.get_single_value("CRM Desk Settings", "email_needs_consent", cache=True)))
