"""What time brings is said once for each occasion, however late the sweep comes, and not at all where nobody listens."""

from datetime import datetime, timedelta

import frappe
import pytest
from frappe.utils import add_days, now_datetime, today

from frappe_crm_app.kit.domain_events import occasions
from frappe_crm_app.kit.domain_events.tasks import enqueue_occasions
from tests.factories import insert, make_contact, make_deal, make_mail, make_mailbox, make_note, make_pipeline
from tests.site.kit.domain_events.conftest import events

OCCASION = occasions.OCCASION


def sweep(days: int = 0) -> None:
	"""Sweep as if it were so many days later."""
	frappe.db.commit()
	occasions.sweep_all(now_datetime() + timedelta(days=days))


@pytest.fixture
def deal(committed):
	return make_deal()


def in_an_hour() -> datetime:
	return now_datetime() + timedelta(hours=1)


def due_note(deal) -> str:
	return make_note(deal, scheduled_on=in_an_hour(), status="Open").name


def deal_to_be_closed() -> str:
	return make_deal(expected_close_date=today()).name


def deal_that_rots() -> str:
	pipeline = make_pipeline("First", "Second", rotting_enabled=1, rot_after_days=3)
	return make_deal(pipeline=pipeline.name).name


def mail_of_contact() -> str:
	email = f"{frappe.generate_hash(length=8)}@navy.example"
	make_contact(email=email)
	return make_mail(make_mailbox("Administrator"), sender=email).mail


# Kind: what makes the record, days after which its time has come, what the event carries.
COMING = {
	"note.due": (lambda: due_note(make_deal()), 1, "scheduled_on"),
	"note.overdue": (lambda: due_note(make_deal()), 2, "scheduled_on"),
	"deal.close_date_passed": (deal_to_be_closed, 1, "expected_close_date"),
	"deal.rotting": (deal_that_rots, 4, None),
	"mail.unanswered": (mail_of_contact, 3, None),
}


@pytest.mark.parametrize("kind", COMING)
def test_a_moment_that_comes_is_said_once(committed, listeners, kind):
	make, days, field = COMING[kind]
	listeners.want(kind)
	sweep()
	name = make()
	sweep()
	assert events(kind=kind) == []
	sweep(days)
	sweep(days)
	sweep(days + 30)  # still so
	(event,) = events()
	assert (event.kind, event.reference_name) == (kind, name)
	assert list(event.changes) == ([field] if field else [])
	if field:
		before, after = event.changes[field]
		assert before == after == str(frappe.db.get_value(event.reference_doctype, name, field))


@pytest.mark.parametrize("kind", COMING)
def test_after_an_outage_all_is_caught_up(committed, listeners, kind):
	make, days, _field = COMING[kind]
	listeners.want(kind)
	sweep()
	names = [make() for _ in range(3)]
	sweep(days + 80)
	assert sorted(event.reference_name for event in events()) == sorted(names)


def test_a_deal_without_a_next_step_is_said_again_when_it_has_lost_another(committed, listeners):
	listeners.want("deal.without_next_step")
	sweep()
	deal = make_deal()
	sweep()
	note = make_note(deal, scheduled_on=in_an_hour(), status="Open")
	sweep()
	frappe.get_doc(note.doctype, note.name).update({"status": "Done"}).save()
	sweep()
	sweep()
	assert [event.reference_name for event in events()] == [deal.name] * 2


def test_a_note_that_is_moved_is_due_again(deal, listeners):
	listeners.want("note.due")
	sweep()
	note = frappe.get_doc("CRM Follow-up Note", due_note(deal))
	sweep(1)
	note.reload().update({"scheduled_on": add_days(now_datetime(), 2)}).save()
	sweep(1)
	assert len(events()) == 1
	sweep(3)
	assert len(events()) == 2


def test_a_note_written_down_late_is_due_too(deal, listeners):
	listeners.want("note.due")
	sweep()
	note = make_note(deal, scheduled_on=add_days(now_datetime(), -3), status="Open")
	sweep()
	assert [event.reference_name for event in events()] == [note.name]


def test_what_is_due_when_somebody_begins_to_listen_is_no_news(deal, listeners):
	make_note(deal, scheduled_on=add_days(now_datetime(), -3), status="Open")
	listeners.want("note.due")
	sweep()
	sweep()
	assert events() == []


def test_where_nobody_listens_nothing_is_marked_and_marks_are_dropped(deal, listeners):
	listeners.want("note.due")
	sweep()
	due_note(deal)
	sweep(1)
	assert frappe.db.count(OCCASION) == 2
	listeners.paths["crm_event_listeners"].clear()
	sweep(1)
	assert frappe.db.count(OCCASION) == 0
	frappe.db.delete("CRM Domain Event")
	due_note(deal)
	sweep(1)
	assert (events(), frappe.db.count(OCCASION)) == ([], 0)


def test_a_sweep_that_dies_says_each_once(deal, listeners, monkeypatch):
	listeners.want("note.due")
	sweep()
	names = {due_note(deal) for _ in range(5)}
	monkeypatch.setattr(occasions, "CHUNK", 2)
	commit, commits = frappe.db.commit, []

	def die_in_the_second_chunk() -> None:
		commits.append(1)
		if len(commits) == 4:  # one for what ended, one for a chunk, one before the sweep
			raise SystemExit
		commit()

	monkeypatch.setattr(frappe.db, "commit", die_in_the_second_chunk)
	with pytest.raises(SystemExit):
		sweep(1)
	frappe.db.rollback()
	monkeypatch.setattr(frappe.db, "commit", commit)
	assert 0 < len(events()) < 5
	sweep(1)
	assert sorted(event.reference_name for event in events()) == sorted(names)


def test_the_scheduler_enqueues_nothing_where_nobody_listens(worker):
	enqueue_occasions()
	frappe.db.commit()
	assert worker.queued() == []


def test_a_worker_sweeps(worker, listeners, deal):
	listeners.want("note.due")
	sweep()
	enqueue_occasions()
	frappe.db.commit()
	assert worker.queued() == ["frappe_crm_app.kit.domain_events.tasks.sweep_occasions"]
	worker.run()  # in whose process nobody listens
	assert frappe.db.count(OCCASION) == 0


def test_a_stage_of_its_own_decides_when_its_deals_rot(committed, listeners):
	pipeline = make_pipeline(rotting_enabled=1, rot_after_days=3)
	slow = insert("CRM Stage", {"stage_name": "Slow", "pipeline": pipeline.name, "rot_after_days": 10})
	listeners.want("deal.rotting")
	sweep()
	deal = make_deal(pipeline=pipeline.name, stage=slow.name)
	sweep(5)
	assert events() == []
	sweep(11)
	assert [event.reference_name for event in events()] == [deal.name]
