"""The assignee hears of a due follow-up once: run twice, late, by two workers at once, or killed in the middle."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from email import message_from_string, policy

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.channels.reminders.api import get_preferences, set_preferences
from frappe_crm_app.channels.reminders.due import due_notes
from frappe_crm_app.channels.reminders.reminding import remind
from frappe_crm_app.channels.reminders.tasks import REMINDERS
from frappe_crm_app.kit.outbox.tasks import sweep, work_off
from frappe_crm_app.patches import begin_reminders
from tests.factories import make_deal, make_note

SEND = REMINDERS.key


@pytest.fixture
def rep(make_user) -> str:
	return make_user("CRM Sales Rep", first_name="Grace")


@pytest.fixture
def due(rep):
	return note_for(rep, minutes=-5)


def note_for(user: str, minutes: int, **values):
	return make_note(
		make_deal(),
		**{"subject": "Ask <b>again</b>", "assigned_to": user} | values,
		scheduled_on=add_to_date(now_datetime(), minutes=minutes),
	)


def told(user: str) -> list[str]:
	return frappe.get_all("Notification Log", {"for_user": user, "type": "Alert"}, pluck="subject")


def reminders_of(user: str) -> list[str]:
	"""Return what the user was told of single notes: a worker that runs everything may send the morning's digest, too."""
	return [subject for subject in told(user) if "is due" in subject]


def mails_to(user: str) -> list:
	queued = frappe.get_all("Email Queue Recipient", {"recipient": user}, pluck="parent")
	messages = [frappe.db.get_value("Email Queue", name, "message") for name in queued]
	return [message_from_string(message, policy=policy.default) for message in messages]


def remind_all() -> None:
	for name in due_notes(now_datetime(), 100):
		remind(name)


def test_the_assignee_is_told_in_the_desk_once(due, rep):
	remind_all()
	remind_all()
	remind(due.name)
	assert told(rep) == ["Call is due: <strong>Ask &lt;b&gt;again&lt;/b&gt;</strong>"]
	assert mails_to(rep) == []
	assert frappe.db.get_value("CRM Follow-up Note", due.name, "reminded_on")


def test_who_wants_it_is_mailed_too(due, rep):
	frappe.set_user(rep)
	assert get_preferences() == {"reminder_mail": False, "digest": True}
	set_preferences(reminder_mail=True, digest=False)
	assert get_preferences() == {"reminder_mail": True, "digest": False}
	frappe.set_user("Administrator")
	frappe.db.set_value("User", rep, "time_zone", "Asia/Tokyo")
	remind_all()
	(mail,) = mails_to(rep)
	assert "Ask" in mail["Subject"]
	html = mail.get_body(preferencelist=("html",)).get_content()
	assert due.name in html
	assert "<b>again" not in html


def test_the_settings_decide_for_who_has_not_chosen(due, rep):
	settings = frappe.get_doc("CRM Desk Settings")
	settings.mail_reminders = 1
	settings.save()
	remind_all()
	assert len(mails_to(rep)) == 1


def test_without_an_account_to_send_from_the_desk_tells_all_the_same(due, rep, monkeypatch):
	def none_found(*arguments, **options):
		raise frappe.OutgoingEmailError("No outgoing Email Account")

	monkeypatch.setattr(frappe, "sendmail", none_found)
	frappe.set_user(rep)
	set_preferences(reminder_mail=True, digest=True)
	frappe.set_user("Administrator")
	remind_all()
	assert len(told(rep)) == 1
	assert due_notes(now_datetime(), 5) == []


@pytest.mark.parametrize(
	"values", [{"minutes": 60}, {"minutes": -5, "status": "Done"}, {"minutes": -5, "status": "Cancelled"}]
)
def test_what_is_not_due_is_not_told(rep, values):
	note = note_for(rep, **values)
	remind_all()
	remind(note.name)
	assert told(rep) == []


def test_a_note_that_is_long_overdue_when_it_is_entered_reminds_nobody(rep):
	note = note_for(rep, minutes=-8 * 24 * 60)
	remind_all()
	assert told(rep) == []
	note.scheduled_on = add_to_date(now_datetime(), minutes=-1)
	note.save()
	remind_all()
	assert len(told(rep)) == 1


def test_reminders_of_old_notes_can_be_ticked(rep):
	settings = frappe.get_doc("CRM Desk Settings")
	settings.remind_of_history = 1
	settings.save()
	note_for(rep, minutes=-8 * 24 * 60)
	remind_all()
	assert len(told(rep)) == 1


def test_a_note_that_is_moved_or_given_to_others_is_due_anew(due, rep, make_user):
	remind_all()
	due.reload()
	due.content = "more"
	due.save()
	assert due.reminded_on
	due.scheduled_on = add_to_date(now_datetime(), minutes=-1)
	due.save()
	assert not due.reminded_on
	remind_all()
	assert len(told(rep)) == 2
	colleague = make_user("CRM Sales Rep")
	due.reload()
	due.assigned_to = colleague
	due.save()
	remind_all()
	assert (len(reminders_of(rep)), len(reminders_of(colleague))) == (2, 1)


def test_nobody_sets_the_mark_by_hand(due):
	due.reminded_on = now_datetime()
	due.save()
	assert due.reminded_on is None


def test_a_disabled_user_is_not_told_and_does_not_hold_up_others(due, rep, make_user):
	frappe.db.set_value("User", rep, "enabled", 0)
	other = make_user("CRM Sales Rep")
	note_for(other, minutes=-1)
	remind_all()
	assert (len(told(rep)), len(told(other))) == (0, 1)
	assert due_notes(now_datetime(), 5) == []


def test_the_scheduler_enqueues_only_where_something_is_due(committed, worker, rep):
	frappe.db.set_single_value("CRM Desk Settings", "digest_hour", 23)
	sweep()
	assert SEND not in worker.queued()
	note_for(rep, minutes=-2)
	frappe.db.commit()
	sweep()
	assert SEND in worker.queued()
	frappe.db.set_single_value("CRM Desk Settings", "digest_hour", 8)
	frappe.db.commit()


def test_a_late_worker_and_one_more_tell_each_note_once(committed, worker, rep):
	for minutes in (-3000, -200, -1):
		note_for(rep, minutes=minutes)
	frappe.db.commit()
	sweep()
	worker.run()
	work_off(REMINDERS.key)
	assert len(reminders_of(rep)) == 3


def test_two_jobs_at_once_tell_each_note_once(committed, site, rep):
	for minutes in range(-12, 0):
		note_for(rep, minutes=minutes)
	frappe.db.commit()
	with ThreadPoolExecutor(2) as pool:
		assert list(pool.map(lambda _: run_job(), range(2))) == [0, 0]
	frappe.db.commit()
	work_off(REMINDERS.key)  # PostgreSQL may have undone one in favour of the other
	assert len(told(rep)) == 12


JOB = """
import frappe, sys
frappe.init("crm-test.localhost", sites_path=".")
frappe.connect()
from frappe_crm_app.channels.reminders import reminding
from frappe_crm_app.kit.outbox.tasks import work_off
{sabotage}
work_off("reminders")
"""
DIE_BEFORE_THE_COMMIT = """
import os, signal
tell = reminding.tell
def tell_and_die(note):
	tell(note)
	os.kill(os.getpid(), signal.SIGKILL)
reminding.tell = tell_and_die
"""


def run_job(sabotage: str = "") -> int:
	code = JOB.format(sabotage=sabotage)
	return subprocess.run([sys.executable, "-c", code], env=os.environ, check=False).returncode


def test_a_worker_killed_after_telling_but_before_the_commit_tells_once(committed, site, due, rep):
	frappe.db.commit()
	assert run_job(DIE_BEFORE_THE_COMMIT) == -9
	frappe.db.commit()
	assert told(rep) == []
	work_off(REMINDERS.key)
	work_off(REMINDERS.key)
	assert len(told(rep)) == 1


def test_one_that_fails_leaves_the_others_and_is_tried_again(committed, monkeypatch, rep, make_user):
	from frappe_crm_app.channels.reminders import reminding

	other = make_user("CRM Sales Rep")
	note_for(rep, minutes=-9)
	note_for(other, minutes=-1)
	notify = reminding.notify

	def fail_for_rep(user, *arguments):
		if user == rep:
			raise frappe.ValidationError
		notify(user, *arguments)

	monkeypatch.setattr(reminding, "notify", fail_for_rep)
	work_off(REMINDERS.key)
	assert (len(told(rep)), len(told(other))) == (0, 1)
	monkeypatch.undo()
	work_off(REMINDERS.key)
	assert (len(told(rep)), len(told(other))) == (1, 1)


def test_an_older_site_is_not_reminded_of_what_was_overdue(due, rep):
	frappe.db.delete("Patch Log", {"patch": "frappe_crm_app.patches.begin_reminders"})
	frappe.db.set_value("CRM Follow-up Note", due.name, "creation", "2026-01-01")
	frappe.db.delete("Singles", {"doctype": "CRM Desk Settings", "field": "digest_hour"})
	frappe.db.set_single_value("CRM Desk Settings", "send_digest", 0)
	begin_reminders.execute()
	assert due_notes(now_datetime(), 5) == []
	assert frappe.db.get_single_value("CRM Desk Settings", "digest_hour", cache=False) == 8
	assert frappe.db.get_single_value("CRM Desk Settings", "send_digest", cache=False) == 0  # chosen before
	begin_reminders.execute()
	remind_all()
	assert told(rep) == []


def test_reminders_are_for_people_of_the_crm(make_user):
	frappe.set_user(make_user("Desk User"))
	with pytest.raises(frappe.PermissionError):
		get_preferences()
	with pytest.raises(frappe.PermissionError):
		set_preferences(reminder_mail=True, digest=True)
