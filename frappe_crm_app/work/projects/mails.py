"""Which projects a mail is filed in (hook `crm_mail_filers`): those to whose addresses it goes, and those of its thread.

A sender can be forged, so an address alone lets nobody in: whoever wrote to us must take part in the project. Of what we wrote, who wrote it
must see it; what people wrote by a mailbox that they share follows its thread.
"""

from collections.abc import Collection

import frappe
from frappe.query_builder.functions import Lower
from pypika.queries import QueryBuilder

from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import Direction
from frappe_crm_app.records.identity.holders import holders_of_emails
from frappe_crm_app.records.mail.filing import Filed, Posted
from frappe_crm_app.records.mail.rows import LINK, MAIL
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import MAILBOX, PROJECT
from frappe_crm_app.work.projects.addresses import projects_addressed

PARTICIPANT = "CRM Project Participant"


def file(posted: Posted) -> Filed | None:
	"""Return the projects in which a mail is filed; one for its participants only shows it to nobody for its contacts."""
	addressed, of_thread = projects_addressed(posted.recipients), projects_of_thread(posted.thread)
	names = {*addressed, *of_thread}
	if not names:
		return None
	if posted.direction == Direction.IN:
		names &= taking_part(names, posted.sender)
	elif posted.user:
		names = {name for name in names if policy.may(PROJECT, name, posted.user)}
	else:
		names = set(of_thread)
	return Filed(tuple((PROJECT, name) for name in sorted(names)), has_closed(names)) if names else None


def projects_of_thread(thread: str | None) -> list[str]:
	"""Return the projects in which mails of a thread are filed."""
	if not thread:
		return []
	mail, link = frappe.qb.DocType(MAIL), frappe.qb.DocType(LINK)
	query = frappe.qb.from_(mail).join(link).on(link.parent == mail.name)
	query = query.where((mail.thread == thread) & (link.link_doctype == PROJECT))
	return query.select(link.link_name).distinct().run(pluck=True)


def taking_part(projects: Collection[str], email: str) -> set[str]:
	"""Return those of these projects in which whoever has an address takes part, as contact, as user or as owner."""
	if not email:
		return set()
	project, row = frappe.qb.DocType(PROJECT), frappe.qb.DocType(PARTICIPANT)
	users = users_with(email)
	is_theirs = project.project_owner.isin(users) | row.user.isin(users)
	contact = holders_of_emails([email]).get(email)
	if contact:
		is_theirs |= row.contact == contact
	query = frappe.qb.from_(project).left_join(row).on(row.parent == project.name)
	query = query.where(project.name.isin(sorted(projects)) & is_theirs)
	return set(query.select(project.name).distinct().run(pluck=True))


def users_with(email: str) -> QueryBuilder:
	"""Return the query for the enabled users who have an address, as their login's or as that of a mailbox of theirs."""
	user, mailbox, account = (frappe.qb.DocType(each) for each in ("User", MAILBOX, "Email Account"))
	boxes = frappe.qb.from_(mailbox).join(account).on(account.name == mailbox.email_account)
	boxes = boxes.select(mailbox.user).where(Lower(account.email_id) == email)
	query = frappe.qb.from_(user).select(user.name)
	return query.where((user.enabled == 1) & ((Lower(user.email) == email) | user.name.isin(boxes)))


def has_closed(projects: Collection[str]) -> bool:
	"""Return whether one of these projects is for its participants only."""
	closed = {"name": ("in", sorted(projects)), "is_for_participants": 1}
	return bool(projects) and bool(frappe.db.exists(PROJECT, closed))
