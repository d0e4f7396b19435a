"""Three projects of won deals, as their template lays them out: one on track, one late, one done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from frappe_crm_app.demo.data import onboarding as data
from frappe_crm_app.demo.marks import name_of
from frappe_crm_app.demo.moments import last_full_day, workday_from
from frappe_crm_app.demo.project_records import (
	Blocker,
	Item,
	Milestone,
	Participant,
	Project,
	Projects,
	ProjectTemplate,
	Task,
	TemplateMilestone,
	TemplateTask,
)
from frappe_crm_app.demo.records import Contact, Deal
from frappe_crm_app.demo.setting import Setting
from frappe_crm_app.demo.team import REPS
from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action, NoteStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_project.options import ProjectStatus, SeenBy
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.frappe_crm_app.doctype.crm_template_task.options import Anchor
from frappe_crm_app.visibility.guarded import NOTE, PROJECT
from frappe_crm_app.work.projects.planning.calendar import WorkingCalendar
from frappe_crm_app.work.projects.templates import template as applied
from frappe_crm_app.work.projects.templates.laying_out import Layout, lay_out

CALENDAR = WorkingCalendar()
OWNER = "Administrator"
TEMPLATE = name_of("CRM Project Template", 0)
AFTER_NOTES = 10_000  # the numbers of tasks among the notes
END_OF_WORK, END_OF_DAY = time(17), time(23, 59)


@dataclass(frozen=True)
class Fate:
	"""A project that began so many days ago, and in which all is done that was due before the last `left` days."""

	began: int
	left: int
	status: ProjectStatus = ProjectStatus.ACTIVE


FATES = (Fate(22, 0), Fate(44, 20), Fate(110, 0, ProjectStatus.COMPLETED))


@dataclass(frozen=True)
class Staged:
	"""A project with what its rows need: the layout of its days, who does what, the last day of which all is done, and today."""

	number: int
	project: Project
	layout: Layout
	who: dict[str, tuple[str | None, str | None]]
	done_until: date
	today: date

	def row(self, kind: str, place: int) -> str:
		"""Return the name of the row at a place of the project's."""
		numbers = AFTER_NOTES if kind == NOTE else 0
		return name_of(kind, numbers + self.number * 100 + place)

	def due_at(self, day: date) -> datetime:
		"""Return when a task of that day is due: as work ends, of today as the day ends, so that the evening makes none late."""
		return datetime.combine(day, END_OF_DAY if day == self.today else END_OF_WORK)

	def written(self, until: date) -> dict:
		"""Return what every row has: it was made as the project began, and changed when it was done."""
		moment = datetime.combine(max(until, self.project.starts_on), time(16, 40))
		user = self.project.project_owner
		return {"owner": user, "creation": self.project.creation, "modified": moment, "modified_by": user}


def projects(setting: Setting, deals: tuple[Deal, ...], people: tuple[Contact, ...]) -> Projects:
	"""Return the template and the projects, each of a deal that was won before it begins."""
	reachable = {person.name for person in people if person.email}
	staged = [
		stage(setting, number, fate, deal)
		for number, (fate, deal) in enumerate(
			choose(setting, [deal for deal in deals if deal.contact in reachable])
		)
	]
	return Projects(
		templates=(template(setting),),
		projects=tuple(each.project for each in staged),
		milestones=tuple(row for each in staged for row in milestones(each)),
		tasks=tuple(row for each in staged for row in (*tasks(each), *protocol(each))),
	)


def choose(setting: Setting, deals: list[Deal]) -> Iterator[tuple[Fate, Deal]]:
	"""Yield for each fate the deal that was won last before it, of customers of their own."""
	won = sorted(
		(deal for deal in deals if deal.outcome == Outcome.WON and deal.closed_on),
		key=lambda deal: (deal.closed_on, deal.name),
		reverse=True,
	)
	taken: set[str] = set()
	for fate in FATES:
		began = begins(setting, fate)
		fitting = (deal for deal in won if deal.closed_on < began and deal.customer not in taken)
		deal = next(fitting, None)
		if deal:
			taken.add(deal.customer)
			yield fate, deal


def begins(setting: Setting, fate: Fate) -> date:
	"""Return the first day of a project."""
	return workday_from(setting.today - timedelta(days=fate.began))


def stage(setting: Setting, number: int, fate: Fate, deal: Deal) -> Staged:
	"""Return a project with the days of all that belongs to it."""
	began = begins(setting, fate)
	layout = lay_out(read_template(), began, None, CALENDAR)
	done_until = last_full_day(setting.today - timedelta(days=fate.left))
	lead, operations = deal.deal_owner, next(rep.user for rep in REPS if rep.user != deal.deal_owner)
	who = {data.LEAD: (lead, None), data.OPERATIONS: (operations, None), data.CUSTOMER: (None, deal.contact)}
	is_over = fate.status == ProjectStatus.COMPLETED
	last = layout.milestones[data.GOALS[-1].title]
	moment = datetime.combine(began, time(8, 50))
	project = Project(
		name=name_of(PROJECT, number), owner=lead, creation=moment, modified=moment, modified_by=lead,
		title=f"{data.TITLE}: {deal.title.partition(': ')[0]}"[:140],
		project_type=data.KIND,
		status=fate.status,
		project_owner=lead,
		starts_on=began,
		ends_on=last,
		completed_on=last if is_over else None,
		customer=deal.customer,
		contact=deal.contact,
		deal=deal.name,
		visibility=SeenBy.CUSTOMER_AND_DEAL,
		description=data.DESCRIPTION,
		participants=(
			Participant(None, lead, data.LEAD, data.OURS),
			Participant(None, operations, data.OPERATIONS, data.OURS),
			Participant(deal.contact, None, data.CUSTOMER, data.THEIRS),
			*(Participant(row.contact, None, None, data.THEIRS) for row in deal.people if row.contact != deal.contact),
		),
	)  # fmt: skip
	return Staged(number, project, layout, who, done_until, setting.today)


def milestones(staged: Staged) -> Iterator[Milestone]:
	"""Yield the milestones of a project; one whose day came after all that is done is open, past or not."""
	for place, goal in enumerate(data.GOALS, 1):
		due = staged.layout.milestones[goal.title]
		is_done = due <= staged.done_until
		yield Milestone(
			name=staged.row("CRM Milestone", place),
			**staged.written(due if is_done else staged.project.starts_on),
			project=staged.project.name,
			title=goal.title,
			due_on=due,
			position=place,
			is_done=int(is_done),
			done_on=due if is_done else None,
			done_by=staged.project.project_owner if is_done else None,
			template_key=key_of(goal.title),
		)


def tasks(staged: Staged) -> Iterator[Task]:
	"""Yield the tasks of a project that its template brought."""
	goals = {goal.title: staged.row("CRM Milestone", place) for place, goal in enumerate(data.GOALS, 1)}
	for place, step in enumerate(data.STEPS, 1):
		starts, due = staged.layout.tasks[str(place)]
		blockers = tuple(Blocker(staged.row(NOTE, number)) for number in step.waits_for)
		is_done = due <= staged.done_until
		items = tuple(Item(item, int(is_done or number == 0)) for number, item in enumerate(step.checklist))
		yield task(
			staged, place, step.subject, step.role, (starts, due), action=step.action, milestone=goals[step.goal],
			template_key=key_of(str(place)), blocked_by=blockers, checklist=items, has_task_rows=int(bool(blockers or items)),
		)  # fmt: skip


def protocol(staged: Staged) -> Iterator[Task]:
	"""Yield what was written down at the kick-off, where that is over, and the tasks that come from it."""
	held = staged.layout.tasks["2"][1]
	if held > staged.done_until:
		return
	place = len(data.STEPS) + 1
	yield task(
		staged, place, data.PROTOCOL, data.LEAD, (held, held), action=Action.MEETING, content=data.AGREED
	)
	for number, (subject, role, offset, duration) in enumerate(data.FROM_PROTOCOL, place + 1):
		starts = CALENDAR.shifted(staged.project.starts_on, offset)
		days = (starts, CALENDAR.end_of(starts, duration))
		yield task(staged, number, subject, role, days, comes_from=staged.row(NOTE, place))


def task(
	staged: Staged, place: int, subject: str, role: str, days: tuple[date, date], **values: object
) -> Task:
	"""Return a task, done where its last day is over and the project came so far; values may say more of it."""
	project, (starts, due) = staged.project, days
	is_done = due <= staged.done_until
	user, contact = staged.who[role]
	usual = {
		"action": Action.TASK, "content": None, "milestone": None, "comes_from": None, "has_task_rows": 0, "template_key": None,
		"blocked_by": (), "checklist": (),
	}  # fmt: skip
	return Task(
		name=staged.row(NOTE, place),
		**staged.written(due if is_done else project.starts_on),
		reference_doctype=PROJECT,
		reference_name=project.name,
		project=project.name,
		contact=project.contact,
		customer=project.customer,
		deal=project.deal,
		stage=None,
		subject=subject,
		scheduled_on=staged.due_at(due),
		ends_on=None,
		starts_on=starts,
		assigned_to=user,
		contact_assigned=contact,
		status=NoteStatus.DONE if is_done else NoteStatus.OPEN,
		completed_on=datetime.combine(due, time(16, 40)) if is_done else None,
		completed_by=project.project_owner if is_done else None,
		is_private=0,
		**{**usual, **values},
	)


def template(setting: Setting) -> ProjectTemplate:
	"""Return the row of the template."""
	moment = datetime.combine(last_full_day(setting.today - timedelta(days=300)), time(9))
	return ProjectTemplate(
		name=TEMPLATE, owner=OWNER, creation=moment, modified=moment, modified_by=OWNER,
		template_name=data.TITLE,
		project_type=data.KIND,
		description=data.DESCRIPTION,
		milestones=tuple(TemplateMilestone(goal.title, Anchor.START, goal.offset, goal.title) for goal in data.GOALS),
		tasks=tuple(
			TemplateTask(
				subject=step.subject, action=step.action, milestone=step.goal, anchor=Anchor.START, offset_days=step.offset,
				duration_days=step.duration, project_role=step.role, waits_for=", ".join(map(str, step.waits_for)),
				checklist="\n".join(step.checklist), row_key=str(place),
			)
			for place, step in enumerate(data.STEPS, 1)
		),
	)  # fmt: skip


def read_template() -> applied.Template:
	"""Return the template as applying one reads it: rows of milestones are known by their titles, those of tasks by their numbers."""
	return applied.Template(
		TEMPLATE,
		tuple(applied.TemplateMilestone(goal.title, goal.title, Anchor.START, goal.offset) for goal in data.GOALS),
		tuple(
			applied.TemplateTask(
				key=str(place), subject=step.subject, action=step.action, content="", milestone=step.goal, anchor=Anchor.START,
				offset=step.offset, duration=step.duration, role=step.role, waits_for=tuple(map(str, step.waits_for)),
				checklist=step.checklist,
			)
			for place, step in enumerate(data.STEPS, 1)
		),
	)  # fmt: skip


def key_of(row_key: str) -> str:
	"""Return the key by which what was made of a row is known, as `applying.key_of` has it."""
	return f"{TEMPLATE}:{row_key}"
