"""What a run does in one go: its steps, one after the other, up to the first that waits."""

import json
from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from frappe_crm_app.automation.workflow_rules import asked, places
from frappe_crm_app.automation.workflow_rules.definition import Definition, Step
from frappe_crm_app.automation.workflow_rules.places import Place
from frappe_crm_app.automation.workflow_rules.rules import STEP
from frappe_crm_app.automation.workflow_rules.tasks import REQUESTS, RUNS
from frappe_crm_app.automation.workflow_rules.values import present_of
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_run.options import ReasonKey, RunStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_step.options import StepStatus
from frappe_crm_app.kit.conflicts import is_conflict, undoing
from frappe_crm_app.kit.outbox.outcomes import GiveUp
from frappe_crm_app.kit.sentences import sentence_in, without_markup
from frappe_crm_app.kit.set_based import insert_records
from frappe_crm_app.kit.workflow_steps import Context, Done, Owes, Record, Result, Waits

MOST_AT_ONCE = 200
LONGEST_TEXT = 1000  # characters of a detail or a reason
REFUSALS = (frappe.ValidationError, frappe.PermissionError, GiveUp)
COLUMNS = (
	"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx",
	"run", "step_type", "place", "iteration", "reference_doctype", "reference_name", "status", "detail", "reason",
	"until", "payload", "next_attempt_on", *asked.COLUMNS.values(),
)  # fmt: skip


@dataclass
class Slice:
	"""One go of a run. `rows` are the steps that it has done, which are stored at its end."""

	run: Document
	rule: frappe._dict
	definition: Definition
	rows: list[tuple] = field(default_factory=list)
	is_owing: bool = False

	def __post_init__(self) -> None:
		self.place: Place | None = places.from_text(self.run.place)
		self.iteration: int = self.run.iteration or 0
		self.present = present_of(self.rule.rule_owner)
		self.begun = self.step_begun() if self.run.status == RunStatus.WAITING else None

	def go_on(self) -> dict:
		"""Do what can be done now, store its marks, and return what is to be stored of the run."""
		values = self.walk()
		insert_records(STEP, COLUMNS, self.rows)
		if self.is_owing:
			REQUESTS.enqueue()
		frappe.clear_messages()
		progress = {"place": places.as_text(self.place), "iteration": self.iteration}
		return {"attempts": 0, "reason": None, "awaited_kind": None, **progress, **values}

	def walk(self) -> dict:
		"""Do step after step, and return how it ended."""
		for _number in range(MOST_AT_ONCE):
			if not self.place:
				return self.ended()
			step = places.step_at(self.definition.steps, self.place)
			values = self.take(step)
			if values is not None:
				return values
		RUNS.enqueue()
		return {"status": RunStatus.QUEUED, "next_attempt_on": now_datetime()}

	def take(self, step: Step) -> dict | None:
		"""Do one step; return how the run stops at it, `None` where it goes on."""
		try:
			with undoing("crm_workflow_step", Exception):
				result = step.type.run(self.context(), step.options)
		except REFUSALS as error:
			if is_conflict(error):
				raise
			return self.refused(step, error)
		except Exception as error:
			if is_conflict(error):
				raise
			return self.failed(error)
		return self.taken(step, result)

	def context(self) -> Context:
		"""Return what a step is done for."""
		begun = self.begun or frappe._dict()
		return Context(
			rule=self.rule.name,
			run=self.run.name,
			record=self.record,
			owner=self.rule.rule_owner,
			present=self.present,
			place=places.as_text(self.place),
			iteration=self.iteration,
			since=begun.creation,
			until=begun.until,
			heard_event=self.run.heard_event if begun else None,
			conditions=self.definition.conditions,
		)

	@property
	def record(self) -> Record:
		"""The record that the run is about."""
		return self.run.reference_doctype, self.run.reference_name

	def taken(self, step: Step, result: Result) -> dict | None:
		"""Note what a step did, and return how the run stops at it, if it does."""
		if isinstance(result, Waits):
			return self.waiting(step, result)
		self.mark_done(step, result)
		self.begun, self.run.heard_event = None, None
		branch = result.branch if isinstance(result, Done) else None
		if isinstance(result, Done) and result.iteration is not None:
			self.iteration = result.iteration
		steps = self.definition.steps
		self.place = places.into(steps, self.place, branch) if branch else places.after(steps, self.place)
		if isinstance(result, Done) and result.ends_run:
			return self.over(RunStatus.COMPLETED, ReasonKey.STOPPED, result.detail)
		return None

	def mark_done(self, step: Step, result: Done | Owes) -> None:
		"""Note a step as done, or as owed to the outside."""
		if isinstance(result, Owes):
			self.is_owing = True
			self.add(step, StepStatus.OWED, result.detail, payload=json.dumps(result.request))
		elif self.begun:
			values = {"status": StepStatus.DONE, "detail": without_markup(result.detail[:LONGEST_TEXT])}
			frappe.db.set_value(STEP, self.begun.name, values)
		else:
			self.add(step, StepStatus.DONE, result.detail, about=result.about)

	def waiting(self, step: Step, result: Waits) -> dict:
		"""Note that a step waits, and return when the run is to go on."""
		if not self.begun:
			self.add(step, StepStatus.WAITING, result.detail, until=result.until)
		return {
			"status": RunStatus.WAITING,
			"next_attempt_on": result.until,
			"awaited_kind": result.kind,
			"heard_event": None,
		}

	def refused(self, step: Step, error: Exception) -> dict:
		"""Note that a step was refused, and stop the run with its sentence.

		What was refused about another record stands with that: not everybody who sees the one sees the other.
		"""
		sentence = sentence_in(error)[:LONGEST_TEXT] or _("This may not be changed.")
		about = getattr(error, "crm_about", None) or self.record
		if self.begun:
			frappe.db.set_value(STEP, self.begun.name, {"status": StepStatus.FAILED, "reason": sentence})
		else:
			self.add(step, StepStatus.FAILED, "", about=about, reason=sentence)
		told = sentence if about == self.record else _("A step about another record was refused.")
		return self.over(RunStatus.FAILED, ReasonKey.REFUSED, told)

	def failed(self, error: Exception) -> dict:
		"""Return how a run stops at a step that failed: it is tried again from there."""
		frappe.clear_messages()
		if self.rows:
			self.run.attempts = 0
		return RUNS.after(self.run, error)

	def ended(self) -> dict:
		"""Return how a run ends after its last step: as failed, where a request that it owed was given up meanwhile."""
		if any(step.type.is_outside for step in self.definition.all_steps()):
			given_up = {"run": self.run.name, "status": StepStatus.FAILED}
			if frappe.db.exists(STEP, given_up):
				return self.over(RunStatus.FAILED, ReasonKey.REFUSED, _("A request was not taken."))
		return self.over(RunStatus.COMPLETED)

	def over(self, status: RunStatus, key: ReasonKey | None = None, reason: str | None = None) -> dict:
		"""Return what is to be stored of a run that is over."""
		text = without_markup(reason[:LONGEST_TEXT]) if reason else None
		return {"status": status, "reason_key": key, "reason": text, "finished_on": now_datetime()}

	def add(
		self,
		step: Step,
		status: StepStatus,
		detail: str,
		about: Record | None = None,
		reason: str | None = None,
		until: object = None,
		payload: str | None = None,
	) -> None:
		"""Keep the row of a step, to be stored at the end."""
		user, now = frappe.session.user, now_datetime()
		self.rows.append(
			(
				frappe.generate_hash(length=10), user, now, now, user, 0, 0,
				self.run.name, step.type.key, places.as_text(self.place), self.iteration, *(about or self.record),
				status, without_markup(detail[:LONGEST_TEXT]), reason and reason[:LONGEST_TEXT], until, payload,
				now if status == StepStatus.OWED else None, *(self.run.get(each) for each in asked.COLUMNS.values()),
			)
		)  # fmt: skip

	def step_begun(self) -> frappe._dict | None:
		"""Return the row of the step at which the run has waited."""
		filters = {
			"run": self.run.name,
			"place": self.run.place,
			"iteration": self.iteration,
			"status": StepStatus.WAITING,
		}
		return frappe.db.get_value(STEP, filters, ["name", "creation", "until"], as_dict=True)
