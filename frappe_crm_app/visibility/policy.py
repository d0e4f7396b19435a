"""The one place that knows who sees what: "which records?" and "this record?", answered by the same criterion.

What a role may do is Frappe's role permissions; on which records it may do it is its scope. Both come together here: a
role reaches a record for an action if it may do the action and its scope has a ground for the record. That somebody has a deal
or a follow-up of a contact or customer is a ground to read it and what hangs on it, for no other action. What hangs on another
record (`guarded.py` says on which) is reached through that: its anchor. What is private is reached by the people of its mailbox (`mailboxes.py`). What Frappe's User Permissions keep from somebody is left out of
all but what is shared with them, as Frappe leaves it out of lists.
"""

import frappe
from pypika.terms import Criterion, Field

from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox.options import MailSharing
from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import SCOPED_RECORDS, Scope
from frappe_crm_app.visibility import breadth, mailboxes
from frappe_crm_app.visibility.criteria import NOTHING, all_of, any_of, in_subquery, one_of, unindexed
from frappe_crm_app.visibility.grounds import OWN, Fact, Ground, grounds_of, is_open, joined, shared_ground
from frappe_crm_app.visibility.guarded import (
	ASSIGNMENT,
	ENTRY,
	GUARDED,
	MAIL,
	MAILBOX,
	MAILED,
	OWNER_FIELD,
	Through,
	ThroughRows,
	passes_shares,
)
from frappe_crm_app.visibility.user_access import UserAccess, access_of
from frappe_crm_app.visibility.user_permissions import permitted

READING = ("read", "select")


def criterion(doctype: str, user: str | None = None, action: str = "read") -> Criterion | None:
	"""Return what a record of `doctype` must fulfil for `user` (the session's, if not given) to do `action` on it.

	`None` where every record may: for Administrator, for whoever reaches all, and for short lists and settings, of which
	no record is anybody's. For a query on `frappe.qb.DocType(doctype)`. It asks of records only; whether the user may
	do `action` on such a record at all is Frappe's role permission.
	"""
	return criterion_for(access_of(user), doctype, action)


def criterion_for(who: UserAccess, doctype: str, action: str = "read") -> Criterion | None:
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
	who = access_of(user)
	roles = who.roles_that_may("read", doctype)
	return who.user == "Administrator" or Scope.ALL in who.scopes(roles, doctype)


def reads_all_held(doctype: str, fieldname: str, who: UserAccess) -> bool:
	"""Return whether somebody reads every record of a guarded DocType that names them in this field, whatever else it holds."""
	roles = who.roles_that_may("read", doctype)
	if not roles or permitted(doctype, who.permissions) is not None:
		return False
	if doctype in SCOPED_RECORDS:
		facts = {ground.fact for ground in grounds_of_roles(doctype, who, roles)}
		return fieldname == OWNER_FIELD[doctype] and Fact.OWNS in facts
	return fieldname in GUARDED[doctype].own and not GUARDED[doctype].is_own_only_alone


def reach(doctype: str, who: UserAccess, action: str) -> Criterion | None:
	"""Return the criterion of the records of a guarded DocType that somebody reaches for `action`."""
	who = who.acting(action)
	parent = GUARDED[doctype].parent
	if parent:
		return is_reached(frappe.qb.DocType(doctype).parent, parent, reach(parent, who, action), who)
	roles = who.roles_that_may(action, doctype)
	allowed = reach_by_roles(doctype, who, action, roles) if roles else NOTHING
	allowed = all_of(allowed, permitted(doctype, who.permissions))
	if action in READING:
		# What a share allows beyond reading, Frappe adds by itself.
		return any_of(allowed, shared_ground(doctype, who).criterion)
	return allowed


def reach_by_roles(doctype: str, who: UserAccess, action: str, roles: frozenset[str]) -> Criterion | None:
	"""Return the criterion of the records that somebody reaches for `action` by these roles, which may do it."""
	if doctype in SCOPED_RECORDS:
		return reach_scoped(doctype, who, roles)
	guarded, record = GUARDED[doctype], frappe.qb.DocType(doctype)
	if guarded.overseen and who.is_manager:
		return None
	if guarded.is_mail:
		return reach_mails(who, action, roles)
	if guarded.membership:
		return any_of(is_own(doctype, who), is_of_mailbox(doctype, who, action))
	through = all_of(
		any_of(
			*(reach_through(way, doctype, who, action, roles) for way in guarded.through),
			*(reach_through_rows(way, doctype, who, action, roles) for way in guarded.through_rows),
		),
		*(
			any_of(record[way.fieldname].isnull(), reach_through(way, doctype, who, action, roles))
			for way in guarded.also
		),
	)
	is_part_asked = guarded.taking_part and action in READING and not who.is_writing
	is_public = record[guarded.private_field] == 0 if guarded.private_field and not who.is_manager else None
	part = takes_part(doctype, who) if is_part_asked else NOTHING
	return any_of(is_own(doctype, who), part, all_of(through, is_public))


def is_of_mailbox(doctype: str, who: UserAccess, action: str) -> Criterion:
	"""Return the criterion of what belongs to a mailbox of somebody's; nobody else reaches it, whatever they oversee."""
	fieldname = GUARDED[doctype].membership.fieldname
	if doctype == MAILBOX:
		return mailboxes.is_mailbox_of(who, is_reading=action in READING)
	return mailboxes.is_of_member(frappe.qb.DocType(doctype)[fieldname], who)


def reach_mails(who: UserAccess, action: str, roles: frozenset[str]) -> Criterion:
	"""Return the criterion of the mails that somebody reaches: with an entry, or with what they are about where all is shared."""
	by_entry = reach(ENTRY, who, action)
	if action not in READING:
		return mailboxes.has_entry(by_entry)
	return any_of(
		mailboxes.has_entry(by_entry),
		all_of(mailboxes.is_shared_as(MailSharing.EVERYTHING), is_about_seen(who, roles)),
	)


def is_about_seen(who: UserAccess, roles: frozenset[str] | None = None) -> Criterion:
	"""Return the criterion of the mails that are about what somebody sees of `MAILED`, by these roles where they are given."""
	asking, ways = who.acting("read"), []
	for anchor in MAILED:
		by = asking.roles_that_may("read", anchor)
		reached = reach_anchor(anchor, MAIL, asking, by if roles is None else by & roles)
		ways.append(mailboxes.is_about(anchor, is_reached(mailboxes.link_name(), anchor, reached, asking)))
	return any_of(*ways)


def membership(field: Field, user: str | None = None) -> Criterion | None:
	"""Return the criterion that `field` names a mailbox of which somebody is one of the people, `None` for Administrator."""
	who = access_of(user)
	return None if who.user == "Administrator" else mailboxes.is_of_member(field, who)


def reach_scoped(doctype: str, who: UserAccess, roles: frozenset[str]) -> Criterion | None:
	"""Return the criterion of the contacts, customers or deals in the scopes of these roles.

	What is one's own stays open whatever the customer's privacy.
	"""
	if who.is_manager and Scope.ALL in who.scopes(roles, doctype):
		return None
	grounds = grounds_of_roles(doctype, who, roles)
	own = [ground for ground in grounds if ground.fact in OWN]
	wider = [ground for ground in grounds if ground.fact not in OWN]
	return any_of(joined(own), all_of(joined(wider), is_open(doctype, who)) if wider else NOTHING)


def grounds_of_roles(doctype: str, who: UserAccess, roles: frozenset[str]) -> list[Ground]:
	"""Return the grounds on which these roles reach contacts, customers or deals, each once."""
	grounds = [ground for scope in who.scopes(roles, doctype) for ground in grounds_of(scope, doctype, who)]
	return list({ground.fact: ground for ground in grounds}.values())


def is_own(doctype: str, who: UserAccess) -> Criterion:
	"""Return the criterion of what is somebody's own whatever it hangs on."""
	guarded, record = GUARDED[doctype], frappe.qb.DocType(doctype)
	own = [
		one_of(record.name, who.given.to_me[doctype]) if field == ASSIGNMENT else record[field] == who.user
		for field in guarded.own
	]
	alone = [record[way.fieldname].isnull() for way in guarded.through] if guarded.is_own_only_alone else []
	return all_of(*alone, any_of(*own))


def reach_through(
	way: Through, doctype: str, who: UserAccess, action: str, roles: frozenset[str]
) -> Criterion | None:
	"""Return the criterion of the records that name, in this way, an anchor through which somebody reaches them."""
	asking = who.acting(action_on_anchor(doctype, action, roles))
	reached = {
		anchor: reach_anchor(anchor, doctype, asking, roles_on_anchor(anchor, doctype, who, action, roles))
		for anchor in way.doctypes
	}
	if all(criterion is None for criterion in reached.values()):
		return None
	record, ways = frappe.qb.DocType(doctype), []
	for anchor, criterion in reached.items():
		is_of_anchor = unindexed(record[way.doctype_field]) == anchor if way.doctype_field else None
		ways.append(all_of(is_of_anchor, is_reached(record[way.fieldname], anchor, criterion, who)))
	return any_of(*ways)


def reach_through_rows(
	way: ThroughRows, doctype: str, who: UserAccess, action: str, roles: frozenset[str]
) -> Criterion | None:
	"""Return the criterion of the records of which a row of this table names such an anchor."""
	asking = who.acting(action_on_anchor(doctype, action, roles))
	by = roles_on_anchor(way.doctype, doctype, who, action, roles)
	row = frappe.qb.DocType(way.table)
	reached = is_reached(row[way.link], way.doctype, reach_anchor(way.doctype, doctype, asking, by), who)
	if reached is NOTHING or (reached is None and not way.is_needed):
		return reached
	is_such = (row[way.type_field] == way.doctype) if way.type_field else row[way.link].isnotnull()
	is_reached_row = all_of(is_such, reached) if way.is_needed else reached
	return in_subquery(frappe.qb.DocType(doctype).name, row.parent, is_reached_row, is_correlated=False)


def takes_part(doctype: str, who: UserAccess) -> Criterion:
	"""Return the criterion of the records in which somebody takes part."""
	part = GUARDED[doctype].taking_part
	row = frappe.qb.DocType(part.table)
	is_theirs = row[part.user] == who.user
	return in_subquery(frappe.qb.DocType(doctype).name, row.parent, is_theirs, is_correlated=False)


def reach_anchor(anchor: str, doctype: str, who: UserAccess, roles: frozenset[str]) -> Criterion | None:
	"""Return the criterion of the records of `anchor` through which `roles` reach records of `doctype`."""
	reached = all_of(reach_by_roles(anchor, who, "read", roles), permitted(anchor, who.permissions))
	if passes_shares(anchor, doctype):
		return any_of(reached, shared_ground(anchor, who).criterion)
	return reached


def action_on_anchor(doctype: str, action: str, roles: frozenset[str]) -> str:
	"""Return what somebody must be able to do with an anchor to do `action` on records of `doctype`, which `roles` let them do."""
	guarded = GUARDED[doctype]
	return "read" if action in READING or guarded.steward in roles else guarded.needed


def roles_on_anchor(
	anchor: str, doctype: str, who: UserAccess, action: str, roles: frozenset[str]
) -> frozenset[str]:
	"""Return the roles by which somebody must reach an anchor to do `action` on records of `doctype`, which `roles` let them do."""
	may = who.roles_that_may(action_on_anchor(doctype, action, roles), anchor)
	return may if action not in READING and GUARDED[doctype].steward in roles else roles & may


def is_reached(field: Field, doctype: str, criterion: Criterion | None, who: UserAccess) -> Criterion | None:
	"""Return the criterion that `field` names a record of `doctype` that meets `criterion`, which is what somebody reaches."""
	if criterion is None or criterion is NOTHING:
		return criterion
	return in_subquery(field, frappe.qb.DocType(doctype).name, criterion, breadth.reaches_many(who, doctype))
