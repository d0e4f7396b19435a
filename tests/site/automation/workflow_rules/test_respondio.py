"""The step that sends a prospect to respond.io, up to a peer on loopback."""

import frappe

from frappe_crm_app.channels.respondio.tasks import OUTBOX
from frappe_crm_app.intake.lead_forms.event_kinds import RECEIVED
from frappe_crm_app.kit.domain_events.emitting import emit_state
from tests.factories import make_contact, make_customer, make_deal, make_submission, move
from tests.site.automation.workflow_rules.engine import rule, run_of, runs, steps_of, work_off
from tests.site.channels.respondio.conftest import SYNC, on, peer, settings  # noqa: F401

STEP = {"step": "respondio"}
PHONE = "+14155550100"


def prospect(**values):
	"""A prospect that came before the sync was on, so that nothing is owed of it."""
	customer = make_customer(customer_kind="Person", customer_name="Ada King", phone=PHONE, **values)
	frappe.db.delete(SYNC, {"customer": customer.name})
	return customer


def test_the_customer_of_a_deal_reaches_respondio_once(on, peer):  # noqa: F811
	customer = prospect()
	doc = rule(STEP, STEP)
	move(make_deal(customer=customer.name), "Proposal")
	work_off()
	steps = steps_of(run_of(doc))
	assert [step.detail for step in steps] == ["Owed to respond.io.", "It is known to respond.io already."]
	assert {(step.reference_doctype, step.reference_name) for step in steps} == {
		("CRM Customer", customer.name)
	}
	frappe.db.commit()
	for name in OUTBOX.find_due(10):
		OUTBOX.attempt(name)
	assert [contact["phone"] for contact in peer.contacts.values()] == [PHONE]


def test_what_a_form_brought_leads_to_the_customer_of_its_contact(on, peer):  # noqa: F811
	customer = prospect()
	submission = make_submission(contact=make_contact(customer=customer.name).name)
	doc = rule(STEP, record_type="CRM Lead Submission", event_kind=RECEIVED)
	emit_state(RECEIVED, submission)
	work_off()
	assert steps_of(run_of(doc))[0].detail == "Owed to respond.io."
	assert frappe.db.get_value(SYNC, {"customer": customer.name}, "status") == "Queued"


def test_where_the_sync_is_off_or_nobody_is_there_nothing_is_owed(committed):
	doc = rule(STEP)
	for customer in (prospect().name, None):
		move(make_deal(customer=customer), "Proposal")
	work_off()
	assert {step.detail for run in runs(doc) for step in steps_of(run)} == {"Nobody is sent to respond.io."}
	assert frappe.db.count(SYNC) == 0
