"""What the demo's projects consist of, as `records.py` has it of the rest."""

from dataclasses import dataclass
from datetime import date

from frappe_crm_app.demo.records import Note, Record


@dataclass(frozen=True)
class TemplateMilestone:
	title: str
	anchor: str
	offset_days: int
	row_key: str


@dataclass(frozen=True, kw_only=True)
class TemplateTask:
	subject: str
	action: str
	milestone: str
	anchor: str
	offset_days: int
	duration_days: int
	project_role: str
	waits_for: str
	checklist: str
	row_key: str


@dataclass(frozen=True, kw_only=True)
class ProjectTemplate(Record):
	template_name: str
	project_type: str
	description: str
	milestones: tuple[TemplateMilestone, ...]
	tasks: tuple[TemplateTask, ...]


@dataclass(frozen=True)
class Participant:
	"""Somebody who takes part: a contact or a user."""

	contact: str | None
	user: str | None
	project_role: str | None
	participant_group: str


@dataclass(frozen=True, kw_only=True)
class Project(Record):
	title: str
	project_type: str
	status: str
	project_owner: str
	starts_on: date
	ends_on: date
	completed_on: date | None
	customer: str
	contact: str
	deal: str
	visibility: str
	description: str
	participants: tuple[Participant, ...]


@dataclass(frozen=True, kw_only=True)
class Milestone(Record):
	project: str
	title: str
	due_on: date
	position: int
	is_done: int
	done_on: date | None
	done_by: str | None
	template_key: str


@dataclass(frozen=True)
class Blocker:
	"""What a task waits for."""

	note: str


@dataclass(frozen=True)
class Item:
	"""An item of a task's checklist."""

	item: str
	is_done: int


@dataclass(frozen=True, kw_only=True)
class Task(Note):
	"""A note about a project, done or to do."""

	project: str
	milestone: str | None
	starts_on: date | None
	contact_assigned: str | None
	comes_from: str | None
	has_task_rows: int
	template_key: str | None
	blocked_by: tuple[Blocker, ...]
	checklist: tuple[Item, ...]


@dataclass(frozen=True)
class Projects:
	"""All of it."""

	templates: tuple[ProjectTemplate, ...]
	projects: tuple[Project, ...]
	milestones: tuple[Milestone, ...]
	tasks: tuple[Task, ...]
