"""Who may not be written to for marketing. What somebody asked for, or has to know, asks none of this."""

import frappe
from frappe.query_builder.functions import Coalesce
from frappe.utils import cint
from pypika.queries import Table
from pypika.terms import Criterion, Not

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import Channel, ConsentState
from frappe_crm_app.records.consent.standing import stands


def refusal_criterion(channel: str, contact_table: Table) -> Criterion:
	"""Return the criterion of the contacts of a table, CRM Contact or an alias of it, to whom nothing may be sent on a channel.

	By mail, whoever has opted out, or, where CRM Desk Settings say so, has not agreed; by SMS and WhatsApp whoever has not agreed.
	"""
	asked = Channel(channel)
	if asked == Channel.EMAIL and not email_needs_consent():
		return has_opted_out(channel, contact_table)
	has_not_agreed = Not(stands(contact_table.name, asked, ConsentState.GIVEN))
	return has_not_agreed | has_ticked(contact_table) if asked == Channel.EMAIL else has_not_agreed


def has_opted_out(channel: str, contact_table: Table) -> Criterion:
	"""Return the criterion of the contacts who have withdrawn, beside whom the others that are refused have only never agreed."""
	has_withdrawn = stands(contact_table.name, Channel(channel), ConsentState.WITHDRAWN)
	return has_withdrawn | has_ticked(contact_table) if Channel(channel) == Channel.EMAIL else has_withdrawn


def has_ticked(contact_table: Table) -> Criterion:
	"""Return the criterion of the contacts whose box says that they have opted out, whoever wrote it: the stricter of box and rows holds."""
	return Coalesce(contact_table.email_opt_out, 0) == 1


def email_needs_consent() -> bool:
	"""Return whether campaigns by mail go only to who has agreed."""
	return bool(cint(frappe.db.get_single_value("CRM Desk Settings", "email_needs_consent", cache=True)))
