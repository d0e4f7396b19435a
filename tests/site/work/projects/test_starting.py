"""A won deal becomes a project: by a button, over REST, and by a rule."""

import frappe
import pytest

from tests.factories import make_contact, make_deal, make_template, move
from tests.site.automation.workflow_rules.engine import rule, run_of, steps_of, work_off
from tests.site.work.projects.conftest import Refused

NOTE = "CRM Follow-up Note"


@pytest.fixture
def template():
	return make_template({"subject": "Call"}, {"subject": "Ship"}, project_type="Onboarding")


def test_a_won_deal_becomes_a_project_with_its_people_and_a_template(committed, sale, rep, template, post):
	engineer = make_contact(contact_owner=rep)
	sale.deal.reload()
	sale.deal.append("people", {"contact": engineer.name, "deal_role": "Technical Contact"})
	sale.deal.save()
	frappe.db.commit()
	made = post(rep, "start_from_deal", deal=sale.deal.name, template=template.name, starts_on="2026-06-01")
	project = frappe.get_doc("CRM Project", made["name"])
	assert (project.title, project.project_type, project.status) == ("Twelve boats", "Onboarding", "Active")
	assert (project.customer, project.contact, project.project_owner) == (
		sale.customer.name,
		sale.contact.name,
		rep,
	)
	assert {row.contact: row.project_role for row in project.participants} == {
		sale.contact.name: None,
		engineer.name: "Technical Contact",
	}
	assert frappe.db.count(NOTE, {"project": project.name, "assigned_to": rep}) == 2


def test_a_deal_has_one_project(committed, sale, rep, post):
	frappe.db.commit()
	post(rep, "start_from_deal", deal=sale.deal.name)
	with pytest.raises(Refused, match="Twelve boats"):
		post(rep, "start_from_deal", deal=sale.deal.name)
	assert frappe.db.count("CRM Project", {"deal": sale.deal.name}) == 1


def test_what_a_project_would_begin_with_is_shown_and_writes_nothing(committed, sale, rep, get):
	engineer = make_contact(contact_owner=rep)
	sale.deal.reload()
	sale.deal.append("people", {"contact": engineer.name, "deal_role": "Technical Contact"})
	sale.deal.save()
	template = make_template(
		{"subject": "Ship", "project_role": "Technical Contact"},
		{"subject": "Count", "project_role": "Auditor"},
		milestones=({"title": "Arrived", "offset_days": 2},),
	)
	frappe.db.commit()
	found = get(rep, "preview_start", deal=sale.deal.name, template=template.name, starts_on="2026-06-01")
	assert (found["title"], found["missing_roles"]) == ("Twelve boats", ["Auditor"])
	assert [(each["title"], each["due_on"]) for each in found["milestones"]] == [("Arrived", "2026-06-03")]
	ship, count = found["tasks"]
	assert (ship["contact_assigned"], count["assigned_to"]) == (engineer.name, rep)
	assert get(rep, "preview_start", deal=sale.deal.name)["tasks"] == []
	assert frappe.db.count("CRM Project") == frappe.db.count("CRM Milestone") == 0


def test_what_cannot_begin_is_refused_before_it_is_asked_about(committed, sale, rep, make_user, get, post):
	frappe.db.commit()
	with pytest.raises(Refused, match="no such deal"):
		get(make_user("CRM Sales Rep"), "preview_start", deal=sale.deal.name)
	with pytest.raises(Refused) as refused:
		get(make_user("CRM Viewer"), "preview_start", deal=sale.deal.name)
	assert refused.value.status == 403
	post(rep, "start_from_deal", deal=sale.deal.name)
	with pytest.raises(Refused, match="Twelve boats"):
		get(rep, "preview_start", deal=sale.deal.name)


def test_only_a_won_deal_that_one_sees_becomes_one(committed, rep, make_user, post):
	deal = make_deal(deal_owner=rep)
	frappe.db.commit()
	with pytest.raises(Refused, match="This one is not"):
		post(rep, "start_from_deal", deal=deal.name)
	with pytest.raises(Refused, match="no such deal"):
		post(make_user("CRM Sales Rep"), "start_from_deal", deal=deal.name)
	with pytest.raises(Refused, match="no such project template"):
		post(rep, "start_from_deal", deal=deal.name, template="nothing")
	assert frappe.db.count("CRM Project") == 0


def test_a_rule_starts_one_once(rep, template):
	doc = rule({"step": "project", "template": template.name}, event_kind="deal.won")
	deal = make_deal(deal_owner=rep)
	move(deal, "Won")
	work_off()
	project = frappe.get_doc("CRM Project", {"deal": deal.name})
	(step,) = steps_of(run_of(doc))
	assert (step.reference_doctype, step.reference_name) == ("CRM Project", project.name)
	assert project.project_owner == rep  # not whoever the rule acts for
	assert frappe.db.count(NOTE, {"project": project.name, "assigned_to": rep}) == 2
	move(deal, "Proposal")
	move(deal, "Won")
	work_off()
	assert frappe.db.count("CRM Project", {"deal": deal.name}) == 1


@pytest.mark.parametrize(
	("step", "values", "sentence"),
	[
		({"template": "nothing"}, {}, "Choose a template"),
		({"more": 1}, {}, "has no “more”"),
		({}, {"record_type": "CRM Contact", "event_kind": "contact.created"}, "begins with a deal"),
	],
)
def test_a_step_that_cannot_be_is_refused(step, values, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		rule({"step": "project", **step}, **values)
