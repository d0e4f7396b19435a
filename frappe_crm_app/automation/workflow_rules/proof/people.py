"""Whom mails of a rule would have reached: by what records hold now, and who belongs to the CRM now."""

from collections import defaultdict
from collections.abc import Mapping

import frappe
from pypika import Case
from pypika.queries import Table
from pypika.terms import Term

from frappe_crm_app.automation.workflow_rules.people import Way, Who
from frappe_crm_app.automation.workflow_rules.proof.occasions import Row
from frappe_crm_app.automation.workflow_rules.proof.scope import Scope
from frappe_crm_app.automation.workflow_rules.steps.linked import doctype_of_subject, link_to
from frappe_crm_app.automation.workflow_rules.steps.mail import MAIL, Mail
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import CONTACT
from frappe_crm_app.visibility.guards import HOLDER_FIELD
from frappe_crm_app.visibility.roles import CRMRole

HOLDER, EMAIL, IS_OUT = "holder", "email", "is_out"


def columns_of_people(scope: Scope) -> Mapping[str, Term]:
	"""Return the columns that say whose a record is, and how its contact is mailed."""
	columns, doctype = {}, doctype_of_subject(scope.doctype)
	link, subject = link_to(scope.doctype, CONTACT), scope.record
	contact = scope.join(CONTACT, "mailed", scope.record[link]) if link else None
	if scope.doctype == CONTACT:
		contact = scope.record
	elif doctype != scope.doctype:
		subject = contact
	if doctype in HOLDER_FIELD:
		columns[HOLDER] = subject[HOLDER_FIELD[doctype]]
	if contact:
		columns |= {EMAIL: contact.email, IS_OUT: contact.email_opt_out}
	if not contact or contact is scope.record:
		return columns
	return {
		name: if_seen(contact, column) if column.table is contact else column
		for name, column in columns.items()
	}


def if_seen(contact: Table, column: Term) -> Term:
	"""Return a column of a linked contact, empty where the session's user does not see that one."""
	allowed, seen = policy.criterion(CONTACT), frappe.qb.DocType(CONTACT)
	if allowed is None:
		return column
	names = frappe.qb.from_(seen).select(seen.name).where(allowed)
	return Case().when(contact.name.isin(names), column).else_(None)


def may_be_hidden(mail: Mail, doctype: str) -> bool:
	"""Return whether a step mails people through contacts of which the session's user does not see all."""
	is_through_contact = mail.is_to_contact or doctype_of_subject(doctype) != doctype
	return doctype != CONTACT and is_through_contact and policy.criterion(CONTACT) is not None


class Mailed:
	"""Who is mailed by which step. Who belongs to the CRM is read once, where a step mails our own people."""

	def __init__(self) -> None:
		self.roles: Mapping[str, set[str]] | None = None

	def by(self, mail: Mail, row: Row) -> set[str]:
		"""Return the people whom a step would have mailed for a record."""
		if mail.address:
			return {mail.address}
		if mail.is_to_contact:
			email = row.people.get(EMAIL)
			return {email} if email and not row.people.get(IS_OUT) else set()
		return {user for user in self.named(mail.who, row) if user in self.members()}

	def named(self, who: Who, row: Row) -> set[str]:
		"""Return the users that are meant."""
		if who.way == Way.OWNER:
			return {row.people.get(HOLDER)}
		if who.way == Way.ROLE:
			return {user for user, roles in self.members().items() if who.names[0] in roles}
		return set(who.names)

	def members(self) -> Mapping[str, set[str]]:
		"""Return the users that have a role of the CRM, with these."""
		if self.roles is None:
			self.roles = read_members()
		return self.roles


def read_members() -> Mapping[str, set[str]]:
	"""Return who is enabled and has a role of the CRM; one statement."""
	user, role = frappe.qb.DocType("User"), frappe.qb.DocType("Has Role")
	query = frappe.qb.from_(role).join(user).on(user.name == role.parent).select(user.name, role.role)
	is_meant = (
		(role.parenttype == "User") & (user.enabled == 1) & role.role.isin([str(each) for each in CRMRole])
	)
	members = defaultdict(set, {"Administrator": set()})
	for name, held in query.where(is_meant).run():
		members[name].add(held)
	return members


__all__ = ["MAIL", "Mailed", "columns_of_people", "may_be_hidden"]
