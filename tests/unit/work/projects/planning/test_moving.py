"""What moves when a date moves: rules one by one, then against a slow model over random plans."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frappe_crm_app.work.projects.planning.calendar import WorkingCalendar
from frappe_crm_app.work.projects.planning.moving import BackwardsError, DoneError, consequence_of
from frappe_crm_app.work.projects.planning.plan import Milestone, Move, Plan, Task

CALENDAR = WorkingCalendar(holidays=frozenset({date(2026, 6, 4), date(2026, 6, 15)}))
MONDAY = date(2026, 6, 1)


def june(day: int) -> date:
	return date(2026, 6, day)


def task(name: str, first: int, last: int, *waits_for: str, **values) -> Task:
	return Task(name, june(first), june(last), waits_for=waits_for, **values)


def plan(*items: Task | Milestone) -> Plan:
	tasks = {each.name: each for each in items if isinstance(each, Task)}
	return Plan(tasks, {each.name: each for each in items if isinstance(each, Milestone)})


def moved(given_plan: Plan, name: str, day: int, starts: int | None = None) -> dict:
	"""``{name: (first day, last day)}`` of tasks, ``{name: day}`` of milestones, in June and in their order."""
	move = Move(name, june(day), june(starts) if starts else None)
	return {
		each.name: (each.starts[1].day, each.due[1].day) if each.is_task else each.due[1].day
		for each in consequence_of(given_plan, move, CALENDAR)
	}


def test_what_waits_is_pushed_and_stays_as_long_as_it_is():
	chain = plan(task("a", 1, 2), task("b", 3, 5, "a"), task("c", 8, 8, "b"))
	assert moved(chain, "a", 3) == {"a": (2, 3), "b": (5, 8), "c": (9, 9)}


def test_what_has_room_stays():
	assert moved(plan(task("a", 1, 1), task("b", 10, 10, "a")), "a", 3) == {"a": (3, 3)}


def test_what_comes_earlier_pulls_nothing():
	assert moved(plan(task("a", 8, 9), task("b", 10, 11, "a")), "a", 3) == {"a": (2, 3)}


def test_a_day_that_is_not_worked_is_the_next_one_that_is():
	assert moved(plan(task("a", 1, 1)), "a", 6) == {"a": (8, 8)}
	assert moved(plan(task("a", 1, 1)), "a", 4) == {"a": (5, 5)}


def test_what_is_done_stays_and_holds_nobody_up():
	chain = plan(task("a", 1, 1), task("b", 2, 2, "a", is_done=True), task("c", 3, 3, "b"))
	assert moved(chain, "a", 9) == {"a": (9, 9)}
	with pytest.raises(DoneError):
		moved(chain, "b", 9)
	with pytest.raises(DoneError):
		moved(plan(Milestone("m", june(5), is_done=True)), "m", 9)


def test_a_milestone_is_not_due_before_its_tasks_that_moved_have_ended():
	whole = plan(task("a", 1, 2, milestone="m"), Milestone("m", june(3)), Milestone("n", june(5)))
	assert moved(whole, "a", 9) == {"a": (8, 9), "m": 9}
	assert moved(whole, "a", 3) == {"a": (2, 3)}


def test_a_milestone_takes_its_tasks_along_in_both_directions():
	whole = plan(
		task("a", 8, 9, milestone="m"), task("b", 10, 11, "a", milestone="m"), Milestone("m", june(12))
	)
	assert moved(whole, "m", 16) == {"m": 16, "a": (9, 10), "b": (11, 12)}
	assert moved(whole, "m", 10) == {"a": (3, 5), "b": (8, 9), "m": 10}


def test_a_task_that_somebody_moves_before_what_it_waits_for_begins_after_that():
	assert moved(plan(task("a", 8, 9), task("b", 10, 10, "a")), "b", 2) == {}


def test_a_first_day_that_is_given_makes_a_task_longer():
	assert moved(plan(task("a", 8, 9)), "a", 10, starts=2) == {"a": (2, 10)}
	with pytest.raises(BackwardsError):
		moved(plan(task("a", 8, 9)), "a", 2, starts=9)


def test_what_is_not_in_the_plan_does_not_move():
	with pytest.raises(KeyError):
		moved(plan(task("a", 1, 1)), "b", 2)


# --- the slow model ---


def slow(given_plan: Plan, move: Move, calendar: WorkingCalendar) -> dict[str, tuple]:
	"""Push by one day what may not be where it is, until nothing is left to push; ``{name: (first, last)}`` or ``{name: day}``."""
	days = {name: (each.starts, each.ends) for name, each in given_plan.tasks.items()}
	due = {name: each.due for name, each in given_plan.milestones.items()}
	touched = begin(given_plan, move, calendar, days, due)
	while True:
		pushed = next((name for name in days if must_go(given_plan, name, days, touched)), None)
		if pushed is None:
			break
		length = worked(calendar, *days[pushed])
		first = step(calendar, days[pushed][0])
		days[pushed] = (first, ending(calendar, first, length))
		touched.add(pushed)
	for name, each in given_plan.tasks.items():
		milestone = given_plan.milestones.get(each.milestone)
		if days[name] != (each.starts, each.ends) and milestone and not milestone.is_done:
			while due[each.milestone] < days[name][1]:
				due[each.milestone] += timedelta(1)
	moved_tasks = {
		n: d for n, d in days.items() if d != (given_plan.tasks[n].starts, given_plan.tasks[n].ends)
	}
	return moved_tasks | {n: d for n, d in due.items() if d != given_plan.milestones[n].due}


def begin(given_plan: Plan, move: Move, calendar: WorkingCalendar, days: dict, due: dict) -> set[str]:
	"""Put what somebody moves where they want it."""
	wanted = move.due if calendar.is_working(move.due) else step(calendar, move.due)
	if move.name in days:
		length = worked(calendar, *days[move.name])
		first = wanted
		for _each in range(length - 1):
			first = step(calendar, first, -1)
		days[move.name] = (first, wanted)
		return {move.name}
	by = 0
	day = due[move.name]
	while day != wanted:
		by += calendar.is_working(max(day, day + timedelta(1)) if wanted > day else day) * (
			1 if wanted > day else -1
		)
		day += timedelta(1 if wanted > day else -1)
	due[move.name] = wanted
	own = {
		n for n, each in given_plan.tasks.items() if each.milestone == move.name and not each.is_done and by
	}
	for name in own:
		length = worked(calendar, *days[name])
		first, towards = days[name][0], 1 if by > 0 else -1
		while not calendar.is_working(first):
			first += timedelta(towards)
		for _each in range(abs(by)):
			first = step(calendar, first, towards)
		days[name] = (first, ending(calendar, first, length))
	return own


def must_go(given_plan: Plan, name: str, days: dict, touched: set[str]) -> bool:
	"""Whether a task that moved, or waits for one that moved, begins before what it waits for has ended."""
	each = given_plan.tasks[name]
	waits = [other for other in each.waits_for if other in given_plan.tasks]
	is_asked = name in touched or not touched.isdisjoint(waits)
	return (
		is_asked
		and not each.is_done
		and any(not given_plan.tasks[other].is_done and days[other][1] >= days[name][0] for other in waits)
	)


def step(calendar: WorkingCalendar, day: date, by: int = 1) -> date:
	day += timedelta(by)
	while not calendar.is_working(day):
		day += timedelta(by)
	return day


def worked(calendar: WorkingCalendar, first: date, last: date) -> int:
	number = 0
	while first <= last:
		number += calendar.is_working(first)
		first += timedelta(1)
	return number or 1


def ending(calendar: WorkingCalendar, first: date, length: int) -> date:
	for _each in range(length - 1):
		first = step(calendar, first)
	return first


@st.composite
def calendars(draw) -> WorkingCalendar:
	weekdays = draw(st.sets(st.integers(0, 6), min_size=1))
	holidays = draw(st.sets(st.integers(0, 60), max_size=12))
	return WorkingCalendar(frozenset(weekdays), frozenset(MONDAY + timedelta(day) for day in holidays))


@st.composite
def plans(draw) -> tuple[Plan, Move, WorkingCalendar]:
	"""Plans in any state, also such as are wrong already; whoever waits has a higher number, so there is no circle."""
	calendar = draw(calendars())
	milestones = [
		Milestone(f"m{number}", MONDAY + timedelta(draw(st.integers(0, 40))), draw(st.booleans()))
		for number in range(draw(st.integers(0, 3)))
	]
	tasks = []
	for number in range(draw(st.integers(1, 9))):
		first = MONDAY + timedelta(draw(st.integers(0, 40)))
		names = [each.name for each in tasks]
		waits_for = draw(st.lists(st.sampled_from(names), unique=True, max_size=3)) if names else []
		of = draw(st.sampled_from([None, *(each.name for each in milestones)]))
		last = first + timedelta(draw(st.integers(0, 9)))
		is_done = draw(st.integers(0, 4)) == 0
		tasks.append(Task(f"t{number}", first, last, of, tuple(waits_for), is_done))
	movable = [each.name for each in [*tasks, *milestones] if not each.is_done]
	if not movable:
		tasks[0] = replace(tasks[0], is_done=False)
		movable = [tasks[0].name]
	shuffled = draw(st.permutations(tasks))
	day = MONDAY + timedelta(draw(st.integers(-10, 60)))
	return plan(*shuffled, *milestones), Move(draw(st.sampled_from(movable)), day), calendar


@given(plans())
@settings(max_examples=400, deadline=None)
def test_over_random_plans_it_equals_the_slow_model(drawn):
	given_plan, move, calendar = drawn
	found = consequence_of(given_plan, move, calendar)
	now = {each.name: (each.starts[1], each.due[1]) if each.is_task else each.due[1] for each in found}
	assert now == slow(given_plan, move, calendar)


@given(plans())
@settings(max_examples=200, deadline=None)
def test_over_random_plans_working_days_are_honoured_and_what_is_done_stays(drawn):
	given_plan, move, calendar = drawn
	found = consequence_of(given_plan, move, calendar)
	assert len({each.name for each in found}) == len(found)
	for each in found:
		whole = given_plan.tasks.get(each.name) or given_plan.milestones[each.name]
		assert not whole.is_done
		if each.is_task:
			assert all(map(calendar.is_working, (each.starts[1], each.due[1])))
			assert calendar.length(each.starts[1], each.due[1]) == calendar.length(whole.starts, whole.ends)
