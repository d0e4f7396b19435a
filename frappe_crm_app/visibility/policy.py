"""The one place that knows who sees what: "which records?" and "this record?", answered by the same criterion.

What a role may do is Frappe's role permissions; on which records it may do it is its scope. Both come together here: a
role reaches a record for an action if it may do the action and its scope has a ground for the record. A note, a
location, a move, a mail or a submission is reached through the record that it hangs on, a table row through its parent.
"""

import frappe
from pypika.terms import Criterion, Field

from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import SCOPED_RECORDS, Scope
from frappe_crm_app.visibility import breadth
from frappe_crm_app.visibility.criteria import NOTHING, all_of, among, any_of, one_of, unindexed
from frappe_crm_app.visibility.grounds import (
	OWN,
	Ground,
	grounds_of,
	is_open,
	joined,
	shared_ground,
)
from frappe_crm_app.visibility.guarded import (
	DOMAIN_EVENT,
	GUARDED,
	LOCATION,
	MOVE,
	NOTE,
	PARENTS,
	SUBMISSION,
	SYNC,
	WON_MAIL,
)
from frappe_crm_app.visibility.person import Person, person
from frappe_crm_app.visibility.roles import CRMRole

READING = ("read", "select")


def criterion(doctype: str, user: str | None = None, action: str = "read") -> Criterion | None:
	"""Return what a record of `doctype` must fulfil for `user` (the session's, if not given) to do `action` on it.

	`None` where every record may: for Administrator, for whoever reaches all, and for short lists and settings, of which
	no record is anybody's. For a query on `frappe.qb.DocType(doctype)`. It asks of records only; whether the user may
	do `action` on such a record at all is Frappe's role permission.
	"""
	return criterion_for(person(user), doctype, action)


def criterion_for(who: Person, doctype: str, action: str = "read") -> Criterion | None:
	"""Return the `criterion` for somebody who is known already."""
	if who.user == "Administrator" or doctype not in GUARDED:
		return None
	return reach(doctype, who, action)


def may(doctype: str, name: str, user: str | None = None, action: str = "read") -> bool:
	"""Return whether `user` reaches this stored record for `action`: the criterion asked of one row."""
	allowed = criterion(doctype, user, action)
	return allowed is None or fulfils(doctype, name, allowed)


def fulfils(doctype: str, name: str, criterion: Criterion) -> bool:
	"""Return whether the stored record meets the criterion."""
	record = frappe.qb.DocType(doctype)
	return bool(frappe.qb.from_(record).select(record.name).where((record.name == name) & criterion).run())


def sees_everyone(doctype: str, user: str | None = None) -> bool:
	"""Return whether some role lets the user read everybody's records of `doctype`."""
	who = person(user)
	roles = who.roles_that_may("read", doctype)
	return who.user == "Administrator" or Scope.ALL in who.scopes(roles, doctype)


def reach(doctype: str, who: Person, action: str) -> Criterion | None:
	"""Return the criterion of the records of a guarded DocType that somebody reaches for `action`."""
	if doctype in PARENTS:
		parent = PARENTS[doctype]
		return is_reached(frappe.qb.DocType(doctype).parent, parent, reach(parent, who, action), who)
	roles = who.roles_that_may(action, doctype)
	allowed = reach_by_roles(doctype, who, action, roles) if roles else NOTHING
	if action in READING:
		# What a share allows beyond reading, Frappe adds by itself.
		return any_of(allowed, shared_ground(doctype, who).criterion)
	return allowed


def reach_by_roles(doctype: str, who: Person, action: str, roles: frozenset[str]) -> Criterion | None:
	"""Return the criterion of the records that somebody reaches for `action` by these roles, which may do it."""
	if doctype == NOTE:
		return reach_notes(who, roles)
	if doctype == LOCATION:
		return reach_locations(who, action, roles)
	if doctype == MOVE:
		return reach_moves(who, roles)
	if doctype == WON_MAIL:
		deals = reach_anchor("CRM Sales Deal", who, roles)
		return is_reached(frappe.qb.DocType(WON_MAIL).deal, "CRM Sales Deal", deals, who)
	if doctype == SUBMISSION:
		return reach_submissions(who, roles)
	if doctype == SYNC:
		return reach_syncs(who, roles)
	if doctype == DOMAIN_EVENT:
		return reach_events(who, roles)
	return reach_scoped(doctype, who, roles)


def reach_submissions(who: Person, roles: frozenset[str]) -> Criterion | None:
	"""Return the criterion of what strangers sent: managers see all, others what came from a contact they see."""
	if who.is_manager:
		return None
	contacts = reach_anchor("CRM Contact", who, roles)
	came_from = is_reached(frappe.qb.DocType(SUBMISSION).contact, "CRM Contact", contacts, who)
	return frappe.qb.DocType(SUBMISSION).contact.isnotnull() if came_from is None else came_from


def reach_scoped(doctype: str, who: Person, roles: frozenset[str]) -> Criterion | None:
	"""Return the criterion of the contacts, customers or deals in the scopes of these roles.

	What is one's own stays open whatever the customer's privacy.
	"""
	if who.is_manager and Scope.ALL in who.scopes(roles, doctype):
		return None
	grounds = grounds_of_roles(doctype, who, roles)
	own = [ground for ground in grounds if ground.fact in OWN]
	wider = [ground for ground in grounds if ground.fact not in OWN]
	return any_of(joined(own), all_of(joined(wider), is_open(doctype, who)) if wider else NOTHING)


def grounds_of_roles(doctype: str, who: Person, roles: frozenset[str]) -> list[Ground]:
	"""Return the grounds on which these roles reach contacts, customers or deals, each once."""
	grounds = [ground for scope in who.scopes(roles, doctype) for ground in grounds_of(scope, doctype, who)]
	return list({ground.fact: ground for ground in grounds}.values())


def reach_anchor(anchor: str, who: Person, roles: frozenset[str]) -> Criterion | None:
	"""Return the criterion of the contacts, customers, deals or locations through which `roles` reach what hangs on them.

	Such a role must let see the record itself, too.
	"""
	roles = roles & who.roles_that_may("read", anchor)
	if anchor == LOCATION:
		return reach_locations(who, "read", roles)
	return any_of(reach_scoped(anchor, who, roles), shared_ground(anchor, who).criterion)


def reach_notes(who: Person, roles: frozenset[str]) -> Criterion | None:
	"""Return the criterion of notes: one's own, and those about a record one sees that are not private."""
	note = frappe.qb.DocType(NOTE)
	reached = {anchor: reach_anchor(anchor, who, roles) for anchor in (*SCOPED_RECORDS, LOCATION)}
	if who.is_manager and all(criterion is None for criterion in reached.values()):
		return None
	own = any_of(
		note.owner == who.user, note.assigned_to == who.user, one_of(note.name, who.given.to_me[NOTE])
	)
	about = any_of(*(referring(NOTE, anchor, criterion, who) for anchor, criterion in reached.items()))
	is_public = None if who.is_manager else (note.is_private == 0)
	return any_of(own, all_of(about, is_public))


def reach_moves(who: Person, roles: frozenset[str]) -> Criterion | None:
	"""Return the criterion of moves: those of the customers and deals that somebody sees."""
	return any_of(
		*(
			referring(MOVE, anchor, reach_anchor(anchor, who, roles), who)
			for anchor in ("CRM Customer", "CRM Sales Deal")
		)
	)


def reach_syncs(who: Person, roles: frozenset[str]) -> Criterion | None:
	"""Return the criterion of what is owed to respond.io about a customer or contact that somebody sees."""
	sync = frappe.qb.DocType(SYNC)
	return any_of(
		is_reached(sync.customer, "CRM Customer", reach_anchor("CRM Customer", who, roles), who),
		is_reached(sync.contact, "CRM Contact", reach_anchor("CRM Contact", who, roles), who),
	)


def reach_events(who: Person, roles: frozenset[str]) -> Criterion | None:
	"""Return the criterion of domain events: those about a record that somebody sees.

	Of what is gone, or is no such record, only managers who see everything hear.
	"""
	reached = {anchor: reach_anchor(anchor, who, roles) for anchor in (*SCOPED_RECORDS, LOCATION)}
	reached |= {NOTE: reach_notes(who, roles), SUBMISSION: reach_submissions(who, roles)}
	if who.is_manager and all(criterion is None for criterion in reached.values()):
		return None
	return any_of(*(referring(DOMAIN_EVENT, anchor, criterion, who) for anchor, criterion in reached.items()))


def referring(doctype: str, anchor: str, reached: Criterion | None, who: Person) -> Criterion:
	"""Return the criterion of the notes or moves that refer to a record of `anchor` that somebody reaches."""
	record = frappe.qb.DocType(doctype)
	referred = is_reached(record.reference_name, anchor, reached, who)
	return all_of(unindexed(record.reference_doctype) == anchor, referred)


def reach_locations(who: Person, action: str, roles: frozenset[str]) -> Criterion | None:
	"""Return the criterion of the locations of a customer or contact that somebody sees.

	For writing: that they may write, or, as CRM Location Manager, that they see. Without either, a location is its
	creator's, and everybody's who reaches all customers.
	"""
	location = frappe.qb.DocType(LOCATION)
	customers, contacts = (
		reach_scoped(anchor, who, roles_for_locations(who, action, roles, anchor))
		for anchor in ("CRM Customer", "CRM Contact")
	)
	if customers is None:
		return None
	is_loose = location.customer.isnull() & location.contact.isnull() & (location.owner == who.user)
	return any_of(
		is_reached(location.customer, "CRM Customer", customers, who),
		is_reached(location.contact, "CRM Contact", contacts, who),
		is_loose,
	)


def roles_for_locations(who: Person, action: str, roles: frozenset[str], anchor: str) -> frozenset[str]:
	"""Return the roles by whose scope on `anchor` somebody reaches locations for `action`."""
	if action in READING:
		return roles & who.roles_that_may("read", anchor)
	if CRMRole.LOCATION_MANAGER in roles:
		return who.roles_that_may("read", anchor)
	return roles & who.roles_that_may("write", anchor)


def is_reached(field: Field, doctype: str, criterion: Criterion | None, who: Person) -> Criterion | None:
	"""Return the criterion that `field` names a record of `doctype` that meets `criterion`, which is what somebody reaches."""
	if criterion is None or criterion is NOTHING:
		return criterion
	return among(field, frappe.qb.DocType(doctype).name, criterion, breadth.reaches_many(who, doctype))
