"""Rules to start from: offered in the page, and made, off, by who chooses one. They are no records before that.

Stages are those of this site's default pipeline for deals; where it has none of that name, the condition is left out.
"""

import frappe
from frappe import _

from frappe_crm_app.automation.workflow_rules.steps.linked import SUBMISSION
from frappe_crm_app.frappe_crm_app.doctype.crm_contact.options import ContactStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_customer.options import Relationship
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.frappe_crm_app.doctype.crm_workflow_rule.options import HowOften, TriggerType
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL
from frappe_crm_app.visibility.labels import label_of
from frappe_crm_app.visibility.roles import CRMRole

QUIET_DAYS = 7
WHOLE_NAME = "{{ first_name }} {{ last_name }}"
MANAGERS = {"role": str(CRMRole.MANAGER)}


def templates() -> list[dict]:
	"""Return `{key, title, description, record_label, rule}` of each, in the user's language; `rule` as `api.save` takes it."""
	proposal = frappe.db.get_value("CRM Stage", {"stage_name": "Proposal", "outcome": Outcome.OPEN})
	return [
		template(
			"thank_lead",
			_("Thank a new lead"),
			_("A task for the lead's owner, on the next working day."),
			thank_lead(),
		),
		template(
			"call_submission",
			_("Call who sent a form"),
			_(
				"If nobody has done a follow-up within a day, the contact's owner and the managers hear of it."
			),
			call_submission(),
		),
		template(
			"quiet_proposal",
			_("No activity for {0} days in Proposal").format(QUIET_DAYS),
			_("A task for the deal's owner, if nothing happened since."),
			quiet_proposal(proposal),
		),
		template(
			"next_step",
			_("Ask for the next step"),
			_("A deal that moves on without a planned next step gets one for its owner."),
			next_step(),
		),
		template(
			"close_date",
			_("The close date has passed"),
			_("The deal's owner is notified, and has a task to set a new date."),
			close_date(),
		),
		template(
			"welcome",
			_("Welcome after a won deal"),
			_("A task to welcome the customer, and a word to the managers."),
			welcome(),
		),
		template(
			"slack_won",
			_("Tell Slack about a won deal"),
			_("A message to a channel: add the address of its incoming webhook."),
			slack_won(),
		),
		template(
			"onboarding",
			_("Onboard a new client"),
			_("Tasks for the salesperson when a customer becomes a client."),
			onboarding(),
		),
	]


def template(key: str, title: str, description: str, rule: dict) -> dict:
	"""Return one as the page offers it."""
	whole = {
		"title": title,
		"is_enabled": 0,
		"trigger_type": str(TriggerType.EVENT),
		"how_often": str(HowOften.EVERY_TIME),
		"conditions": {"all": []},
		**rule,
	}
	return {
		"key": key,
		"title": title,
		"description": description,
		"record_label": label_of(rule["record_type"]),
		"rule": whole,
	}


def asked(field: str, operator: str, value: str | int | None = None) -> dict:
	"""Return one test of conditions."""
	return {"field": field, "operator": operator, **({} if value is None else {"value": value})}


def task(subject: str, days: int, content: str = "") -> dict:
	"""Return the step that gives whose the record is a task."""
	return {
		"step": "note",
		"action": "Task",
		"subject": subject,
		"assigned_to": "owner",
		"in_working_days": days,
		**({"content": content} if content else {}),
	}


def thank_lead() -> dict:
	"""A contact is made, and is a lead."""
	return {
		"record_type": CONTACT,
		"event_kind": "contact.created",
		"conditions": {"all": [asked("status", "is", str(ContactStatus.LEAD))]},
		"how_often": str(HowOften.ONCE),
		"steps": [task(_("Thank {0} for getting in touch").format("{{ first_name }}"), 1)],
	}


def call_submission() -> dict:
	"""A form of the website is sent, and nobody does a follow-up with its contact within a day."""
	text = _("Nobody has called {0} yet.").format(WHOLE_NAME)
	told = [
		{"step": "notify", "to": "owner", "text": text},
		{"step": "notify", "to": MANAGERS, "text": text},
	]
	return {
		"record_type": SUBMISSION,
		"event_kind": "form.submission_received",
		"how_often": str(HowOften.ONCE),
		"steps": [
			task(_("Call {0}").format(WHOLE_NAME), 0),
			{"step": "wait_for_event", "event": "note.completed", "days": 1, "then": [], "else": told},
		],
	}


def quiet_proposal(proposal: str | None) -> dict:
	"""A deal enters the stage Proposal, stands there a week later, and nothing happened meanwhile."""
	is_quiet = [
		asked("last_activity_on", "more_than_days_ago", QUIET_DAYS - 1),
		asked("last_activity_on", "has_no_date"),
	]
	reminder = task(
		_("Follow up on {0}").format("{{ title }}"),
		0,
		_("Nothing has happened for {0} days.").format(QUIET_DAYS),
	)
	return {
		"record_type": DEAL,
		"event_kind": "deal.stage_changed",
		"conditions": {"all": [asked("stage", "is", proposal)] if proposal else []},
		"how_often": str(HowOften.ONCE_PER_STAGE),
		"steps": [
			{"step": "wait", "days": QUIET_DAYS, "only_if_still_true": True},
			{"step": "if", "if": {"any": is_quiet}, "then": [reminder], "else": []},
		],
	}


def next_step() -> dict:
	"""An open deal moves to another stage and nothing is planned for it."""
	return {
		"record_type": DEAL,
		"event_kind": "deal.stage_changed",
		"conditions": {
			"all": [asked("outcome", "is", str(Outcome.OPEN)), asked("next_follow_up_on", "has_no_date")]
		},
		"steps": [task(_("Plan the next step for {0}").format("{{ title }}"), 1)],
	}


def close_date() -> dict:
	"""The expected close date of an open deal passes."""
	return {
		"record_type": DEAL,
		"event_kind": "deal.close_date_passed",
		"steps": [
			{
				"step": "notify",
				"to": "owner",
				"text": _("{0} was expected to close by now.").format("{{ title }}"),
			},
			task(_("Set a new close date for {0}").format("{{ title }}"), 1),
		],
	}


def welcome() -> dict:
	"""A deal is won."""
	return {
		"record_type": DEAL,
		"event_kind": "deal.won",
		"how_often": str(HowOften.ONCE),
		"steps": [
			task(_("Welcome {0}").format("{{ customer.customer_name }}"), 1),
			{"step": "notify", "to": MANAGERS, "text": _("{0} is won.").format("{{ title }}")},
		],
	}


def slack_won() -> dict:
	"""A deal is won; the address is for whoever chooses this to fill in."""
	text = _("{0} is won: {1} {2}").format("{{ title }}", "{{ value }}", "{{ currency }}")
	return {
		"record_type": DEAL,
		"event_kind": "deal.won",
		"steps": [{"step": "webhook", "url": "", "shape": "slack", "text": text}],
	}


def onboarding() -> dict:
	"""A customer becomes a client."""
	return {
		"record_type": CUSTOMER,
		"event_kind": "customer.relationship_changed",
		"conditions": {"all": [asked("relationship", "is", str(Relationship.CLIENT))]},
		"how_often": str(HowOften.ONCE),
		"steps": [
			task(_("Onboard {0}: agree on the first shipment").format("{{ customer_name }}"), 1),
			task(_("Ask {0} how the start went").format("{{ customer_name }}"), 15),
		],
	}
