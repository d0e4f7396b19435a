"""Each rule to start from does what its title says: turned on from the page, with its trigger made to happen."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import frappe
import pytest
from frappe.utils import add_days, add_to_date, now_datetime, today

from frappe_crm_app.automation.workflow_rules.editor import api
from frappe_crm_app.automation.workflow_rules.editor.shipped import templates
from frappe_crm_app.kit.domain_events import occasions
from tests.factories import make_contact, make_customer, make_deal, make_note, move
from tests.site.automation.workflow_rules.engine import RUN, pass_time, work_off
from tests.site.automation.workflow_rules.test_forms import processed, sent

DEAL, NOTE = "CRM Sales Deal", "CRM Follow-up Note"


@dataclass
class Team:
	"""Whose the records are, and who is told."""

	rep: str
	manager: str


@pytest.fixture
def team(make_user) -> Team:
	return Team(make_user("CRM Sales Rep"), make_user("CRM Manager"))


def turned_on(key: str) -> str:
	"""Make the rule of this key as the page does, with what is for people to fill in, and turn it on."""
	given = next(each["rule"] for each in templates() if each["key"] == key)
	if key == "slack_won":
		given["steps"][0]["url"] = "https://hooks.slack.com/services/x"
	made = api.save(given)
	assert not made["is_enabled"]
	return api.turn(made["name"], True)["name"]


def tasks(team: Team, **about: str) -> set[str]:
	"""Return the subjects of the tasks of the rep about a record, which are open and have a date."""
	filters = {
		**about,
		"action": "Task",
		"assigned_to": team.rep,
		"status": "Open",
		"scheduled_on": ("is", "set"),
	}
	return set(frappe.get_all(NOTE, filters, pluck="subject"))


def told(user: str) -> set[str]:
	"""Return what somebody was notified of."""
	return set(frappe.get_all("Notification Log", {"for_user": user}, pluck="subject"))


def thank_lead(team: Team) -> None:
	lead = make_contact(first_name="Ada", status="Lead", contact_owner=team.rep)
	client = make_contact(first_name="Bob", status="Customer", contact_owner=team.rep)
	work_off()
	assert tasks(team, contact=lead.name) == {"Thank Ada for getting in touch"}
	assert tasks(team, contact=client.name) == set()


def call_submission(team: Team) -> None:
	contacts = [processed(sent(first_name=name, email=f"{name}@example.com")) for name in ("Ada", "Bob")]
	for contact in contacts:
		frappe.db.set_value("CRM Contact", contact.name, "contact_owner", team.rep)
	work_off()
	ada, bob = contacts
	assert tasks(team, contact=ada.name) == {"Call Ada King"}
	(call,) = frappe.get_all(NOTE, {"contact": ada.name, "subject": "Call Ada King"}, pluck="name")
	frappe.get_doc(NOTE, call).update({"status": "Done"}).save()
	pass_time(days=2)
	work_off()
	late = "Nobody has called Bob King yet."
	for user in (team.rep, team.manager):
		assert late in told(user)
		assert "Nobody has called Ada King yet." not in told(user)
	assert bob


def quiet_proposal(team: Team) -> None:
	quiet, called, gone = (
		make_deal(title=title, deal_owner=team.rep) for title in ("Quiet", "Called", "Gone")
	)
	for deal in (quiet, called, gone):
		move(deal, "Proposal")
	work_off()
	move(gone, "Negotiation")
	pass_time(days=8)
	make_note(called, status="Done", action="Call")
	work_off()
	assert tasks(team, deal=quiet.name) == {"Follow up on Quiet"}
	assert tasks(team, deal=called.name) == tasks(team, deal=gone.name) == set()


def next_step(team: Team) -> None:
	bare, planned, won = (make_deal(title=title, deal_owner=team.rep) for title in ("Bare", "Planned", "Won"))
	make_note(planned, subject="Call", scheduled_on=add_days(today(), 3))
	for deal in (bare, planned):
		move(deal, "Proposal")
	move(won, "Won")
	work_off()
	assert tasks(team, deal=bare.name) == {"Plan the next step for Bare"}
	assert tasks(team, deal=planned.name) == tasks(team, deal=won.name) == set()


def close_date(team: Team) -> None:
	deal = make_deal(title="Cranes", deal_owner=team.rep, expected_close_date=today())
	later = make_deal(title="Ships", deal_owner=team.rep, expected_close_date=add_days(today(), 30))
	occasions.sweep_all(now_datetime())
	occasions.sweep_all(add_to_date(now_datetime(), days=1))
	work_off()
	assert "Cranes was expected to close by now." in told(team.rep)
	assert tasks(team, deal=deal.name) == {"Set a new close date for Cranes"}
	assert tasks(team, deal=later.name) == set()


def welcome(team: Team) -> None:
	customer = make_customer(customer_name="Acme", salesperson=team.rep)
	deal = make_deal(title="Cranes", deal_owner=team.rep, customer=customer.name)
	move(deal, "Won")
	work_off()
	assert tasks(team, deal=deal.name) == {"Welcome Acme"}
	assert "Cranes is won." in told(team.manager)


def slack_won(team: Team) -> None:
	move(make_deal(title="Cranes", deal_owner=team.rep, value=10), "Won")
	work_off()
	(step,) = frappe.get_all("CRM Workflow Step", {"step_type": "webhook"}, ["status", "detail", "payload"])
	assert (step.status, step.detail) == ("Owed", "To be sent to hooks.slack.com.")
	assert json.loads(json.loads(step.payload)["body"])["text"].startswith("Cranes is won: 10")


def onboarding(team: Team) -> None:
	customer = make_customer(customer_name="Acme", salesperson=team.rep, relationship="Prospect")
	customer.update({"relationship": "Client"}).save()
	work_off()
	assert tasks(team, customer=customer.name) == {
		"Onboard Acme: agree on the first shipment",
		"Ask Acme how the start went",
	}


HAPPENING: dict[str, Callable[[Team], None]] = {
	each.__name__: each
	for each in (
		thank_lead, call_submission, quiet_proposal, next_step, close_date, welcome, slack_won, onboarding,
	)
}  # fmt: skip


def test_each_is_tried_here():
	assert {each["key"] for each in templates()} == set(HAPPENING)


@pytest.mark.parametrize("key", HAPPENING)
def test_it_does_what_its_title_says(team, key, monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)  # of the sweep over what time brings
	rule = turned_on(key)
	HAPPENING[key](team)
	statuses = set(frappe.get_all(RUN, {"rule": rule}, pluck="status"))
	assert "Completed" in statuses
	assert "Failed" not in statuses
