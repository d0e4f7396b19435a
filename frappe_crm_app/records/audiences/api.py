"""Endpoints of audiences: counts by what the asker sees, adding to segments, subscribing and ending on the desk."""

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import Channel, ConsentSource
from frappe_crm_app.frappe_crm_app.doctype.crm_segment.options import SegmentKind
from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.exceptions import AudienceError
from frappe_crm_app.kit.received import parsed, read_texts
from frappe_crm_app.records.audiences import members, selecting, subscribing
from frappe_crm_app.records.audiences.conditions import read_conditions, refuse_unread
from frappe_crm_app.records.audiences.unsubscribing import unsubscribe as leave
from frappe_crm_app.records.consent.lifting import refuse_lifting
from frappe_crm_app.visibility.condition_fields import fields_to_ask, operators
from frappe_crm_app.visibility.guarded import CONTACT, DEAL
from frappe_crm_app.visibility.visible import visible_names

SEGMENT, LIST = "CRM Segment", "CRM Mailing List"
LONGEST_WORDING = 10_000


@frappe.whitelist(methods=["GET"])
def get_catalog() -> dict:
	"""Return what the conditions of a segment may ask: `{CRM Contact: {fields, operators}, CRM Sales Deal: {…}}`."""
	frappe.has_permission(SEGMENT, "read", throw=True)
	asked = [each for each in (CONTACT, DEAL) if frappe.has_permission(each, "read")]
	return {each: {"fields": fields_to_ask(each), "operators": operators()} for each in asked}


@frappe.whitelist(methods=["GET"])
def count(doctype: str, name: str) -> dict:
	"""Return `{count}`: how many contacts of a segment or mailing list the user sees."""
	if doctype not in (SEGMENT, LIST):
		frappe.throw(_("Only segments and mailing lists are counted."), AudienceError)
	frappe.has_permission(doctype, "read", name, throw=True)
	frappe.has_permission(CONTACT, "read", throw=True)
	return {"count": selecting.count_for_me(doctype, name)}


@frappe.whitelist(methods=["POST"])
def count_conditions(
	conditions: str | dict | None = None,
	deal_match: str | None = None,
	deal_conditions: str | dict | None = None,
) -> dict:
	"""Return `{count}` of the contacts whom a segment with these conditions would mean, as far as the user sees them; nothing is kept."""
	frappe.has_permission(SEGMENT, "write", throw=True)
	values = {"conditions": conditions, "deal_match": deal_match, "deal_conditions": deal_conditions}
	read = read_conditions(values)
	for tree in (read.people, read.deals):
		refuse_unread(tree)
	return {"count": selecting.count(selecting.matching(values, reader=frappe.session.user))}


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def remove_from_segment(segment: str, names: str | list) -> None:
	"""Take contacts, those that the user sees, out of a chosen segment."""
	frappe.has_permission(SEGMENT, "write", segment, throw=True)
	given = read_texts(parsed(names), refuse_names)
	members.remove_contacts(segment, sorted(visible_names(CONTACT, given)))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def subscribe(mailing_list: str, contact: str, wording: str) -> dict:
	"""Subscribe a contact who has agreed to it in these words, by phone or on paper: `{name}` of the CRM Subscription.

	Who has withdrawn the consent to mails is subscribed again by a CRM Manager or CRM Admin alone.
	"""
	frappe.has_permission(LIST, "write", mailing_list, throw=True)
	frappe.has_permission(CONTACT, "read", contact, throw=True)
	if not wording.strip() or len(wording) > LONGEST_WORDING:
		frappe.throw(_("Say in which words they have agreed."), AudienceError)
	email = frappe.db.get_value(CONTACT, contact, "email")
	if not email:
		frappe.throw(_("The contact has no email."), AudienceError)
	refuse_lifting(contact, Channel.EMAIL)
	how = {"address": email, "source": ConsentSource.DESK, "wording": wording.strip(), "is_confirmed": True}
	return {"name": subscribing.subscribe(mailing_list, contact, **how)}


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def unsubscribe(mailing_list: str, contact: str) -> None:
	"""Take a contact off a list, who asked for it; who may read both and write one of them does."""
	for doctype, name in ((LIST, mailing_list), (CONTACT, contact)):
		frappe.has_permission(doctype, "read", name, throw=True)
	if not (
		frappe.has_permission(LIST, "write", mailing_list) or frappe.has_permission(CONTACT, "write", contact)
	):
		frappe.throw(_("You may not change who is on this list."), frappe.PermissionError)
	email = frappe.db.get_value(CONTACT, contact, "email") or ""
	leave(contact, email, source=ConsentSource.DESK, lists=[mailing_list])


@frappe.whitelist(methods=["GET"])
def get_chosen_segments() -> list[dict]:
	"""Return `[{name, title}]` of the segments to which people may be added."""
	return frappe.get_list(
		SEGMENT,
		filters={"kind": SegmentKind.CHOSEN},
		fields=["name", "title"],
		order_by="title asc, name asc",
	)


def refuse_names() -> None:
	frappe.throw(_("The names must be a list of texts."), AudienceError)
