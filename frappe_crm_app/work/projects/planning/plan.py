"""Tasks and milestones with their days."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Task:
	"""A task from its first to its last day, both included. It begins after all that it waits for has ended."""

	name: str
	starts: date
	ends: date
	milestone: str | None = None
	waits_for: tuple[str, ...] = ()
	is_done: bool = False


@dataclass(frozen=True)
class Milestone:
	"""A day by which the tasks of a milestone are done."""

	name: str
	due: date
	is_done: bool = False


@dataclass(frozen=True)
class Plan:
	"""What has days; tasks and milestones without are none of it. What waits for what has no circle."""

	tasks: dict[str, Task]
	milestones: dict[str, Milestone]


@dataclass(frozen=True)
class Move:
	"""Somebody wants a task or a milestone to be due on another day.

	`starts` is for tasks: without it they stay as long as they are.
	"""

	name: str
	due: date
	starts: date | None = None


@dataclass(frozen=True)
class Moved:
	"""A task or milestone moves; `starts` are the first days of a task, before and after, `None` of a milestone."""

	name: str
	due: tuple[date, date]
	starts: tuple[date, date] | None = None

	@property
	def is_task(self) -> bool:
		return self.starts is not None
