"""What rules can do: the types of steps, each an object that the hook `crm_workflow_steps` names by its dotted path.

A type reads what somebody has put together (`read`), and does it (`run`), as the rule's owner and with no more rights than they have. It
is called in the transaction that notes the step as done, so it neither commits nor waits for anybody: a request to the outside it
returns as `Owes`, or it writes a row of its own outbox. What it raises as `frappe.ValidationError` or `PermissionError` stops the run with that sentence; `TryLater` of
`kit/outbox/outcomes.py` has it called again; anything else is undone and tried again.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from frappe_crm_app.kit.conditions.fields import ConditionField, fields_of
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.exceptions import RuleError
from frappe_crm_app.kit.meeting_points import Point, handlers
from frappe_crm_app.kit.step_inputs import Input

Record = tuple[str, str]
"""DocType and name."""


@dataclass(frozen=True)
class Reading:
	"""For what kind of record steps are read. `is_in_loop` where they stand in a repetition.

	`is_stored` where they were read once already, from somebody who could name these fields.
	"""

	record_type: str
	is_in_loop: bool = False
	is_stored: bool = False

	@property
	def fields(self) -> dict[str, ConditionField]:
		"""What conditions and texts may name."""
		return fields_of(self.record_type) if self.is_stored else readable_fields(self.record_type)


@dataclass(frozen=True)
class Context:
	"""What a step is done for. `since` is when it began to wait, `None` where it is done for the first time."""

	rule: str
	run: str
	record: Record
	owner: str
	present: Present
	place: str
	iteration: int = 0
	since: datetime | None = None
	until: datetime | None = None
	heard_event: str | None = None
	conditions: object = None

	@property
	def doctype(self) -> str:
		return self.record[0]

	@property
	def name(self) -> str:
		return self.record[1]

	def doc(self) -> Document:
		"""Return the record as it is now."""
		return frappe.get_doc(*self.record)


@dataclass(frozen=True)
class Done:
	"""A step is done: `detail` says what, in a sentence without what only its readers may know; `about` is the record it was done to.

	Then the steps of `branch` follow, or the next one; where `ends_run`, none. `iteration` is the round that begins.
	"""

	detail: str = ""
	about: Record | None = None
	branch: str | None = None
	ends_run: bool = False
	iteration: int | None = None


@dataclass(frozen=True)
class Waits:
	"""A step is done later: at a moment, or once an event of this kind happens to the record; then it is called again."""

	until: datetime
	kind: str | None = None
	detail: str = ""


@dataclass(frozen=True)
class Owes:
	"""A step is to be done outside of any transaction: `request` is stored and sent (`webhooks.py`), and the run goes on."""

	request: Mapping[str, object]
	detail: str = ""


Result = Done | Waits | Owes


@dataclass(frozen=True)
class StepType:
	"""One thing that rules can do.

	`read(given, reading)` returns its options, read and refused by `refuse`; `run(context, options)` does it. `branches` are the keys
	under which further steps stand in it; `is_loop` where it follows its branch again; `kinds(options)` the events that it waits for.
	`inputs` is the step's form in the page of rules, `None` where people write JSON; `branch_labels` what its branches are called there;
	`is_for(record_type)` whether it is offered.
	"""

	key: str
	label: object
	read: Callable[[dict, Reading], object]
	run: Callable[[Context, object], Result]
	branches: tuple[str, ...] = ()
	is_loop: bool = False
	is_outside: bool = False
	kinds: Callable[[object], tuple[str, ...]] = field(default=lambda _options: ())
	inputs: tuple[Input, ...] | None = None
	branch_labels: Mapping[str, object] = field(default_factory=dict)
	is_for: Callable[[str], bool] = field(default=lambda _record_type: True)


def all_types() -> dict[str, StepType]:
	"""Return all types of steps by their keys, other apps' included."""
	return {each.key: each for each in handlers(Point.WORKFLOW_STEPS)}


def readable_fields(doctype: str) -> dict[str, ConditionField]:
	"""Return the fields that the session's user may ask for: those of a higher level only if they read them."""
	levels: dict[str, list[int]] = {}
	found = fields_of(doctype)
	for each in found.values():
		if each.doctype not in levels:
			levels[each.doctype] = [0, *frappe.get_meta(each.doctype).get_permlevel_access("read")]
	is_all = frappe.session.user == "Administrator"
	return {path: each for path, each in found.items() if is_all or each.permlevel in levels[each.doctype]}


def refuse(sentence: str) -> NoReturn:
	"""Raise `RuleError`."""
	frappe.throw(sentence, RuleError, title=_("Workflow Rule"))


def refuse_unknown_keys(given: dict, known: tuple[str, ...], label: object) -> None:
	"""Raise `RuleError` for what a step of this type does not have."""
	if unknown := given.keys() - {"step", *known}:
		refuse(_("A step “{0}” has no “{1}”.").format(str(label), shown(min(map(str, unknown)))))


def shown(value: object) -> str:
	"""Return what was given as it may stand in a message."""
	return escape_html(str(value)[:100].encode(errors="replace").decode())
