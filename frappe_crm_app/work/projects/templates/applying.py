"""Applies a template to a project: shown first, then written set-based in one transaction; applied again, it adds what is new.

What came from a row of the template is known by its key, so that neither a new title nor another day makes it new. Nor does deleting it:
the project remembers the keys (`removed.py`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.query_builder.functions import Coalesce
from frappe.utils import getdate, now_datetime, today
from pypika import Case
from pypika.queries import QueryBuilder
from pypika.terms import ValueWrapper

from frappe_crm_app.kit.conflicts import refused_on_conflict
from frappe_crm_app.kit.domain_events.changes import Change
from frappe_crm_app.kit.domain_events.emitting import emit_changes
from frappe_crm_app.kit.meeting_points import Point, tell
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.kit.set_based import insert_records
from frappe_crm_app.records.follow_up.activity import LINKS
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.cache import forget_given_to
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, MILESTONE, NOTE
from frappe_crm_app.visibility.guards import can_hold
from frappe_crm_app.work.projects.planning.calendar import NoWorkingDayError
from frappe_crm_app.work.projects.settings import end_of_work, working_calendar
from frappe_crm_app.work.projects.templates import removed, rows
from frappe_crm_app.work.projects.templates.laying_out import Layout, first_day, lay_out
from frappe_crm_app.work.projects.templates.template import Template, TemplateTask

PARTICIPANT, BLOCKER, ITEM = "CRM Project Participant", "CRM Task Blocker", "CRM Checklist Item"
SEEN = "seen"
Who = tuple[str | None, str | None]


@dataclass(frozen=True)
class There:
	"""What a project has: names of milestones and tasks by template keys, participants by roles, and the last place of a milestone.

	`links` are what notes about it name: as with each note, no contact and no customer that its writer does not see. `removed` are the keys
	of what it had of templates and has no more.
	"""

	milestones: Mapping[str, str]
	tasks: Mapping[str, str]
	people: Mapping[str, Who]
	position: int
	links: Mapping[str, str | None]
	removed: frozenset[str] = frozenset()

	def had(self, key: str) -> bool:
		"""Return whether the project has, or once had, what a row of a template says."""
		return key in self.milestones or key in self.tasks or key in self.removed


def preview(project: frappe._dict, template: Template, there: There | None = None) -> dict:
	"""Return what applying the template would add; `there` is what a project has that is not stored yet.

	`{milestones: [{title, due_on, is_new}], tasks: [{subject, action, starts_on, due_on, milestone, role, assigned_to,
	contact_assigned, is_new}], missing_roles}`; `missing_roles` are those that nobody has in the project.
	"""
	layout, there = laid_out(project, template), there or what_is_there(project)
	titles = {each.key: each.title for each in template.milestones}
	return {
		"milestones": [
			{
				"title": each.title,
				"due_on": layout.milestones[each.key],
				"is_new": not there.had(key_of(template, each.key)),
			}
			for each in template.milestones
		],
		"tasks": [
			{
				"subject": task.subject,
				"action": task.action,
				"starts_on": layout.tasks[task.key][0],
				"due_on": layout.tasks[task.key][1],
				"milestone": titles.get(task.milestone),
				"role": task.role,
				"assigned_to": who_does(task, project, there)[0],
				"contact_assigned": who_does(task, project, there)[1],
				"is_new": not there.had(key_of(template, task.key)),
			}
			for task in template.tasks
		],
		"missing_roles": sorted({task.role for task in template.tasks if task.role} - there.people.keys()),
	}


def apply(project: frappe._dict, template: Template) -> dict:
	"""Write what is new of the template into a project, which is locked; return `{milestones, tasks}`, how many each."""
	layout, there = laid_out(project, template), what_is_there(project, is_locked=True)
	to = rows.writing(project.name, there.links, end_of_work())
	milestones = add_milestones(template, layout, there, to)
	names = add_tasks(template, layout, there, milestones, project, to)
	return {"milestones": len(milestones) - len(there.milestones), "tasks": len(names)}


def laid_out(project: frappe._dict, template: Template) -> Layout:
	"""Return the days; raises `frappe.ValidationError` where the project's own are needed and missing."""
	if template.needs_end and not project.ends_on:
		frappe.throw(_("This template counts days from the end of the project. Say first when it ends."))
	end = getdate(project.ends_on) if project.ends_on else None
	start, calendar = getdate(project.starts_on or today()), working_calendar()
	try:
		return lay_out(template, first_day(start, now_datetime(), end_of_work(), calendar), end, calendar)
	except (NoWorkingDayError, OverflowError):
		frappe.throw(_("Nobody works for more than a year, so that nothing can be planned."))


def key_of(template: Template, row_key: str) -> str:
	"""Return the key by which what was made of a row is known."""
	return f"{template.name}:{row_key}"


@refused_on_conflict()
def what_is_there(project: frappe._dict, is_locked: bool = False) -> There:
	"""Return what a project has, in one query; `is_locked` also sees what others just committed, once the project is locked."""
	milestones, tasks, people, position = {}, {}, {}, 0
	links = {"contact": None, "customer": None, "deal": project.deal}
	queries = [*queries_of(project.name, is_locked), *queries_of_seen(project)]
	for kind, key, name, other, place in union_all(queries).run():
		if kind == SEEN:
			links[key] = name
		elif kind == PARTICIPANT:
			people.setdefault(key, (name if name and can_hold(name) else None, other))
		elif kind == MILESTONE:
			position = max(position, place or 0)
			milestones |= {key: name} if key else {}
		else:
			tasks[key] = name
	return There(milestones, tasks, people, position, links, removed.keys_in(project))


def queries_of(project: str, is_locked: bool) -> list[QueryBuilder]:
	"""Return the queries for kind, key or role, name or user, contact and place of what a project has."""
	milestone, note, row = (frappe.qb.DocType(doctype) for doctype in (MILESTONE, NOTE, PARTICIPANT))
	nothing, nowhere = ValueWrapper("").as_("other"), ValueWrapper(0).as_("place")
	of = (
		(
			MILESTONE,
			milestone,
			milestone.project,
			milestone.template_key,
			milestone.name,
			nothing,
			milestone.position,
		),
		(NOTE, note, note.project, note.template_key, note.name, nothing, nowhere),
		(PARTICIPANT, row, row.parent, row.project_role, row.user, row.contact, row.idx),
	)
	queries = []
	for kind, table, belongs_to, key, name, other, place in of:
		query = frappe.qb.from_(table).select(
			ValueWrapper(kind).as_("kind"),
			key.as_("key_"),
			name.as_("name_"),
			other.as_("other"),
			place.as_("place"),
		)
		query = query.where(belongs_to == project)
		query = query if kind == MILESTONE else query.where(key.isnotnull() & (key != ""))
		queries.append(query.for_update() if is_locked else query)
	return queries


def queries_of_seen(project: frappe._dict) -> Iterator[QueryBuilder]:
	"""Yield the queries for the project's contact and customer, if the session's user sees them."""
	for fieldname, doctype in (("contact", CONTACT), ("customer", CUSTOMER)):
		record, allowed = frappe.qb.DocType(doctype), policy.criterion(doctype)
		query = frappe.qb.from_(record).select(
			ValueWrapper(SEEN).as_("kind"),
			ValueWrapper(fieldname).as_("key_"),
			record.name.as_("name_"),
			ValueWrapper("").as_("other"),
			ValueWrapper(0).as_("place"),
		)
		query = query.where(record.name == (project.get(fieldname) or ""))
		yield query if allowed is None else query.where(allowed)


def who_does(task: TemplateTask, project: frappe._dict, there: There) -> Who:
	"""Return user and contact of whoever has the task's role in the project, its owner where nobody has."""
	user, contact = there.people.get(task.role) or (None, None)
	if user or contact:
		return user or None, None if user else contact
	return (project.project_owner or None), None


def add_milestones(template: Template, layout: Layout, there: There, to: rows.Writing) -> dict[str, str]:
	"""Insert the milestones that are new; return the names of all, by template keys."""
	new = [each for each in template.milestones if not there.had(key_of(template, each.key))]
	names = {key_of(template, each.key): rows.new_name() for each in new}
	written = [
		rows.milestone_row(names[key], each, layout.milestones[each.key], there.position + number, key, to)
		for number, each in enumerate(new, 1)
		for key in [key_of(template, each.key)]
	]
	insert_records(MILESTONE, rows.MILESTONE_COLUMNS, written)
	return {**there.milestones, **names}


def add_tasks(
	template: Template,
	layout: Layout,
	there: There,
	milestones: Mapping[str, str],
	project: frappe._dict,
	to: rows.Writing,
) -> dict[str, str]:
	"""Insert the tasks that are new, with what they wait for and their checklists; return their names by keys of rows."""
	new = [task for task in template.tasks if not there.had(key_of(template, task.key))]
	names = {task.key: rows.new_name() for task in new}
	who = {task.key: who_does(task, project, there) for task in new}
	written = [
		rows.note_row(
			names[task.key],
			task,
			layout.tasks[task.key],
			who[task.key],
			milestones.get(key_of(template, task.milestone)) if task.milestone else None,
			key_of(template, task.key),
			to,
		)
		for task in new
	]
	insert_records(NOTE, rows.NOTE_COLUMNS, written)
	known = {task.key: there.tasks.get(key_of(template, task.key)) for task in template.tasks}
	known = {key: name for key, name in known.items() if name} | names
	insert_records(BLOCKER, rows.BLOCKER_COLUMNS, rows.blocker_rows(names, new, known, to))
	insert_records(ITEM, rows.ITEM_COLUMNS, rows.item_rows(names, new, to))
	if new:
		tell_of(written, to)
		give(Counter(user for user, _contact in who.values() if user))
	return names


def give(tasks_of: Counter[str]) -> None:
	"""Have those who were given tasks read what these are about, and hear of them in one sentence each."""
	forget_given_to(set(tasks_of))
	for user, number in sorted(tasks_of.items()):
		if user != frappe.session.user:
			tell(Point.RECORDS_GIVEN, doctype=NOTE, to_user=user, number=number)


def tell_of(written: list[tuple], to: rows.Writing) -> None:
	"""Keep the next follow-up of contact, customer and deal true, and say that these notes were written."""
	at = rows.NOTE_COLUMNS.index("scheduled_on")
	first = min(row[at] for row in written)
	for fieldname, doctype in LINKS.items():
		if to.links[fieldname]:
			bring_forward(doctype, to.links[fieldname], first)
	values = (dict(zip(rows.NOTE_COLUMNS, row, strict=True)) for row in written)
	emit_changes(NOTE, (Change(each.pop("name"), None, each) for each in values))


def bring_forward(doctype: str, name: str, moment: object) -> None:
	"""Let the next follow-up of a record be no later than this one, which is open; in one statement, whoever else changes it."""
	record = frappe.qb.DocType(doctype)
	is_later = Coalesce(record.next_follow_up_on, moment) >= moment
	next_one = Case().when(is_later, moment).else_(record.next_follow_up_on)
	frappe.qb.update(record).set(record.next_follow_up_on, next_one).where(record.name == name).run()
	frappe.clear_document_cache(doctype, name)
