"""A template, as data."""

from dataclasses import dataclass

from frappe_crm_app.frappe_crm_app.doctype.crm_template_task.options import Anchor


@dataclass(frozen=True)
class TemplateMilestone:
	"""A milestone; it is due so many working days after its anchor, the start or the end of the project."""

	key: str
	title: str
	anchor: Anchor
	offset: int


@dataclass(frozen=True)
class TemplateTask:
	"""A task; it begins so many working days after its anchor and takes `duration` of them.

	`milestone` and `waits_for` are keys of rows; whoever has the role in the project does it.
	"""

	key: str
	subject: str
	action: str
	content: str
	milestone: str | None
	anchor: Anchor
	offset: int
	duration: int
	role: str | None
	waits_for: tuple[str, ...]
	checklist: tuple[str, ...]


@dataclass(frozen=True)
class Template:
	"""What a project gets; what waits for what has no circle."""

	name: str
	milestones: tuple[TemplateMilestone, ...]
	tasks: tuple[TemplateTask, ...]

	@property
	def needs_end(self) -> bool:
		"""Whether something is counted from the end of the project."""
		return any(each.anchor == Anchor.END for each in (*self.milestones, *self.tasks))
