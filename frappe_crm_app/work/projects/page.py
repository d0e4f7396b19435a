"""A project for its page: what it is, who takes part, how it goes, its files; the tasks are `plan.py`'s."""

from collections.abc import Iterable

import frappe
from pypika import Order
from pypika.queries import QueryBuilder
from pypika.terms import Field

from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL, MILESTONE, PROJECT
from frappe_crm_app.visibility.link_words import words_for
from frappe_crm_app.visibility.permlevels import empty_hidden, is_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria
from frappe_crm_app.work.projects.access import may_change, seen_project
from frappe_crm_app.work.projects.addresses import address_of
from frappe_crm_app.work.projects.groups import groups_of
from frappe_crm_app.work.projects.progress import figures_of, health_of, seen

SHOWN = (
	"name", "title", "project_type", "status", "health", "project_owner", "starts_on", "ends_on", "completed_on", "customer", "contact",
	"deal", "visibility", "description", "modified",
)  # fmt: skip
LINKED = {"customer": CUSTOMER, "contact": CONTACT, "deal": DEAL, "project_owner": "User"}
PARTICIPANT, FURTHER = "CRM Project Participant", "CRM Project Customer"
MOST_FILES = 20


def page(name: str) -> dict:
	"""Return the project's page; see `api.get_project`."""
	criteria = UserCriteria()
	row = seen_project(name, criteria)
	figure = figures_of([name], criteria)[name]
	people, customers = participants_of(name, criteria), customers_of(name)
	milestones = milestones_of(name, criteria)
	words = words_for([*links_of(row), *((CUSTOMER, each) for each in customers), *links_of_people(people)])
	for each in people:
		each.title = words.get((CONTACT, each.contact)) or words.get(("User", each.user))
	is_changed = may_change(name)
	shown = frappe._dict({field: row.get(field) for field in SHOWN})
	empty_hidden(PROJECT, [shown])
	return {
		"project": shown
		| {f"{field}_title": words.get((doctype, shown.get(field))) for field, doctype in LINKED.items()},
		"may_change": is_changed,
		"address": address_of(row) if is_changed or takes_part(row, people) else None,
		"health": health_of(row.health, figure),
		"progress": {key: figure[key] for key in ("tasks", "milestones", "percent")},
		"customers": [{"name": each, "title": words.get((CUSTOMER, each))} for each in customers],
		"participants": people,
		"groups": groups_of(people),
		"milestones": [
			{
				**each,
				"tasks": figure["milestones_by_name"].get(each.name, {"total": 0, "done": 0, "overdue": 0}),
			}
			for each in milestones
		],
		"files": files_of(name),
	}


def takes_part(row: frappe._dict, people: Iterable[frappe._dict]) -> bool:
	"""Return whether the session's user is the project's owner or takes part in it: their mails are filed there."""
	return frappe.session.user in (row.project_owner, *(each.user for each in people))


def links_of(row: frappe._dict) -> list[tuple[str, str]]:
	"""Return what the project names."""
	return [(doctype, row[field]) for field, doctype in LINKED.items() if row.get(field)]


def links_of_people(people: Iterable[frappe._dict]) -> list[tuple[str, str]]:
	"""Return contacts and users who take part."""
	links = [(CONTACT, each.contact) for each in people if each.contact]
	return [*links, *(("User", each.user) for each in people if each.user)]


def participants_of(project: str, criteria: UserCriteria) -> list[frappe._dict]:
	"""Return who takes part, `{name, contact, user, project_role, participant_group, email}`; the email of contacts that the reader sees."""
	row, contact, user = frappe.qb.DocType(PARTICIPANT), frappe.qb.DocType(CONTACT), frappe.qb.DocType("User")
	emails = seen(frappe.qb.from_(contact).select(contact.name, contact.email), criteria.criterion(CONTACT))
	known = emails.where(contact.name.isin(contacts_of(project))).as_("known")
	query = frappe.qb.from_(row).left_join(known).on(Field("name", table=known) == row.contact)
	query = query.left_join(user).on(user.name == row.user)
	query = query.select(row.name, row.contact, row.user, row.project_role, row.participant_group)
	query = query.select(Field("email", table=known), user.email.as_("email_of_user")).where(
		row.parent == project
	)
	people = query.orderby(row.idx).run(as_dict=True)
	is_told = not is_hidden(CONTACT, "email")
	for each in people:
		own = each.pop("email_of_user")
		each.email = (each.email if is_told else None) or own
	return people


def contacts_of(project: str) -> QueryBuilder:
	"""Return the query for the contacts who take part in a project."""
	row = frappe.qb.DocType(PARTICIPANT)
	return frappe.qb.from_(row).select(row.contact).where((row.parent == project) & row.contact.isnotnull())


def customers_of(project: str) -> list[str]:
	"""Return the further customers of a project."""
	return frappe.get_all(
		FURTHER, {"parent": project, "parenttype": PROJECT}, pluck="customer", order_by="idx asc"
	)


def milestones_of(project: str, criteria: UserCriteria) -> list[frappe._dict]:
	"""Return the milestones of a project in their order."""
	table = frappe.qb.DocType(MILESTONE)
	query = frappe.qb.from_(table).select(
		table.name, table.title, table.due_on, table.is_done, table.done_on, table.position
	)
	query = seen(query.where(table.project == project), criteria.criterion(MILESTONE))
	rows = query.orderby(table.position, table.due_on, table.name).run(as_dict=True)
	empty_hidden(MILESTONE, rows)
	return rows


def files_of(project: str) -> dict:
	"""Return `{total, rows}` of what is attached to a project, newest first: who reads the project reads these."""
	attached = {"attached_to_doctype": PROJECT, "attached_to_name": project}
	file = frappe.qb.DocType("File")
	query = frappe.qb.from_(file).select(file.name, file.file_name, file.file_url, file.creation)
	query = query.where((file.attached_to_doctype == PROJECT) & (file.attached_to_name == project))
	rows = query.orderby(file.creation, file.name, order=Order.desc).limit(MOST_FILES).run(as_dict=True)
	return {
		"total": frappe.db.count("File", attached) if len(rows) == MOST_FILES else len(rows),
		"rows": rows,
	}
