"""The morning digest: in each person's own morning, once a day, with what is theirs."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from email import message_from_string, policy
from zoneinfo import ZoneInfo

import frappe
import pytest
from frappe.utils import get_system_timezone

from frappe_crm_app.channels.reminders.api import set_preferences
from frappe_crm_app.channels.reminders.digest import greet
from frappe_crm_app.channels.reminders.morning import people_to_greet
from tests.factories import make_deal, make_note

DAY = datetime(2027, 3, 10)


def on_site(moment: datetime, zone: str) -> datetime:
	"""Return a moment of a zone's clock as the site's clock shows it."""
	site = ZoneInfo(get_system_timezone())
	return moment.replace(tzinfo=ZoneInfo(zone)).astimezone(site).replace(tzinfo=None)


@pytest.fixture
def rep(make_user) -> str:
	return make_user("CRM Sales Rep", first_name="Grace", time_zone="Asia/Tokyo")


@pytest.fixture
def plan(rep):
	"""Yesterday's, today's and tomorrow's notes by Tokyo's calendar, and a deal without a next step."""
	deal = make_deal(title="Cranes", deal_owner=rep)
	for subject, moment in {
		"Last night": DAY - timedelta(minutes=1),
		"First thing": DAY + timedelta(minutes=1),
		"Late": DAY + timedelta(hours=23, minutes=59),
		"Tomorrow": DAY + timedelta(hours=24),
	}.items():
		make_note(deal, subject=subject, scheduled_on=on_site(moment, "Asia/Tokyo"), assigned_to=rep)
	make_deal(title="Adrift", value=900, deal_owner=rep)
	make_deal(title="Another's adrift")
	make_note(deal, subject="Another's", scheduled_on=on_site(DAY, "Asia/Tokyo"))


def mails_to(user: str) -> list[str]:
	queued = frappe.get_all("Email Queue Recipient", {"recipient": user}, pluck="parent")
	messages = [frappe.db.get_value("Email Queue", name, "message") for name in queued]
	parsed = [message_from_string(message, policy=policy.default) for message in messages]
	return [mail.get_body(preferencelist=("plain",)).get_content() for mail in parsed]


def tokyo(hour: int, minute: int = 0, days: int = 0) -> datetime:
	return on_site(DAY + timedelta(days=days, hours=hour, minutes=minute), "Asia/Tokyo")


def test_the_digest_tells_of_today_overdue_and_deals_without_a_next_step(rep, plan):
	greet(rep, tokyo(8, 1))
	(mail,) = mails_to(rep)
	overdue, today, adrift = (
		mail.split(mark, 1)[1] for mark in ("Overdue (1)", "Today (2)", "next step (1)")
	)
	assert "Last night" in overdue.split("Today (2)")[0]
	assert "First thing" in today
	assert "Late" in today
	assert "Tomorrow" not in mail
	assert "Adrift" in adrift
	assert "Another's" not in mail
	assert "Good morning, Grace!" in mail
	logs = frappe.get_all("Notification Log", {"for_user": rep}, pluck="subject")
	assert logs == ["Overdue: 1, Today: 2, Deals without a next step: 1"]


def test_each_day_has_one_digest_in_the_persons_own_morning(rep, plan):
	assert rep not in people_to_greet(tokyo(7, 59))
	greet(rep, tokyo(7, 59))
	assert mails_to(rep) == []
	assert rep in people_to_greet(tokyo(8))
	greet(rep, tokyo(8))
	assert rep not in people_to_greet(tokyo(8, 5))
	greet(rep, tokyo(8, 5))
	greet(rep, tokyo(23))
	assert len(mails_to(rep)) == 1
	assert rep not in people_to_greet(tokyo(1, days=1))
	assert rep in people_to_greet(tokyo(15, days=1))  # late, and still once
	greet(rep, tokyo(15, days=1))
	greet(rep, tokyo(16, days=1))
	assert len(mails_to(rep)) == 2


def test_mornings_come_one_after_the_other_around_the_globe(make_user):
	users = {
		zone: make_user("CRM Sales Rep", time_zone=zone) for zone in ("Asia/Tokyo", "America/Mexico_City")
	}
	in_tokyo = people_to_greet(on_site(DAY + timedelta(hours=8), "Asia/Tokyo"))
	assert users["Asia/Tokyo"] in in_tokyo
	greet(users["America/Mexico_City"], on_site(DAY - timedelta(hours=12), "America/Mexico_City"))
	assert users["America/Mexico_City"] in people_to_greet(
		on_site(DAY + timedelta(hours=8), "America/Mexico_City")
	)


def test_a_day_without_anything_is_silent(rep):
	greet(rep, tokyo(9))
	assert mails_to(rep) == []
	assert rep not in people_to_greet(tokyo(9))


def test_who_does_not_want_it_gets_none(rep, plan):
	frappe.set_user(rep)
	set_preferences(reminder_mail=False, digest=False)
	frappe.set_user("Administrator")
	greet(rep, tokyo(9))
	assert mails_to(rep) == []


def test_only_enabled_people_of_the_crm_are_greeted(make_user, rep):
	stranger = make_user("Desk User")
	frappe.db.set_value("User", rep, "enabled", 0)
	assert not {stranger, rep} & set(people_to_greet(tokyo(9)))


def test_long_lists_end_with_how_many_more(rep):
	deal = make_deal(deal_owner=rep)
	for number in range(23):
		make_note(deal, subject=f"Call {number}", scheduled_on=tokyo(9, number), assigned_to=rep)
	greet(rep, tokyo(8))
	(mail,) = mails_to(rep)
	assert "Today (23)" in mail
	assert "and 3 more" in mail


def test_an_hour_that_is_none_is_refused():
	settings = frappe.get_doc("CRM Desk Settings")
	settings.digest_hour = 24
	with pytest.raises(frappe.ValidationError):
		settings.save()


JOB = """
import frappe, sys
frappe.init("crm-test.localhost", sites_path=".")
frappe.connect()
from datetime import datetime
from frappe_crm_app.channels.reminders import digest
{sabotage}
digest.greet(sys.argv[1], datetime.fromisoformat(sys.argv[2]))
frappe.db.commit()
"""
DIE_BEFORE_THE_COMMIT = """
import os, signal
tell = digest.tell
def tell_and_die(*arguments):
	tell(*arguments)
	os.kill(os.getpid(), signal.SIGKILL)
digest.tell = tell_and_die
"""


def start_job(user: str, sabotage: str = "") -> subprocess.Popen:
	code = JOB.format(sabotage=sabotage)
	return subprocess.Popen([sys.executable, "-c", code, user, tokyo(9).isoformat()], env=os.environ)


def test_killed_in_the_middle_or_by_two_at_once_the_digest_comes_once(committed, site, rep, plan):
	frappe.db.commit()
	assert start_job(rep, DIE_BEFORE_THE_COMMIT).wait() == -9
	frappe.db.commit()
	assert mails_to(rep) == []
	jobs = [start_job(rep) for _ in range(2)]
	assert 0 in [job.wait() for job in jobs]
	frappe.db.commit()
	greet(rep, tokyo(9))
	assert len(mails_to(rep)) == 1


def trucks(user, begins, ends, zone) -> dict:
	"""A part as another app would add it."""
	rows = [
		{"title": "Truck 7", "more": f"{begins:%d} to {ends:%d}, {zone}", "link": "https://fleet.example/7"}
	]
	return {"label": f"Trucks of {user}", "total": 21, "rows": rows}


def test_another_app_adds_a_part(rep, another_app):
	another_app(crm_digest_parts=[lambda **asked: None, trucks])
	greet(rep, tokyo(9))
	(mail,) = mails_to(rep)
	part = mail.split(f"Trucks of {rep} (21)")[1]
	begins = on_site(DAY, "Asia/Tokyo")
	assert f"Truck 7 · {begins:%d} to {begins + timedelta(days=1):%d}, Asia/Tokyo" in part
	assert "and 20 more" in part


@pytest.mark.parametrize(
	"broken",
	[
		lambda **asked: frappe.db.sql("select * from a_table_that_is_not_there"),
		lambda **asked: {"label": "Trucks"},
		lambda **asked: "three trucks",
	],
)
def test_a_part_of_another_app_that_fails_is_left_out(rep, plan, another_app, logged, broken):
	another_app(crm_digest_parts=[broken, trucks])
	greet(rep, tokyo(9))
	(mail,) = mails_to(rep)
	assert "Last night" in mail
	assert "Truck 7" in mail
	assert logged == ["Left out: another_app.crm_digest_parts_0"]
	assert rep not in people_to_greet(tokyo(9, 5))
