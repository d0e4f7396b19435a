"""Rules go on to mean the people whom they name, whatever these are called."""

import json

import frappe

from tests.factories import make_deal, move
from tests.site.automation.workflow_rules.engine import TAG, asked, rule, runs, work_off

NEW = "ada.king@example.com"


def renamed(user: str) -> None:
	frappe.rename_doc("User", user, NEW, force=True, show_alert=False)


def test_a_renamed_person_is_still_meant(make_user):
	rep, owner = make_user("CRM Sales Rep"), make_user("CRM Admin")
	frappe.set_user(owner)
	doc = rule(
		{"step": "if", "if": {"all": [asked("deal_owner", "is", rep)]}, "then": [TAG], "else": []},
		{"step": "note", "subject": "Call", "assigned_to": {"turns": [rep]}},
		{"step": "stop"},
		{"step": "mail", "to": {"address": rep}, "subject": rep, "text": "Hello"},
		conditions=[asked("deal_owner", "is", rep)],
	)
	frappe.set_user("Administrator")
	renamed(rep)
	doc.reload()
	branch, note, _stop, mail = json.loads(doc.steps)
	assert branch["if"]["all"][0]["value"] == note["assigned_to"]["turns"][0] == NEW
	assert (mail["to"]["address"], mail["subject"]) == (rep, rep)
	assert (doc.rule_owner, doc.version_number, doc.is_enabled) == (owner, 2, 1)
	deal = move(make_deal(deal_owner=NEW), "Proposal")
	work_off()
	assert [run.status for run in runs(doc)] == ["Completed"]
	assert frappe.db.get_value("CRM Follow-up Note", {"deal": deal.name}, "assigned_to") == NEW


def test_a_rule_that_names_others_stays_as_it_is(make_user):
	other, rep = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	doc = rule({"step": "assign", "to": {"user": other}})
	before = doc.reload().as_dict()
	renamed(rep)
	assert doc.reload().as_dict() == before
