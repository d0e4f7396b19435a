"""Why somebody sees a record, or why not, in sentences; and who sees it.

Asks the grounds of `grounds.py` one by one, so an explanation cannot say other than what is done.
"""

from dataclasses import asdict, dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, get_fullname
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, ValueWrapper

from frappe_crm_app import MODULE
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox.options import MailSharing
from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import SCOPED_RECORDS, Scope
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.criteria import NOTHING
from frappe_crm_app.visibility.grounds import OWN, Fact, grounds_of, is_had, is_open
from frappe_crm_app.visibility.guarded import (
	ASSIGNMENT,
	ENTRY,
	GUARDED,
	MAIL,
	MAILBOX,
	OWNER_FIELD,
	PEOPLE,
	Through,
	anchors_of,
	passes_shares,
)
from frappe_crm_app.visibility.labels import label_of
from frappe_crm_app.visibility.mailboxes import is_shared_as
from frappe_crm_app.visibility.roles import CRMRole
from frappe_crm_app.visibility.scopes import scope_of, stored_scopes
from frappe_crm_app.visibility.user_access import UserAccess, access_of

MOST_USERS = 500


@dataclass(frozen=True)
class Reason:
	"""What one role, or something beside the roles, says of a record: `role` is empty for the latter."""

	role: str
	scope: str
	grants: bool
	sentence: str


def explain(record: Document, user: str) -> dict:
	"""Return `{user, full_name, visible, summary, reasons: [{role, scope, grants, sentence}]}` for a stored record."""
	reasons = reasons_for(record, access_of(user))
	is_visible = bool(frappe.has_permission(record.doctype, "read", record, user=user))
	return {
		"user": user,
		"full_name": get_fullname(user),
		"visible": is_visible,
		"summary": summary(is_visible, reasons),
		"reasons": [asdict(reason) for reason in reasons],
	}


def summary(is_visible: bool, reasons: list[Reason]) -> str:
	"""Return the sentence that decides."""
	deciding = [reason.sentence for reason in reasons if reason.grants == is_visible]
	if deciding:
		return deciding[0]
	return _("A user permission of Frappe keeps it from them.") if not is_visible else ""


def who_can_see(record: Document) -> list[dict]:
	"""Return an `explain` of the record for each user with a role of the CRM or a share of it, those who see it first."""
	explained = [explain(record, user) for user in people_to_ask(record)]
	return sorted(explained, key=lambda each: (not each["visible"], each["full_name"].lower()))


def people_to_ask(record: Document) -> list[str]:
	"""Return the enabled users who may have something to do with the record."""
	user, role = frappe.qb.DocType("User"), frappe.qb.DocType("Has Role")
	share = frappe.qb.DocType("DocShare")
	with_role = frappe.qb.from_(role).select(role.parent).where(role.role.isin(sorted(roles_of_the_crm())))
	is_shared = (share.share_doctype == record.doctype) & (share.share_name == record.name)
	if record.doctype == MAIL:
		entry = frappe.qb.DocType(ENTRY)
		entries = frappe.qb.from_(entry).select(entry.name).where(entry.mail == record.name)
		is_shared |= (share.share_doctype == ENTRY) & share.share_name.isin(entries)
	with_share = frappe.qb.from_(share).select(share.user).where(is_shared & share.user.notnull())
	query = (
		frappe.qb.from_(user)
		.select(user.name)
		.where((user.enabled == 1) & user.name.notin(["Administrator", "Guest"]))
		.where(user.name.isin(with_role) | user.name.isin(with_share))
		.orderby(user.name)
		.limit(MOST_USERS)
	)
	return query.run(pluck=True)


def roles_of_the_crm() -> set[str]:
	"""Return the roles that the app brings, and those to which somebody gave a scope."""
	return {*CRMRole, *(role for role, _doctype in stored_scopes())}


def reasons_for(record: Document, who: UserAccess) -> list[Reason]:
	"""Return what decides whether somebody sees the record, role by role."""
	doctype = record.doctype
	if who.user == "Administrator":
		return [Reason("", "", True, _("Administrator sees everything."))]
	if who.roles.isdisjoint(roles_of_the_crm()) and doctype in GUARDED:
		return [
			*reasons_of_shares(record, who),
			Reason("", "", False, _("They have no role of the CRM.")),
		]
	if doctype in SCOPED_RECORDS:
		return [*reasons_of_shares(record, who), *reasons_of_scopes(record, who)]
	if doctype in GUARDED:
		return [*reasons_of_shares(record, who), *reasons_of_hanging(record, who)]
	return reasons_of_short_lists(doctype, who)


def reasons_of_shares(record: Document, who: UserAccess) -> list[Reason]:
	"""Return that the record is shared with somebody, where it is."""
	if record.name not in who.given.shared[record.doctype]:
		return []
	return [Reason("", "", True, _("It is shared with them."))]


def reasons_of_short_lists(doctype: str, who: UserAccess) -> list[Reason]:
	"""Return which roles open a DocType of which no record is anybody's."""
	roles = sorted(who.roles_that_may("read", doctype))
	if not roles:
		return [Reason("", "", False, no_reading(doctype))]
	return [Reason(role, Scope.ALL, True, _("The role reads all of these.")) for role in roles]


def reasons_of_scopes(record: Document, who: UserAccess) -> list[Reason]:
	"""Return for each role whether its scope reaches the contact, customer or deal."""
	holding = facts_that_hold(record, who)
	return [reason_of_scope(role, record, holding, who) for role in sorted(who.roles & roles_of_the_crm())]


def reason_of_scope(role: str, record: Document, holding: set[str], who: UserAccess) -> Reason:
	"""Return what one role says: the first ground that holds, or what its scope would ask for."""
	scope = scope_of(role, record.doctype)
	if role not in who.roles_that_may("read", record.doctype):
		return Reason(role, scope, False, no_reading(record.doctype))
	facts = [ground.fact for ground in grounds_of(scope, record.doctype, who) if ground.fact in holding]
	for fact in facts:
		if fact in OWN or OPEN in holding:
			return Reason(role, scope, True, sentence_of(fact, record, who))
	return Reason(role, scope, False, closed_sentence(record) if facts else missing_sentence(scope, record))


OPEN = "open"


def facts_that_hold(record: Document, who: UserAccess) -> set[str]:
	"""Return the facts that are true of the record, and `OPEN` where privacy does not close it, in one query."""
	grounds = [ground for scope in Scope for ground in grounds_of(scope, record.doctype, who)]
	asked = {ground.fact: ground.criterion for ground in grounds} | {OPEN: is_open(record.doctype, who)}
	certain = {fact for fact, criterion in asked.items() if criterion is None}
	questions = [
		fact_if(record, fact, criterion)
		for fact, criterion in asked.items()
		if criterion is not None and criterion is not NOTHING
	]
	return certain | set(union_all(questions).run(pluck=True)) if questions else certain


def fact_if(record: Document, fact: str, criterion: Criterion) -> QueryBuilder:
	"""Return the query for the fact, which finds it where the record meets the criterion.

	As a condition, PostgreSQL looks for this one record in a subquery; as a selected value, it would read the whole subquery.
	"""
	table = frappe.qb.DocType(record.doctype)
	query = frappe.qb.from_(table).select(ValueWrapper(str(fact)).as_("fact"))
	return query.where(table.name == record.name).where(criterion)


def no_reading(doctype: str) -> str:
	return _("The role permissions let it read no {0}.").format(label_of(doctype))


def sentence_of(fact: Fact, record: Document, who: UserAccess) -> str:
	"""Return what is true of the record and the user."""
	owner = record.get(OWNER_FIELD[record.doctype])
	label = _(record.meta.get_label(OWNER_FIELD[record.doctype]))
	return {
		Fact.EVERYTHING: lambda: _("The role reaches every {0}.").format(label_of(record.doctype)),
		Fact.OWNS: lambda: _("They are its {0}.").format(label),
		Fact.CREATED: lambda: _("They created it on {0}.").format(formatdate(record.creation)),
		Fact.ASSIGNED: lambda: assignment_sentence(record, who),
		Fact.HAS: lambda: having_sentence(record, who, fact),
		Fact.TEAM_HAS: lambda: having_sentence(record, who, fact),
		Fact.TEAM_OWNS: lambda: _("Its {0}, {1}, reports to them.").format(label, get_fullname(owner)),
		Fact.TEAM_CREATED: lambda: _("{0}, who created it, reports to them.").format(
			get_fullname(record.owner)
		),
		Fact.TEAM_ASSIGNED: lambda: _("It is assigned to somebody who reports to them."),
		Fact.CLIENT: lambda: _("The customer is a client."),
		Fact.PARTNER: lambda: _("The customer is a partner prospect."),
		Fact.LINKED: lambda: _("It is linked to their user."),
	}[fact]()


def assignment_sentence(record: Document, who: UserAccess) -> str:
	"""Return when the record was assigned to somebody."""
	assigned = {"reference_type": record.doctype, "reference_name": record.name, "allocated_to": who.user}
	assigned_on = frappe.db.get_value("ToDo", {**assigned, "status": "Open"}, "creation")
	return _("Assigned on {0}.").format(formatdate(assigned_on))


def having_sentence(record: Document, who: UserAccess, fact: Fact) -> str:
	"""Return which deal or follow-up lets somebody read the record; it is named where whoever asks sees it."""
	for having in PEOPLE[record.doctype]:
		table = frappe.qb.DocType(having.doctype)
		query = frappe.qb.from_(table).select(table.name).orderby(table.name).limit(1)
		names = query.where(is_had(having, fact, who) & (table[having.link] == record.name)).run(pluck=True)
		if names:
			return sentence_about(having.doctype, names[0], record.doctype, fact)
	return ""


def sentence_about(doctype: str, name: str, person: str, fact: Fact) -> str:
	"""Return that a deal or follow-up is somebody's, or their team's."""
	meta = frappe.get_meta(doctype)
	title = frappe.db.get_value(doctype, name, meta.title_field) if policy.may(doctype, name) else ""
	named = f"{_(doctype)} {title}".strip()
	if fact == Fact.TEAM_HAS:
		return _("{0}, of somebody who reports to them, is about this {1}.").format(named, _(person))
	return _("{0}, which is theirs or assigned to them, is about this {1}.").format(named, _(person))


def missing_sentence(scope: Scope, record: Document) -> str:
	"""Return what would have to be true for the scope to reach the record."""
	not_own = _("It is neither theirs nor created by them or assigned to them.")
	return {
		Scope.NONE: _("The role has no scope for {0}.").format(label_of(record.doctype)),
		Scope.LINKED: _("It is not linked to their user."),
		Scope.OWN: not_own,
		Scope.TEAM: _("It is neither theirs nor of anybody who reports to them."),
		Scope.CLIENTS: _("The customer is not a client, and the record is not their own."),
		Scope.PARTNERS: _("The customer is not a partner prospect, and the record is not their own."),
	}.get(scope, not_own)


def closed_sentence(record: Document) -> str:
	"""Return that privacy closes the record."""
	if record.doctype == "CRM Customer":
		return _("Its profile is {0}, and they are not among those it is open to.").format(
			_(record.profile_visibility)
		)
	return _("It belongs to a customer whose profile is private.")


def reasons_of_hanging(doc: Document, who: UserAccess) -> list[Reason]:
	"""Return what decides of a record that hangs on others: mostly its anchors."""
	doctype, guarded = doc.doctype, GUARDED[doc.doctype]
	if guarded.parent:
		return reasons_for(anchors(doc)[0], who)
	roles = who.roles_that_may("read", doctype)
	if not roles:
		return [Reason("", "", False, no_reading(doctype))]
	if guarded.overseen and who.is_manager:
		return [Reason("", "", True, _(guarded.overseen))]
	if guarded.is_mail:
		return reasons_of_mail(doc, roles, who)
	own = own_sentence(doc, who)
	if own:
		return [Reason("", "", True, own)]
	if guarded.taking_part and policy.fulfils(doctype, doc.name, policy.takes_part(doctype, who)):
		return [Reason("", "", True, _("They take part in it."))]
	if guarded.membership:
		return [reason_of_mailbox(doc, who)]
	if guarded.private_field and doc.get(guarded.private_field) and not who.is_manager:
		return [Reason("", "", False, _(guarded.private_sentence))]
	if hidden := next((way for way in guarded.also if not sees_also(way, doc, who)), None):
		sentence = _("It tells of a {0} that they do not see.").format(label_of(hidden.doctypes[0]))
		return [Reason("", "", False, sentence)]
	through = [reason for anchor in anchors(doc) for reason in reasons_through(anchor, doctype, roles, who)]
	return through or [Reason("", "", False, _("It hangs on no record, and is its creator's."))]


def sees_also(way: Through, doc: Document, who: UserAccess) -> bool:
	"""Return whether somebody sees the record of which another one tells besides, if it names one."""
	name = doc.get(way.fieldname)
	return not name or policy.may(way.doctypes[0], name, who.user)


def reason_of_mailbox(doc: Document, who: UserAccess) -> Reason:
	"""Return whether somebody is one of the people of the mailbox in which a record is, or manages its settings."""
	name = doc.get(GUARDED[doc.doctype].membership.fieldname)
	if not policy.fulfils(doc.doctype, doc.name, policy.is_of_mailbox(doc.doctype, who, "read")):
		return Reason("", "", False, _("It is in a mailbox of others."))
	if frappe.db.get_value(MAILBOX, name, "user") == who.user:
		return Reason("", "", True, _("It is in their mailbox."))
	shared_with = frappe.get_all("CRM Mailbox Role", filters={"parent": name}, pluck="role")
	role = next((role for role in sorted(shared_with) if role in who.roles), "")
	if role:
		return Reason("", "", True, _("The mailbox is shared by people with the role {0}.").format(_(role)))
	return Reason("", "", True, _("They manage the mailboxes that people share, of which they read no mail."))


def reasons_of_mail(mail: Document, roles: frozenset[str], who: UserAccess) -> list[Reason]:
	"""Return what decides of a mail: the mailboxes in which it is, and where all of it is shared, the records that it is about."""
	granting = [reason for entry in entries(mail) for reason in reasons_for(entry, who) if reason.grants]
	if not policy.fulfils(MAIL, mail.name, is_shared_as(MailSharing.EVERYTHING)):
		return [*granting, Reason("", "", False, _("It is private to the people of its mailbox."))]
	through = [reason for anchor in linked(mail) for reason in reasons_through(anchor, MAIL, roles, who)]
	nobody = Reason("", "", False, _("It is about no record, and in a mailbox of others."))
	return [*granting, *through] or [nobody]


def entries(mail: Document) -> list[Document]:
	"""Return the entries of a mail, read once, whoever is asked about."""
	if mail.flags.entries is None:
		names = frappe.get_all(ENTRY, filters={"mail": mail.name}, pluck="name")
		mail.flags.entries = [frappe.get_doc(ENTRY, name) for name in names]
	return mail.flags.entries


def linked(mail: Document) -> list[Document]:
	"""Return what a mail is about, likewise."""
	if mail.flags.linked is None:
		known = [(row.link_doctype, row.link_name) for row in mail.links]
		mail.flags.linked = [frappe.get_doc(*record) for record in known if frappe.db.exists(*record)]
	return mail.flags.linked


def own_sentence(doc: Document, who: UserAccess) -> str:
	"""Return why a record that hangs on others is somebody's own, `""` where it is not."""
	guarded = GUARDED[doc.doctype]
	if guarded.is_own_only_alone and anchors_of(doc):
		return ""
	assigned = _("It is assigned to them.")
	sentences = {"owner": _("They wrote it."), "assigned_to": assigned, ASSIGNMENT: assigned}
	for fieldname in guarded.own:
		is_assigned = fieldname == ASSIGNMENT and doc.name in who.given.to_me[doc.doctype]
		if is_assigned or doc.get(fieldname) == who.user:
			label = _(doc.meta.get_label(fieldname))
			return sentences.get(fieldname) or _("They are its {0}.").format(label)
	return ""


def anchors(doc: Document) -> list[Document]:
	"""Return the records through which a record is seen, read once, whoever is asked about; of what is gone, none."""
	if doc.flags.anchors is None:
		known = [anchor for anchor in anchors_of(doc) if frappe.db.exists(*anchor)]
		doc.flags.anchors = [frappe.get_doc(*anchor) for anchor in known]
	return doc.flags.anchors


def reasons_through(anchor: Document, doctype: str, roles: frozenset[str], who: UserAccess) -> list[Reason]:
	"""Return the reasons for the record `anchor`, of which only those of roles count that also read `doctype`."""
	prefix = _("Through the {0}: {1}")
	without_effect = [] if passes_shares(anchor.doctype, doctype) else reasons_of_shares(anchor, who)
	return [
		Reason(
			reason.role, reason.scope, reason.grants, prefix.format(label_of(anchor.doctype), reason.sentence)
		)
		if not reason.role or reason.role in roles
		else Reason(reason.role, reason.scope, False, no_reading(doctype))
		for reason in reasons_for(anchor, who)
		if reason not in without_effect
	]


def is_of_ours(doctype: str) -> bool:
	"""Return whether there are records of this DocType that the CRM decides about."""
	return doctype in GUARDED or frappe.db.get_value("DocType", doctype, ["module", "issingle"]) == (
		MODULE,
		0,
	)
