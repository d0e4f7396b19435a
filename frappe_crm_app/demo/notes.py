"""The follow-up notes: what was done, what is planned, what is overdue, what was called off."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from frappe_crm_app.demo.data import texts_allies
from frappe_crm_app.demo.data.texts_done import ACTIONS_WITH_ENDINGS, DONE, ENDINGS
from frappe_crm_app.demo.data.texts_planned import PLANNED
from frappe_crm_app.demo.marks import name_of
from frappe_crm_app.demo.moments import (
	at_round_hour,
	at_some_hour,
	moment_between,
	workday_from,
	workday_until,
)
from frappe_crm_app.demo.records import Note
from frappe_crm_app.demo.setting import Setting
from frappe_crm_app.demo.streams import branch
from frappe_crm_app.demo.subjects import Cast, Subject
from frappe_crm_app.demo.team import MANAGER
from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action, NoteStatus

ON_CONTACTS, ON_CUSTOMERS, ON_LOCATIONS = 150, 120, 30  # and two on each deal
PLANNED_SHARE, CANCELLED_SHARE = 0.38, 0.04  # of the notes on what is live; on anything
WEIGHTS = {
	Action.CALL: 20, Action.EMAIL: 16, Action.MEETING: 12, Action.NOTE: 12, Action.WHATSAPP: 10, Action.TASK: 10,
	Action.DEMO: 6, Action.DECISION: 5, Action.HANDOFF: 4, Action.CHAT: 4, Action.SMS: 3, Action.OTHER: 3,
}  # fmt: skip
WITH_AN_END = {Action.MEETING: (60, 90, 120), Action.DEMO: (30, 45, 60)}  # minutes
# Days from today of what is planned: a third overdue, some of it today, most of it to come.
OVERDUE, TODAY, TO_COME = (-14, -1), (0, 0), (1, 35)


@dataclass(frozen=True)
class Times:
	"""When a note was written, what it is scheduled for, when it was done."""

	written_on: datetime
	scheduled_on: datetime | None = None
	completed_on: datetime | None = None


def notes(random: Random, cast: Cast) -> tuple[Note, ...]:
	"""Return all notes, in no particular order of time."""
	subjects = [cast.about_deal(random, number) for number in range(len(cast.deals)) for _ in range(2)]
	subjects += [
		cast.about_contact(random, number) for number in random.sample(range(len(cast.contacts)), ON_CONTACTS)
	]
	subjects += [
		cast.about_customer(random, number) for number in range(len(cast.customers)) for _ in range(2)
	][:ON_CUSTOMERS]
	subjects += [
		cast.about_location(random, number)
		for number in random.sample(range(len(cast.locations)), ON_LOCATIONS)
	]
	return tuple(_note(random, cast.setting, number, subject) for number, subject in enumerate(subjects))


def _note(random: Random, setting: Setting, number: int, subject: Subject) -> Note:
	status = _status(random, subject)
	texts = _texts(subject, status)
	action = _action(random, texts)
	times = _times(branch(random), setting, subject, action, status)
	writer = MANAGER.user if random.random() < 0.06 else subject.owner
	has_ending = status == NoteStatus.DONE and action in ACTIONS_WITH_ENDINGS
	heading, content = _text(random, subject, random.choice(texts[action]), has_ending)
	stage = subject.journey.stage_at(times.written_on) if subject.journey else None
	return Note(
		name=name_of("CRM Follow-up Note", number),
		owner=writer,
		creation=times.written_on,
		modified=max(times.written_on, times.completed_on or times.written_on),
		modified_by=writer,
		reference_doctype=subject.doctype,
		reference_name=subject.name,
		contact=subject.contact,
		customer=subject.customer,
		deal=subject.deal,
		stage=stage.name if stage else None,
		action=action,
		subject=heading,
		content=content or None,
		scheduled_on=times.scheduled_on,
		ends_on=_end(random, action, times.scheduled_on),
		assigned_to=subject.owner if times.scheduled_on or status != NoteStatus.DONE else None,
		status=status,
		completed_on=times.completed_on,
		completed_by=writer if times.completed_on else None,
		is_private=int(random.random() < 0.03),
	)


def _status(random: Random, subject: Subject) -> NoteStatus:
	chance = random.random()
	if chance < CANCELLED_SHARE:
		return NoteStatus.CANCELLED
	return NoteStatus.OPEN if subject.is_live and chance > 1 - PLANNED_SHARE else NoteStatus.DONE


def _times(random: Random, setting: Setting, subject: Subject, action: Action, status: NoteStatus) -> Times:
	if status == NoteStatus.OPEN:
		return _times_of_plan(random, setting, subject, action)
	if status == NoteStatus.CANCELLED:
		written_on = moment_between(random, subject.begun_on, subject.last)
		days = timedelta(days=random.randint(1, 12))
		return Times(written_on, at_round_hour(random, workday_from(written_on.date() + days)))
	return _times_of_deed(random, subject, action)


def _times_of_deed(random: Random, subject: Subject, action: Action) -> Times:
	"""Return the times of something done: written down right after, unless it had been planned before."""
	done_on = moment_between(random, subject.begun_on, subject.last)
	planned_on = at_some_hour(random, workday_until(done_on.date() - timedelta(days=random.randint(1, 10))))
	was_planned = random.random() < (0.8 if action in (*WITH_AN_END, Action.TASK) else 0.25)
	if not was_planned or planned_on <= subject.begun_on:
		return Times(done_on + timedelta(minutes=random.randint(1, 20)), None, done_on)
	scheduled_on = done_on.replace(minute=done_on.minute // 30 * 30, second=0)
	return Times(planned_on, scheduled_on, done_on)


def _times_of_plan(random: Random, setting: Setting, subject: Subject, action: Action) -> Times:
	"""Return the times of something still to be done; some tasks have no date."""
	first, last = random.choices((OVERDUE, TODAY, TO_COME), (32, 8, 60))[0]
	day = setting.today + timedelta(days=random.randint(first, last))
	scheduled_on = at_round_hour(random, workday_until(day) if first < 0 else workday_from(day))
	written_by = min(subject.last, workday_until(scheduled_on.date() - timedelta(days=1)))
	earliest = max(subject.begun_on, at_some_hour(random, written_by - timedelta(days=20)))
	if action == Action.TASK and random.random() < 0.3:
		return Times(moment_between(random, earliest, subject.last))
	written_on = moment_between(random, earliest, written_by)
	if written_on > scheduled_on:  # the record itself is younger
		scheduled_on = at_round_hour(
			random, workday_from(setting.today + timedelta(days=random.randint(*TO_COME)))
		)
	return Times(written_on, scheduled_on)


def _end(random: Random, action: Action, scheduled_on: datetime | None) -> datetime | None:
	if not scheduled_on or action not in WITH_AN_END:
		return None
	return scheduled_on + timedelta(minutes=random.choice(WITH_AN_END[action]))


def _texts(subject: Subject, status: NoteStatus) -> dict[str, tuple[tuple[str, str], ...]]:
	"""Return subjects and texts by action; what was planned reads otherwise than what was done."""
	if subject.is_ally:
		return texts_allies.DONE if status == NoteStatus.DONE else texts_allies.PLANNED
	return DONE if status == NoteStatus.DONE else PLANNED


def _action(random: Random, texts: dict[str, tuple[tuple[str, str], ...]]) -> Action:
	actions = [Action(action) for action in texts]
	return random.choices(actions, [WEIGHTS[action] for action in actions])[0]


def _text(random: Random, subject: Subject, text: tuple[str, str], has_ending: bool) -> tuple[str, str]:
	"""Return subject line and text with their gaps filled."""
	heading, content = text
	if content and has_ending:
		content = f"{content} {random.choice(ENDINGS)}".strip()
	return _sentence(heading, subject), _sentence(content, subject)


def _sentence(text: str, subject: Subject) -> str:
	filled = text.format(**subject.words)
	return filled[:1].upper() + filled[1:]
