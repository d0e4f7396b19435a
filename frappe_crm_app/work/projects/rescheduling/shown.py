"""What moves, as rows and in a sentence; and a fingerprint by which what is accepted is what was shown."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import formatdate

from frappe_crm_app.kit.field_values import read_date
from frappe_crm_app.kit.phrases import plural
from frappe_crm_app.visibility.guarded import MILESTONE, NOTE
from frappe_crm_app.visibility.visible import visible_names
from frappe_crm_app.work.projects.planning.calendar import NoWorkingDayError
from frappe_crm_app.work.projects.planning.moving import BackwardsError, DoneError, consequence_of
from frappe_crm_app.work.projects.planning.plan import Move, Moved
from frappe_crm_app.work.projects.rescheduling.reading import StoredPlan, stored_plan
from frappe_crm_app.work.projects.settings import working_calendar

MOST_NAMED = 2
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Consequence:
	"""What moves, of the plan that was stored."""

	stored: StoredPlan
	moved: tuple[Moved, ...]

	@property
	def fingerprint(self) -> str:
		"""Return a text that is another one as soon as something else would move."""
		told = [(each.name, *map(str, each.due), *map(str, each.starts or ())) for each in self.moved]
		return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:24]


def read_move(item: str, due_on: str, starts_on: str | None = None) -> Move:
	"""Return what somebody wants moved; raises `UnreadableDateError`, or `frappe.ValidationError` for a day that is none."""
	day = read_date(due_on or "", frappe.get_meta(MILESTONE).get_field("due_on"))
	if not day:
		frappe.throw(_("Say to which day this moves."))
	starts = read_date(starts_on, frappe.get_meta(NOTE).get_field("starts_on")) if starts_on else None
	refuse_far_days(each for each in (day, starts) if each)
	return Move(item, day, starts)


def refuse_far_days(days: Iterable[date]) -> None:
	"""Raise `frappe.ValidationError` for a day for which nobody plans: a slip of the pen, of which all that depends on it would be told."""
	if not all(FIRST_YEAR <= day.year <= LAST_YEAR for day in days):
		frappe.throw(_("Plans are made for the years {0} to {1}.").format(FIRST_YEAR, LAST_YEAR))


def consequence(project: str, move: Move, is_locked: bool = False) -> Consequence:
	"""Return what moves in a project, `is_locked` where it is about to be written; raises `frappe.ValidationError` where it cannot be."""
	stored = stored_plan(project, is_locked)
	try:
		refuse_hidden(move, stored)
		moved = consequence_of(stored.plan, move, working_calendar())
	except KeyError:
		frappe.throw(_("There is nothing of this name with a day in the plan of the project."))
	except DoneError:
		frappe.throw(_("What is done does not move."))
	except BackwardsError:
		frappe.throw(_("A task cannot be due before it starts."))
	except NoWorkingDayError:
		frappe.throw(_("Nobody works for more than a year, so that nothing can be planned."))
	except OverflowError:
		refuse_far_days([date.max])
	refuse_far_days(day for each in moved for day in (each.due[1], *(each.starts or ())[1:]))
	return Consequence(stored, tuple(moved))


def refuse_hidden(move: Move, stored: StoredPlan) -> None:
	"""Raise `KeyError`, as for what is not there, where somebody would move a task that they do not see."""
	if move.name in stored.notes and not visible_names(NOTE, [move.name]):
		raise KeyError(move.name)


def shown(found: Consequence) -> dict:
	"""Return `{moves, sentence, fingerprint}`; what the reader does not see is moved without its name."""
	seen = visible_names(NOTE, [each.name for each in found.moved if each.is_task])
	return {
		"moves": [row_of(each, found, seen) for each in found.moved],
		"sentence": sentence(found),
		"fingerprint": found.fingerprint,
	}


def row_of(moved: Moved, found: Consequence, seen: set[str]) -> dict:
	"""Return `{doctype, name, title, due_on: [before, after], starts_on: [before, after]}`."""
	is_told = not moved.is_task or moved.name in seen
	return {
		"doctype": NOTE if moved.is_task else MILESTONE,
		"name": moved.name if is_told else None,
		"title": title_of(moved, found) if is_told else _("A follow-up that is not visible to you"),
		"due_on": list(moved.due),
		"starts_on": list(moved.starts) if moved.starts else None,
	}


def title_of(moved: Moved, found: Consequence) -> str:
	"""Return what people call what moves."""
	return (
		found.stored.notes[moved.name].subject if moved.is_task else found.stored.milestones[moved.name].title
	)


def sentence(found: Consequence) -> str:
	"""Return such as "moves 6 tasks, Acceptance from 3 June to 9 June"; it names milestones, which whoever sees the project sees."""
	tasks = sum(each.is_task for each in found.moved)
	milestones = [each for each in found.moved if not each.is_task]
	parts = [plural(tasks, "1 task", "{0} tasks")] if tasks else []
	parts += [from_to(title_of(each, found), each.due) for each in milestones[:MOST_NAMED]]
	if len(milestones) > MOST_NAMED:
		parts.append(plural(len(milestones) - MOST_NAMED, "one more milestone", "{0} more milestones"))
	return _("Moves {0}").format(", ".join(parts)) if parts else _("Moves nothing")


def from_to(title: str, days: Sequence[date]) -> str:
	"""Return what moves from when to when, in words."""
	return _("{0} from {1} to {2}").format(title, formatdate(days[0]), formatdate(days[1]))
