"""Subscribing to a mailing list, confirming it, ending it: the one place that writes CRM Subscription."""

from collections.abc import Collection, Mapping

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import Channel, ConsentState
from frappe_crm_app.frappe_crm_app.doctype.crm_subscription.options import ENDED, SubscriptionStatus
from frappe_crm_app.kit.domain_events.changes import Change
from frappe_crm_app.kit.domain_events.emitting import emit_many
from frappe_crm_app.kit.exceptions import AudienceError
from frappe_crm_app.kit.meeting_points import Point, tell
from frappe_crm_app.kit.set_based import insert_missing, update_records
from frappe_crm_app.records.audiences.event_kinds import CONFIRMED, ENDED_KIND
from frappe_crm_app.records.consent.appending import append
from frappe_crm_app.records.consent.standing import standing_of
from frappe_crm_app.records.identity.people import find_or_create_contact
from frappe_crm_app.records.removal.dependents import chunks

SUBSCRIPTION, LIST, CONTACT = "CRM Subscription", "CRM Mailing List", "CRM Contact"
OPEN = (SubscriptionStatus.PENDING, SubscriptionStatus.SUBSCRIBED)
FACTS = (
	"name",
	"mailing_list",
	"contact",
	"address",
	"status",
	"source",
	"wording",
	"first_name",
	"last_name",
	"requested_on",
	"ended_on",
)
NO_LAST_NAME = "–"
COLUMNS = (
	"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx", "mailing_list", "contact", "address", "status",
	"source", "wording", "requested_on", "confirmed_on", "evidence_doctype", "evidence_name",
)  # fmt: skip


def subscribe(
	mailing_list: str,
	contact: str | None,
	*,
	address: str,
	source: str,
	wording: str = "",
	evidence: tuple[str, str] | None = None,
	person: Mapping | None = None,
	is_confirmed: bool = False,
) -> str:
	"""Subscribe somebody and return the CRM Subscription's name.

	Of a stranger's only the address is known, and `person` is `{first_name, last_name}` as they gave it: no contact is looked for
	before a job does it. What is not confirmed waits, and whoever asks people is told (`crm_subscription_pending`): they confirm it at
	once where the list needs nothing more, and nobody who has withdrawn is subscribed by others. Who is subscribed already stays so.
	"""
	listed = frappe.db.get_value(LIST, mailing_list, ["name", "wording"], as_dict=True)
	if not listed:
		frappe.throw(_("There is no such mailing list."), AudienceError)
	values = {
		"mailing_list": mailing_list,
		"contact": contact,
		"address": address,
		"source": str(source),
		"wording": wording or listed.wording,
		**dict(zip(("evidence_doctype", "evidence_name"), evidence or (None, None), strict=True)),
		**{name: (person or {}).get(name) for name in ("first_name", "last_name")},
	}
	name = begin(find(mailing_list, contact, address), values, is_confirmed)
	if is_confirmed:
		return confirm(name)
	tell(Point.SUBSCRIPTION_PENDING, subscription=name)
	return name


def subscribe_many(
	mailing_list: str,
	people: Mapping[str, str],
	wording: str,
	*,
	source: str,
	evidence: tuple[str, str] | None = None,
) -> int:
	"""Subscribe `{contact: email}` who have agreed, set-based, and return how many were not on the list before.

	Who was, and has left it, and who has withdrawn the consent to mails are not subscribed again. The consents are the caller's to note.
	"""
	held = standing_of(people)
	agreed = [each for each in people if held.get(each, {}).get(Channel.EMAIL) != ConsentState.WITHDRAWN]
	there = {
		contact
		for chunk in chunks(agreed)
		for contact in frappe.get_all(
			SUBSCRIPTION, filters={"mailing_list": mailing_list, "contact": ("in", chunk)}, pluck="contact"
		)
	}
	stamp, user, status = str(now_datetime()), frappe.session.user, str(SubscriptionStatus.SUBSCRIBED)
	new = [contact for contact in agreed if contact not in there]
	rows = [
		(
			frappe.generate_hash(length=10), user, stamp, stamp, user, 0, 0, mailing_list, contact, people[contact], status,
			str(source), wording or None, stamp, stamp, *(evidence or (None, None)),
		)
		for contact in new
	]  # fmt: skip
	for chunk in chunks(rows):
		insert_missing(SUBSCRIPTION, COLUMNS, chunk)
	emit_many(CONFIRMED, CONTACT, [Change(contact, {}, {"mailing_list": mailing_list}) for contact in new])
	return len(new)


def find(mailing_list: str, contact: str | None, address: str) -> frappe._dict | None:
	"""Return name and status of the subscription of a contact, else of this address, locked."""
	row = frappe.qb.DocType(SUBSCRIPTION)
	has_address = row.address == address
	is_theirs = (row.contact == contact) | (row.contact.isnull() & has_address) if contact else has_address
	query = frappe.qb.from_(row).select(row.name, row.status, row.contact, row.ended_on)
	query = query.where((row.mailing_list == mailing_list) & is_theirs).for_update()
	rows = sorted(query.run(as_dict=True), key=lambda each: (each.contact is None, each.name))
	return rows[0] if rows else None


def begin(stored: frappe._dict | None, values: dict, is_confirmed: bool) -> str:
	"""Write a subscription that waits; of one that stands only that a mail about it is owed.

	One that ended stays so until it is confirmed (`is_waiting`): anybody may have asked for it.
	"""
	owed = {"is_owed": int(not is_confirmed)}
	if stored and stored.status == SubscriptionStatus.SUBSCRIBED:
		frappe.db.set_value(SUBSCRIPTION, stored.name, owed)
		return stored.name
	values |= owed | {"status": str(SubscriptionStatus.PENDING), "requested_on": now_datetime()}
	if stored and stored.status in ENDED and not is_confirmed:
		values |= {"status": stored.status, "ended_on": stored.ended_on or values["requested_on"]}
	if stored:
		kept = {name: value for name, value in values.items() if name != "contact" or value}
		frappe.db.set_value(SUBSCRIPTION, stored.name, kept)
		return stored.name
	doc = frappe.new_doc(SUBSCRIPTION)
	doc.update(values)
	doc.set_new_name()
	doc.db_insert()
	return doc.name


def is_waiting(held: Mapping) -> bool:
	"""Return whether a subscription waits to be confirmed: a new one, or one that ended and was asked for again since."""
	if held["status"] == SubscriptionStatus.PENDING:
		return True
	is_asked_for = held["status"] in ENDED and held["requested_on"] and held["ended_on"]
	return bool(is_asked_for) and get_datetime(held["requested_on"]) >= get_datetime(held["ended_on"])


def confirm(subscription: str) -> str:
	"""Let a subscription that waits stand, note the consent to mails, and return its name; twice does no harm.

	A stranger becomes a contact now, or is found to be one.
	"""
	held = frappe.db.get_value(SUBSCRIPTION, subscription, FACTS, as_dict=True, for_update=True)
	if not held or not is_waiting(held):
		return subscription
	contact = held.contact or contact_of(held)
	name = leave_one(held, contact)
	moment = now_datetime()
	values = {
		"contact": contact,
		"status": SubscriptionStatus.SUBSCRIBED,
		"confirmed_on": moment,
		"ended_on": None,
	}
	frappe.db.set_value(SUBSCRIPTION, name, values)
	append(
		contact,
		Channel.EMAIL,
		ConsentState.GIVEN,
		source=held.source,
		wording=held.wording or "",
		address=held.address or "",
		evidence=(SUBSCRIPTION, name),
	)
	emit_many(CONFIRMED, CONTACT, [Change(contact, {}, {"mailing_list": held.mailing_list})])
	return name


def contact_of(held: Mapping) -> str:
	"""Return the contact of a stranger's address, made where there is none."""
	first_name = held["first_name"] or held["address"].partition("@")[0]
	values = {
		"first_name": first_name[:69],
		"last_name": held["last_name"] or NO_LAST_NAME,
		"email": held["address"],
	}
	contact, _is_made = find_or_create_contact(values, company_is_text=True, ignores_permissions=True)
	return contact.name


def leave_one(held: Mapping, contact: str) -> str:
	"""Return which of two subscriptions of one person goes on, where they had one already under another address; the other goes."""
	others = {"mailing_list": held["mailing_list"], "contact": contact, "name": ("!=", held["name"])}
	other = frappe.db.get_value(SUBSCRIPTION, others, "name", for_update=True)
	if not other:
		return held["name"]
	frappe.db.delete(SUBSCRIPTION, {"name": held["name"]})
	frappe.db.set_value(SUBSCRIPTION, other, {name: held[name] for name in ("address", "source", "wording")})
	return other


def end(
	contact: str, status: str = SubscriptionStatus.UNSUBSCRIBED, lists: Collection[str] | None = None
) -> list[str]:
	"""End a contact's subscriptions, of these lists or, where it is `None`, of all, and return the lists that were left."""
	row = frappe.qb.DocType(SUBSCRIPTION)
	is_meant = (row.contact == contact) & row.status.isin([str(each) for each in OPEN])
	if lists is not None:
		if not lists:
			return []
		is_meant &= row.mailing_list.isin(sorted(lists))
	query = frappe.qb.from_(row).select(row.mailing_list).where(is_meant).for_update()
	left = query.run(pluck=True)
	if left:
		update = update_records(SUBSCRIPTION).set(row.status, str(SubscriptionStatus(status)))
		update.set(row.ended_on, now_datetime()).where(is_meant).run()
		told = [Change(contact, {}, {"mailing_list": each, "status": str(status)}) for each in left]
		emit_many(ENDED_KIND, CONTACT, told)
	return left
