"""What rules did stands in timelines, for who may see it; why one was stopped, too."""

import frappe
import pytest

from frappe_crm_app.screens.timeline.api import get_timeline
from tests.factories import (
	insert,
	make_contact,
	make_customer,
	make_deal,
	make_run,
	make_step,
	make_submission,
	move,
	stage,
)
from tests.site.automation.workflow_rules.engine import TAG, asked, rule, work_off


def told(doc, source: str = "rule") -> list[tuple[str, str]]:
	"""Return headline and text of what rules did, the oldest first."""
	entries = get_timeline(doc.doctype, doc.name)["entries"]
	found = [(entry["headline"], entry["text"]) for entry in entries if entry["source"] == source]
	return found[::-1]


@pytest.fixture
def rep(make_user):
	return make_user("CRM Sales Rep")


def test_a_run_says_what_its_steps_did(rep):
	rule(TAG, {"step": "stage", "stage": stage("Lost")}, title="Give up")
	deal = move(make_deal(deal_owner=rep), "Proposal")
	work_off()
	frappe.set_user(rep)
	((headline, text),) = told(deal)
	assert headline == "Rule “Give up” failed"
	assert text.startswith("Tagged: Seen.\n")
	assert "Lost Reason" in text
	assert text.count("Lost Reason") == 1


def test_titles_are_told_as_they_are_written(rep):
	pipeline = frappe.db.get_value("CRM Stage", stage("Proposal"), "pipeline")
	named, asking = (
		insert("CRM Stage", {"pipeline": pipeline, "stage_name": name, **more}).name
		for name, more in (
			("Cut & Dried <3", {}),
			("Yes & No <4", {"required_fields": [{"fieldname": "description"}]}),
		)
	)
	rule({"step": "stage", "stage": named}, {"step": "stage", "stage": asking}, title="On")
	deal = move(make_deal(deal_owner=rep), "Proposal")
	work_off()
	moved, refused = told(deal)[0][1].split("\n")
	assert moved == "Moved to Cut & Dried <3."
	assert "The stage “Yes & No <4” needs: " in refused
	stored = frappe.get_all("CRM Workflow Step", {"reference_name": deal.name}, ["detail", "reason"])
	assert not any("<" in (text or "") for row in stored for text in row.values())


def test_who_did_it_is_the_rule():
	rule(TAG, title="Tag them")
	deal = move(make_deal(), "Proposal")
	work_off()
	entries = get_timeline(deal.doctype, deal.name)["entries"]
	assert [entry["by_name"] for entry in entries if entry["source"] == "rule"] == ["Tag them"]


def test_a_run_that_waits_says_so():
	rule({"step": "wait", "days": 3}, title="Nurture")
	deal = move(make_deal(), "Proposal")
	work_off()
	((headline, text),) = told(deal)
	assert headline == "Rule “Nurture” is under way"
	assert text.startswith("Waits until ")


def test_what_was_done_to_a_hidden_record_is_not_told(rep):
	hidden = make_customer()
	rule({"step": "change", "of": "customer", "values": {"industry": "Steel"}}, TAG, title="Both")
	deal = make_deal(customer=hidden.name)
	frappe.db.set_value("CRM Sales Deal", deal.name, "owner", "Administrator")
	run = make_run(deal)
	make_step(deal, run=run.name, detail="Tagged.")
	make_step(make_customer(), run=run.name, detail="Changed: secret.")
	frappe.db.set_value("CRM Sales Deal", deal.name, "deal_owner", rep)
	frappe.set_user(rep)
	assert [text for _headline, text in told(frappe.get_doc("CRM Sales Deal", deal.name))] == ["Tagged."]


def test_who_does_not_see_a_deal_is_told_nothing_of_it_on_its_customer(make_user, rep):
	customer = make_customer(salesperson=rep)
	deal = make_deal(customer=customer.name)
	make_run(deal)
	make_run(customer)
	frappe.set_user(rep)
	assert len(told(customer)) == 1


def test_a_circle_and_too_long_a_chain_are_said(rep):
	stages = {name: stage(name) for name in ("Proposal", "Negotiation")}
	rule(
		{"step": "stage", "stage": stages["Negotiation"]},
		conditions=[asked("stage", "is", stages["Proposal"])],
		title="There",
	)
	rule(
		{"step": "stage", "stage": stages["Proposal"]},
		conditions=[asked("stage", "is", stages["Negotiation"])],
		title="Back",
	)
	deal = move(make_deal(deal_owner=rep), "Proposal")
	work_off()
	make_run(deal, status="Skipped", reason_key="deep", reason="5 rules led to it.")
	frappe.set_user(rep)
	stopped = [entry for entry in told(deal) if "stopped" in entry[0]]
	assert (
		"Rule “There” was stopped",
		"It followed from this rule itself: that would go round in a circle.",
	) in stopped
	assert any(text == "5 rules led to it." for _headline, text in stopped)


def test_a_rule_that_did_not_apply_is_not_told():
	rule(conditions=[asked("value", "more_than", 5000)])
	deal = move(make_deal(value=1), "Proposal")
	work_off()
	assert told(deal) == []


def test_what_rules_did_about_a_form_stands_with_the_contact(rep):
	contact = make_contact(contact_owner=rep)
	run = make_run(make_submission(contact=contact.name))
	make_run(make_submission())
	make_step(contact, run=run.name, detail="Tagged.")
	frappe.set_user(rep)
	assert [text for _headline, text in told(contact, "rule_of_form")] == ["Tagged."]
