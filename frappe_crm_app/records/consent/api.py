"""Endpoints of consents: what holds of a contact, and noting what somebody said."""

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import (
	Channel,
	ConsentSource,
	ConsentState,
)
from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.exceptions import ConsentError
from frappe_crm_app.kit.field_values import read_date
from frappe_crm_app.records.consent.appending import LONGEST_WORDING, append
from frappe_crm_app.records.consent.lifting import refuse_lifting
from frappe_crm_app.records.consent.standing import CONSENT, standing_of

CONTACT = "CRM Contact"
SHOWN = 20


@frappe.whitelist(methods=["GET"])
def get_consents(contact: str) -> dict:
	"""Return `{standing: {channel: state}, said: [{channel, state, source, wording, address, occurred_on}], subscriptions}`, newest first.

	`subscriptions` are `[{mailing_list, list_name, status, confirmed_on, ended_on}]`.
	"""
	frappe.has_permission(CONTACT, "read", contact, throw=True)
	fields = ["channel", "state", "source", "wording", "address", "occurred_on"]
	said = {"filters": {"contact": contact}, "fields": fields, "limit": SHOWN}
	held = standing_of([contact]).get(contact, {}) if frappe.has_permission(CONSENT, "read") else {}
	return {
		"standing": {str(channel): str(held[channel]) if channel in held else None for channel in Channel},
		"said": frappe.get_list(CONSENT, order_by="occurred_on desc, name desc", **said)
		if frappe.has_permission(CONSENT, "read")
		else [],
		"subscriptions": subscriptions_of(contact),
	}


def subscriptions_of(contact: str) -> list[dict]:
	"""Return what a contact subscribes to, and did, as far as the user reads it."""
	if not frappe.has_permission("CRM Subscription", "read"):
		return []
	rows = frappe.get_list(
		"CRM Subscription",
		filters={"contact": contact},
		fields=["mailing_list", "status", "confirmed_on", "ended_on"],
		order_by="requested_on desc, name desc",
	)
	names = dict(
		frappe.get_all(
			"CRM Mailing List",
			filters={"name": ("in", [*{row.mailing_list for row in rows}, ""])},
			fields=["name", "list_name"],
			as_list=True,
		)
	)
	return [{**row, "list_name": names.get(row.mailing_list)} for row in rows]


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def note(contact: str, channel: str, state: str, wording: str = "", occurred_on: str | None = None) -> dict:
	"""Note what a contact said of a channel, by phone or on paper; answers as `get_consents` does.

	A consent needs its wording. Who has withdrawn is taken to have agreed again by a CRM Manager or CRM Admin alone.
	"""
	frappe.has_permission(CONTACT, "write", contact, throw=True)
	if not frappe.db.exists(CONTACT, contact):  # Administrator may write what is not there
		frappe.throw(_("There is no such contact."), frappe.DoesNotExistError)
	if channel not in list(Channel) or state not in list(ConsentState):
		frappe.throw(_("Say which channel, and whether it was given or withdrawn."), ConsentError)
	if len(wording) > LONGEST_WORDING or (state == ConsentState.GIVEN and not wording.strip()):
		frappe.throw(_("Say in which words they have agreed."), ConsentError)
	if state == ConsentState.GIVEN:
		refuse_lifting(contact, Channel(channel))
	moment = (
		read_date(occurred_on, frappe._dict(label=_("When"), fieldtype="Datetime")) if occurred_on else None
	)
	email, phone = frappe.db.get_value(CONTACT, contact, ["email", "phone"])
	address = (email if channel == Channel.EMAIL else phone) or ""
	append(
		contact,
		channel,
		state,
		source=ConsentSource.DESK,
		wording=wording.strip(),
		address=address,
		occurred_on=moment,
	)
	return get_consents(contact)
