"""Two at once, and a process that is killed in the middle: no project twice, no circle, nothing by halves."""

import subprocess
import sys
from collections.abc import Callable

import frappe
import pytest
import requests

from frappe_crm_app.kit.exceptions import BusyError
from frappe_crm_app.work.projects.api import apply_template, reschedule, start_from_deal
from tests.factories import make_project, make_task, make_template
from tests.site.work.projects.conftest import API
from tests.stack.http import send_at_once
from tests.stack.site import refresh

NOTE, BLOCKER = "CRM Follow-up Note", "CRM Task Blocker"
BUSY = 409


@pytest.fixture
def at_once(client_of, rep) -> Callable[..., list[requests.Response]]:
	"""`at_once((method, path, json), ...)` sends all requests of the rep's together and returns the answers."""

	def send(*calls: tuple[str, str, dict]) -> list[requests.Response]:
		requested = [(method, path, {"json": values}) for method, path, values in calls]
		return send_at_once(client_of(rep), *requested)

	return send


def statuses(answers: list) -> list[int]:
	return sorted(answer.status_code for answer in answers)


def test_a_deal_becomes_one_project(committed, sale, at_once):
	answers = at_once(*[("post", f"{API}start_from_deal", {"deal": sale.deal.name})] * 4)
	assert statuses(answers) == [200, 417, 417, 417]
	assert frappe.db.count("CRM Project", {"deal": sale.deal.name}) == 1


def test_a_template_is_applied_once(committed, project, at_once):
	template = make_template({"subject": "Call"}, {"subject": "Ship", "waits_for": "1"})
	call = ("post", f"{API}apply_template", {"project": project.name, "template": template.name})
	answers = at_once(*[call] * 4)
	assert statuses(answers) == [200] * 4
	assert sorted(answer.json()["message"]["tasks"] for answer in answers) == [0, 0, 0, 2]
	assert frappe.db.count(NOTE, {"project": project.name}) == 2


def test_two_saves_make_no_circle_together(committed, project, at_once):
	tasks = [make_task(project) for _number in range(3)]
	waiting = zip(tasks, [*tasks[1:], tasks[0]], strict=True)
	answers = at_once(
		*(
			("put", f"/api/resource/{NOTE}/{task.name}", {"blocked_by": [{"note": other.name}]})
			for task, other in waiting
		)
	)
	assert set(statuses(answers)) <= {200, 417, BUSY}
	assert statuses(answers) != [200] * 3
	assert frappe.db.count(BLOCKER, {"parent": ("in", [task.name for task in tasks])}) < 3


def test_a_move_is_undone_once(committed, project, rep, at_once):
	task = make_task(project, scheduled_on="2099-01-05 10:00:00")
	change = reschedule(project.name, task.name, "2099-01-07")["change"]
	answers = at_once(*[("post", f"{API}undo", {"change": change})] * 3)
	assert statuses(answers).count(200) == 1
	assert set(statuses(answers)) <= {200, 417, BUSY}
	assert str(frappe.db.get_value(NOTE, task.name, "scheduled_on")) == "2099-01-05 10:00:00"


@pytest.fixture
def meanwhile(client_of, rep) -> Callable[..., None]:
	"""`meanwhile(method, path, json)` commits a request of the rep's while this transaction goes on that has read before it."""
	client = client_of(rep)

	def send(method: str, path: str, values: dict) -> None:
		refresh()
		frappe.db.get_value(
			"DocType", NOTE, "name"
		)  # from here on the transaction sees the database as it is
		answer = requests.request(
			method, client.base_url + path, json=values, headers=client.headers, timeout=60
		)
		assert answer.ok, answer.text

	return send


def test_a_deal_that_became_a_project_meanwhile_becomes_no_other(committed, sale, meanwhile):
	meanwhile("post", f"{API}start_from_deal", {"deal": sale.deal.name})
	with pytest.raises(frappe.ValidationError, match="has begun with this deal"):
		start_from_deal(sale.deal.name)


def test_what_was_applied_meanwhile_is_not_applied_again(committed, project, meanwhile):
	template = make_template(
		{"subject": "Call"}, {"subject": "Ship", "waits_for": "1"}, milestones=({"title": "Go"},)
	)
	meanwhile("post", f"{API}apply_template", {"project": project.name, "template": template.name})
	assert apply_template(project.name, template.name) == {"milestones": 0, "tasks": 0}


def test_what_waits_since_makes_no_circle(committed, project, meanwhile):
	first, second = make_task(project), make_task(project)
	first.append("blocked_by", {"note": second.name})
	meanwhile("put", f"/api/resource/{NOTE}/{second.name}", {"blocked_by": [{"note": first.name}]})
	with pytest.raises((frappe.ValidationError, BusyError)):
		first.save()
	refresh()
	assert frappe.get_all(BLOCKER, {"parent": ("in", [first.name, second.name])}, pluck="parent") == [
		second.name
	]


DYING = """
import os, signal, sys
import frappe
frappe.init("crm-test.localhost", sites_path=".")
frappe.connect()
from frappe_crm_app.work.projects.api import apply_template
project, template, written = sys.argv[1:]
send = frappe.db.sql

def send_and_die(query, *arguments, **options):
	answer = send(query, *arguments, **options)
	if str(query).upper().startswith("INSERT") and written in str(query):
		os.kill(os.getpid(), signal.SIGKILL)
	return answer

frappe.db.sql = send_and_die
apply_template(project, template)
"""


@pytest.mark.parametrize("written", ["CRM Milestone", "CRM Follow-up Note", "CRM Checklist Item"])
def test_a_template_of_which_the_process_dies_is_not_applied_by_halves(committed, written):
	project = make_project()
	rows = [
		{"subject": f"Task {number}", "waits_for": str(number) if number else "", "checklist": "One"}
		for number in range(30)
	]
	template = make_template(*rows, milestones=({"title": "Go"},))
	frappe.db.commit()
	died = subprocess.run([sys.executable, "-c", DYING, project.name, template.name, written], check=False)
	assert died.returncode == -9
	refresh()
	assert not frappe.db.count(NOTE, {"project": project.name})
	assert not frappe.db.count("CRM Milestone", {"project": project.name})
	assert apply_template(project.name, template.name) == {"milestones": 1, "tasks": 30}
