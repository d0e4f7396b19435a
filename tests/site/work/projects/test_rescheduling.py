"""A date that others depend on: its consequence is shown, accepted and undone, over REST."""

import frappe
import pytest
from frappe.utils import formatdate, get_datetime, getdate

from tests.factories import make_milestone, make_project, make_task
from tests.site.work.projects.conftest import Refused

NOTE, MILESTONE, CHANGE = "CRM Follow-up Note", "CRM Milestone", "CRM Plan Change"


@pytest.fixture
def planned(committed, project, rep):
	"""A project whose second task waits for the first one and belongs to a milestone; 5 January 2099 is a Monday."""
	milestone = make_milestone(project, title="Acceptance", due_on="2099-01-07")
	first = make_task(project, subject="Dig", scheduled_on="2099-01-05 15:00:00")
	second = make_task(
		project,
		first,
		subject="Build",
		starts_on="2099-01-06",
		scheduled_on="2099-01-07 10:00:00",
		milestone=milestone.name,
	)
	frappe.db.commit()
	return frappe._dict(project=project, milestone=milestone, first=first, second=second)


def days(planned) -> tuple:
	second = frappe.db.get_value(NOTE, planned.second.name, ["starts_on", "scheduled_on"])
	due = frappe.db.get_value(MILESTONE, planned.milestone.name, "due_on")
	return (str(frappe.db.get_value(NOTE, planned.first.name, "scheduled_on")), *map(str, second), str(due))


BEFORE = ("2099-01-05 15:00:00", "2099-01-06", "2099-01-07 10:00:00", "2099-01-07")
AFTER = ("2099-01-07 15:00:00", "2099-01-08", "2099-01-09 10:00:00", "2099-01-09")


def test_a_consequence_is_shown_accepted_and_undone(planned, rep, get, post, sale):
	move = {"project": planned.project.name, "item": planned.first.name, "due_on": "2099-01-07"}
	shown = get(rep, "get_consequence", **move)
	days_said = [formatdate(day) for day in ("2099-01-07", "2099-01-09")]
	assert shown["sentence"] == "Moves 2 tasks, Acceptance from {} to {}".format(*days_said)
	assert [(each["title"], each["due_on"]) for each in shown["moves"]] == [
		("Dig", ["2099-01-05", "2099-01-07"]),
		("Build", ["2099-01-07", "2099-01-09"]),
		("Acceptance", ["2099-01-07", "2099-01-09"]),
	]
	assert days(planned) == BEFORE
	done = post(rep, "reschedule", **move, fingerprint=shown["fingerprint"])
	assert days(planned) == AFTER
	assert frappe.db.get_value("CRM Customer", sale.customer.name, "next_follow_up_on") == get_datetime(
		AFTER[0]
	)
	assert post(rep, "undo", change=done["change"])["undone"] == 3
	assert days(planned) == BEFORE
	with pytest.raises(Refused, match="undone already"):
		post(rep, "undo", change=done["change"])


def test_what_has_changed_since_it_was_shown_is_not_accepted(planned, rep, get, post):
	move = {"project": planned.project.name, "item": planned.first.name, "due_on": "2099-01-07"}
	shown = get(rep, "get_consequence", **move)
	make_task(planned.project, planned.first, scheduled_on="2099-01-06 10:00:00")
	frappe.db.commit()
	with pytest.raises(Refused, match="The plan has changed meanwhile") as refused:
		post(rep, "reschedule", **move, fingerprint=shown["fingerprint"])
	assert refused.value.status == 409
	assert days(planned) == BEFORE


def test_undoing_leaves_what_was_moved_since_or_is_done(planned, rep, post):
	name = planned.project.name
	change = post(rep, "reschedule", project=name, item=planned.first.name, due_on="2099-01-07")["change"]
	frappe.db.set_value(NOTE, planned.second.name, "status", "Done")
	frappe.db.set_value(MILESTONE, planned.milestone.name, "due_on", "2099-01-20")
	frappe.db.commit()
	assert post(rep, "undo", change=change) == {"project": name, "undone": 1, "left": 2}
	assert days(planned) == (BEFORE[0], *AFTER[1:3], "2099-01-20")


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"item": "nothing"}, "nothing of this name"),
		({"due_on": "soon"}, "is not a date"),
		({"due_on": ""}, "Say to which day"),
		({"due_on": "9999-12-31"}, "Plans are made for the years 1900 to 2200"),
		({"starts_on": "0002-01-01"}, "Plans are made for the years 1900 to 2200"),
		({"starts_on": "2099-02-01"}, "cannot be due before it starts"),
	],
)
def test_what_cannot_move_is_refused_with_a_sentence(planned, rep, post, values, sentence):
	move = {"project": planned.project.name, "item": planned.first.name, "due_on": "2099-01-07"}
	with pytest.raises(Refused, match=sentence):
		post(rep, "reschedule", **move | values)
	assert days(planned) == BEFORE


def test_what_is_done_does_not_move(planned, rep, post):
	planned.first.reload()
	planned.first.status = "Done"
	planned.first.save()
	frappe.db.commit()
	with pytest.raises(Refused, match="What is done does not move"):
		post(rep, "reschedule", project=planned.project.name, item=planned.first.name, due_on="2099-01-07")


def test_who_takes_part_sees_the_consequence_and_moves_nothing(planned, make_user, get, post):
	colleague = make_user("CRM Sales Rep")
	planned.project.append("participants", {"user": colleague})
	planned.project.save()
	secret = make_task(
		planned.project, planned.first, subject="Secret", is_private=1, scheduled_on="2099-01-06 09:00:00"
	)
	frappe.db.commit()
	move = {"project": planned.project.name, "item": planned.first.name, "due_on": "2099-01-07"}
	shown = get(colleague, "get_consequence", **move)
	assert "Secret" not in str(shown)
	assert secret.name not in str(shown)
	assert len(shown["moves"]) == 4
	with pytest.raises(Refused, match="no such project that you may change"):
		post(colleague, "reschedule", **move)
	with pytest.raises(Refused, match="no such record"):
		get(make_user("CRM Sales Rep"), "get_consequence", **move)


def test_participants_are_told(planned, make_user, rep, post):
	colleague = make_user("CRM Sales Rep")
	planned.project.append("participants", {"user": colleague})
	planned.project.save()
	frappe.db.commit()
	move = {"project": planned.project.name, "item": planned.first.name, "due_on": "2099-01-07", "tell": True}
	assert post(rep, "reschedule", **move)["told"] == 1
	(subject,) = frappe.get_all("Notification Log", {"for_user": colleague}, pluck="subject")
	assert "Moves 2 tasks, Acceptance" in subject


def test_a_reminder_is_given_anew(planned, rep, post):
	frappe.db.set_value(NOTE, planned.first.name, "reminded_on", "2026-01-01")
	frappe.db.commit()
	post(rep, "reschedule", project=planned.project.name, item=planned.first.name, due_on="2099-01-07")
	assert frappe.db.get_value(NOTE, planned.first.name, "reminded_on") is None


def test_a_task_moves_on_the_board_by_its_own_rules(planned, rep, make_user, post):
	other = make_milestone(make_project(project_owner=rep))
	frappe.db.commit()
	moved = post(rep, "move_task", task=planned.second.name, milestone="", status="Done")
	assert (moved["milestone"], moved["status"]) == (None, "Done")
	assert frappe.db.get_value(NOTE, planned.second.name, "completed_by") == rep
	with pytest.raises(Refused, match="one of another project"):
		post(rep, "move_task", task=planned.first.name, milestone=other.name)
	with pytest.raises(Refused, match="no such task"):
		post(make_user("CRM Sales Rep"), "move_task", task=planned.first.name, status="Done")


def test_a_change_of_the_plan_is_nobodys_to_write(planned, rep, api, post):
	change = post(
		rep, "reschedule", project=planned.project.name, item=planned.first.name, due_on="2099-01-07"
	)["change"]
	client = api("Administrator")
	assert client.put(f"/api/resource/{CHANGE}/{change}", json={"moves": "[]"}).status_code == 417
	assert not client.post(f"/api/resource/{CHANGE}", json={"project": planned.project.name}).ok
	assert getdate(AFTER[0]) == frappe.db.get_value(NOTE, planned.first.name, "scheduled_on").date()
