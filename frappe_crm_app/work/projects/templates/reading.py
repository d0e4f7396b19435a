"""A CRM Project Template as data, or refused in one sentence."""

from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html

from frappe_crm_app.frappe_crm_app.doctype.crm_template_task.options import Anchor
from frappe_crm_app.work.projects.planning.graph import circle_in
from frappe_crm_app.work.projects.templates.template import Template, TemplateMilestone, TemplateTask

TEMPLATE = "CRM Project Template"
MOST_TASKS, MOST_MILESTONES = 500, 100
LONGEST_OFFSET, LONGEST_DURATION = 1_000, 250  # working days
MOST_ITEMS = 30


def name_rows(doc: Document) -> None:
	"""Give each row the key by which it is known where the template is applied again; whatever was sent is that of a stored row."""
	before = doc.get_doc_before_save()
	former = {row.name: row.row_key for row in before.get_all_children()} if before else {}
	for row in doc.get_all_children():
		row.row_key = former.get(row.name) or frappe.generate_hash(length=10)


def template_named(name: str) -> Template:
	"""Return the template of this name; raises `frappe.ValidationError` where there is none that the user reads."""
	if not frappe.has_permission(TEMPLATE, "read") or not frappe.db.exists(TEMPLATE, name, cache=True):
		frappe.throw(_("There is no such project template."))
	return read_template(frappe.get_cached_doc(TEMPLATE, name))


def read_template(doc: Document) -> Template:
	"""Return a template; raises `frappe.ValidationError` for one that cannot be applied."""
	if len(doc.tasks) > MOST_TASKS or len(doc.milestones) > MOST_MILESTONES:
		refuse(_("A template has at most {0} tasks and {1} milestones.").format(MOST_TASKS, MOST_MILESTONES))
	milestones = tuple(read_milestone(row) for row in doc.milestones)
	by_title = {each.title: each.key for each in milestones}
	if len(by_title) < len(milestones):
		refuse(_("Two milestones of a template have one title."))
	keys = [row.row_key for row in doc.tasks]
	tasks = tuple(read_task(row, by_title, keys) for row in doc.tasks)
	if circle_in({task.key: task.waits_for for task in tasks}):
		refuse(_("Tasks of this template would wait for each other."))
	return Template(doc.name, milestones, tasks)


def read_milestone(row: Document) -> TemplateMilestone:
	"""Return a milestone of a template."""
	offset = within(row.offset_days, -LONGEST_OFFSET, LONGEST_OFFSET, row)
	return TemplateMilestone(row.row_key, row.title.strip(), Anchor(row.anchor or Anchor.START), offset)


def read_task(row: Document, milestones: dict[str, str], keys: list[str]) -> TemplateTask:
	"""Return a task of a template."""
	milestone = milestones.get((row.milestone or "").strip())
	anchor = Anchor(row.anchor or Anchor.START)
	if row.milestone and not milestone:
		refuse(
			_("Task {0}: the template has no milestone “{1}”.").format(row.idx, escape_html(row.milestone))
		)
	if anchor == Anchor.MILESTONE and not milestone:
		refuse(_("Task {0} is counted from a milestone, and has none.").format(row.idx))
	return TemplateTask(
		key=row.row_key,
		subject=row.subject.strip(),
		action=row.action or "Task",
		content=row.content or "",
		milestone=milestone,
		anchor=anchor,
		offset=within(row.offset_days, -LONGEST_OFFSET, LONGEST_OFFSET, row),
		duration=within(row.duration_days or 1, 1, LONGEST_DURATION, row),
		role=" ".join((row.project_role or "").split()) or None,
		waits_for=read_waiting(row, keys),
		checklist=tuple(line.strip()[:140] for line in (row.checklist or "").splitlines() if line.strip())[
			:MOST_ITEMS
		],
	)


def read_waiting(row: Document, keys: list[str]) -> tuple[str, ...]:
	"""Return the keys of the rows for which a task waits, given by their numbers."""
	numbers = [text.strip() for text in (row.waits_for or "").split(",") if text.strip()]
	if not all(number.isascii() and number.isdigit() and 1 <= int(number) <= len(keys) for number in numbers):
		refuse(_("Task {0} waits for rows of this table, by their numbers: 1, 2.").format(row.idx))
	return tuple(dict.fromkeys(keys[int(number) - 1] for number in numbers))


def within(value: object, least: int, most: int, row: Document) -> int:
	"""Return a number of working days; raises `frappe.ValidationError` where it is too small or too large."""
	number = cint(value)
	if not least <= number <= most:
		refuse(_("Row {0}: a number of working days is between {1} and {2}.").format(row.idx, least, most))
	return number


def refuse(sentence: str) -> NoReturn:
	frappe.throw(sentence, title=_("Project Template"))
