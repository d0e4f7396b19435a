"""Why somebody sees a record, or why not, in sentences; and who sees it.

Asks the grounds of `grounds.py` one by one, so an explanation cannot say other than what is done.
"""

from dataclasses import asdict, dataclass
from functools import cached_property

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, get_fullname
from pypika import Case
from pypika.terms import Criterion

from frappe_crm_app import MODULE
from frappe_crm_app.frappe_crm_app.doctype.crm_record_scope.options import SCOPED_RECORDS, Scope
from frappe_crm_app.visibility.grounds import OWN, OWNER_FIELD, Fact, grounds_of, is_open
from frappe_crm_app.visibility.guarded import (
	GUARDED,
	LOCATION,
	NOTE,
	PARENTS,
	SUBMISSION,
	SYNC,
	WON_MAIL,
)
from frappe_crm_app.visibility.person import Person, person
from frappe_crm_app.visibility.roles import CRMRole
from frappe_crm_app.visibility.scopes import scope_of, stored_scopes

MOST_USERS = 500


@dataclass(frozen=True)
class Reason:
	"""What one role, or something beside the roles, says of a record: `role` is empty for the latter."""

	role: str
	scope: str
	grants: bool
	sentence: str


class Subject:
	"""A stored record that is explained; it and those on which it hangs are read once, whoever is asked about."""

	def __init__(self, doctype: str, name: str):
		self.doctype, self.name = doctype, name

	@cached_property
	def record(self) -> Document:
		return frappe.get_doc(self.doctype, self.name)

	@cached_property
	def anchors(self) -> list["Subject"]:
		"""The records through which this one is seen."""
		return [Subject(*anchor) for anchor in hung_on(self.record)]


def explain(doctype: str, name: str, user: str) -> dict:
	"""Return `{user, full_name, visible, summary, reasons: [{role, scope, grants, sentence}]}` for a stored record."""
	return explain_subject(Subject(doctype, name), user)


def explain_subject(subject: Subject, user: str) -> dict:
	"""Return what `explain` does."""
	reasons = reasons_for(subject, person(user))
	is_visible = bool(frappe.has_permission(subject.doctype, "read", subject.record, user=user))
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


def who_can_see(doctype: str, name: str) -> list[dict]:
	"""Return an `explain` of the record for each user with a role of the CRM or a share of it, those who see it first."""
	subject = Subject(doctype, name)
	explained = [explain_subject(subject, user) for user in people_to_ask(doctype, name)]
	return sorted(explained, key=lambda each: (not each["visible"], each["full_name"].lower()))


def people_to_ask(doctype: str, name: str) -> list[str]:
	"""Return the enabled users who may have something to do with the record."""
	user, role = frappe.qb.DocType("User"), frappe.qb.DocType("Has Role")
	share = frappe.qb.DocType("DocShare")
	with_role = frappe.qb.from_(role).select(role.parent).where(role.role.isin(sorted(roles_of_the_crm())))
	with_share = (
		frappe.qb.from_(share)
		.select(share.user)
		.where((share.share_doctype == doctype) & (share.share_name == name) & share.user.notnull())
	)
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


def reasons_for(subject: Subject, who: Person) -> list[Reason]:
	"""Return what decides whether somebody sees the record, role by role."""
	doctype = subject.doctype
	if who.user == "Administrator":
		return [Reason("", "", True, _("Administrator sees everything."))]
	if who.roles.isdisjoint(roles_of_the_crm()) and doctype in GUARDED:
		return [
			*reasons_of_shares(subject, who),
			Reason("", "", False, _("They have no role of the CRM.")),
		]
	if doctype in SCOPED_RECORDS:
		return [*reasons_of_shares(subject, who), *reasons_of_scopes(subject, who)]
	if doctype in GUARDED:
		return [*reasons_of_shares(subject, who), *reasons_of_hanging(subject, who)]
	return reasons_of_short_lists(doctype, who)


def reasons_of_shares(subject: Subject, who: Person) -> list[Reason]:
	"""Return that the record is shared with somebody, where it is."""
	if subject.name not in who.given.shared[subject.doctype]:
		return []
	return [Reason("", "", True, _("It is shared with them."))]


def reasons_of_short_lists(doctype: str, who: Person) -> list[Reason]:
	"""Return which roles open a DocType of which no record is anybody's."""
	roles = sorted(who.roles_that_may("read", doctype))
	if not roles:
		return [Reason("", "", False, no_reading(doctype))]
	return [Reason(role, Scope.ALL, True, _("The role reads all of these.")) for role in roles]


def reasons_of_scopes(subject: Subject, who: Person) -> list[Reason]:
	"""Return for each role whether its scope reaches the contact, customer or deal."""
	holding = facts_that_hold(subject.doctype, subject.name, who)
	return [
		reason_of_scope(role, subject.record, holding, who) for role in sorted(who.roles & roles_of_the_crm())
	]


def reason_of_scope(role: str, record: object, holding: set[str], who: Person) -> Reason:
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


def facts_that_hold(doctype: str, name: str, who: Person) -> set[str]:
	"""Return the facts that are true of the record, and `OPEN` where privacy does not close it, in one query."""
	grounds = [ground for scope in Scope for ground in grounds_of(scope, doctype, who)]
	asked = {ground.fact: ground.criterion for ground in grounds} | {OPEN: is_open(doctype, who)}
	certain = {fact for fact, criterion in asked.items() if criterion is None}
	open_questions = {fact: criterion for fact, criterion in asked.items() if criterion is not None}
	record = frappe.qb.DocType(doctype)
	answers = [
		as_number(criterion).as_(f"fact_{place}") for place, criterion in enumerate(open_questions.values())
	]
	rows = frappe.qb.from_(record).select(*answers).where(record.name == name).run()
	return certain | {fact for fact, holds in zip(open_questions, rows[0], strict=True) if holds}


def as_number(criterion: Criterion) -> Case:
	"""Return 1 where the criterion holds, else 0."""
	return Case().when(criterion, 1).else_(0)


def no_reading(doctype: str) -> str:
	return _("The role permissions let it read no {0}.").format(_(doctype))


def sentence_of(fact: Fact, record: object, who: Person) -> str:
	"""Return what is true of the record and the person."""
	owner = record.get(OWNER_FIELD[record.doctype])
	label = _(record.meta.get_label(OWNER_FIELD[record.doctype]))
	return {
		Fact.EVERYTHING: lambda: _("The role reaches every {0}.").format(_(record.doctype)),
		Fact.OWNS: lambda: _("They are its {0}.").format(label),
		Fact.CREATED: lambda: _("They created it on {0}.").format(formatdate(record.creation)),
		Fact.ASSIGNED: lambda: assignment_sentence(record, who),
		Fact.TEAM_OWNS: lambda: _("Its {0}, {1}, reports to them.").format(label, get_fullname(owner)),
		Fact.TEAM_CREATED: lambda: _("{0}, who created it, reports to them.").format(
			get_fullname(record.owner)
		),
		Fact.TEAM_ASSIGNED: lambda: _("It is assigned to somebody who reports to them."),
		Fact.CLIENT: lambda: _("The customer is a client."),
		Fact.PARTNER: lambda: _("The customer is a partner prospect."),
		Fact.LINKED: lambda: _("It is linked to their user."),
	}[fact]()


def assignment_sentence(record: object, who: Person) -> str:
	"""Return when the record was assigned to somebody."""
	assigned = {"reference_type": record.doctype, "reference_name": record.name, "allocated_to": who.user}
	assigned_on = frappe.db.get_value("ToDo", {**assigned, "status": "Open"}, "creation")
	return _("Assigned on {0}.").format(formatdate(assigned_on))


def missing_sentence(scope: Scope, record: object) -> str:
	"""Return what would have to be true for the scope to reach the record."""
	not_own = _("It is neither theirs nor created by them or assigned to them.")
	return {
		Scope.NONE: _("The role has no scope for {0}.").format(_(record.doctype)),
		Scope.LINKED: _("It is not linked to their user."),
		Scope.OWN: not_own,
		Scope.TEAM: _("It is neither theirs nor of anybody who reports to them."),
		Scope.CLIENTS: _("The customer is not a client, and the record is not their own."),
		Scope.PARTNERS: _("The customer is not a partner prospect, and the record is not their own."),
	}.get(scope, not_own)


def closed_sentence(record: object) -> str:
	"""Return that privacy closes the record."""
	if record.doctype == "CRM Customer":
		return _("Its profile is {0}, and they are not among those it is open to.").format(
			_(record.profile_visibility)
		)
	return _("It belongs to a customer whose profile is private.")


def reasons_of_hanging(subject: Subject, who: Person) -> list[Reason]:
	"""Return what decides of a note, a location, a move, a mail or a table row: mostly the record that it hangs on."""
	doctype, doc = subject.doctype, subject.record
	if doctype in PARENTS:
		return reasons_for(subject.anchors[0], who)
	roles = who.roles_that_may("read", doctype)
	if not roles:
		return [Reason("", "", False, no_reading(doctype))]
	if doctype == SUBMISSION and who.is_manager:
		return [Reason("", "", True, _("Managers see all submissions."))]
	own = own_sentence(doc, who)
	if own:
		return [Reason("", "", True, own)]
	if doctype == NOTE and doc.is_private and not who.is_manager:
		return [Reason("", "", False, _("It is private to whoever wrote it or is assigned to it."))]
	through = [
		reason for anchor in subject.anchors for reason in reasons_through(anchor, doctype, roles, who)
	]
	return through or [Reason("", "", False, _("It hangs on no record, and is its creator's."))]


def own_sentence(doc: object, who: Person) -> str:
	"""Return why a note or a location is somebody's own, `""` where it is not."""
	is_loose = doc.doctype == LOCATION and not (doc.customer or doc.contact)
	if doc.owner == who.user and (doc.doctype == NOTE or is_loose):
		return _("They wrote it.")
	if doc.doctype == NOTE and (doc.assigned_to == who.user or doc.name in who.given.to_me[NOTE]):
		return _("It is assigned to them.")
	return ""


def hung_on(doc: object) -> list[tuple[str, str]]:
	"""Return DocType and name of the records through which a record is seen."""
	if doc.doctype in PARENTS:
		return [(PARENTS[doc.doctype], doc.parent)]
	if doc.doctype == WON_MAIL:
		return [("CRM Sales Deal", doc.deal)]
	if doc.doctype == SUBMISSION:
		return [("CRM Contact", doc.contact)] if doc.contact else []
	if doc.doctype in (LOCATION, SYNC):
		links = [("CRM Customer", doc.customer), ("CRM Contact", doc.contact)]
		return [(doctype, name) for doctype, name in links if name]
	return [(doc.reference_doctype, doc.reference_name)]


def reasons_through(anchor: Subject, doctype: str, roles: frozenset[str], who: Person) -> list[Reason]:
	"""Return the reasons for the anchor, of which only those of roles count that also read `doctype`."""
	prefix = _("Through the {0}: {1}")
	return [
		Reason(reason.role, reason.scope, reason.grants, prefix.format(_(anchor.doctype), reason.sentence))
		if not reason.role or reason.role in roles
		else Reason(reason.role, reason.scope, False, no_reading(doctype))
		for reason in reasons_for(anchor, who)
	]


def is_of_ours(doctype: str) -> bool:
	"""Return whether there are records of this DocType that the CRM decides about."""
	return doctype in GUARDED or frappe.db.get_value("DocType", doctype, ["module", "issingle"]) == (
		MODULE,
		0,
	)
