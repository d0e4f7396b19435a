"""Imports and public forms say what they do, set-based as they write."""

import frappe
import pytest

from frappe_crm_app.frappe_crm_app.doctype.crm_lead_submission.options import SubmissionStatus
from frappe_crm_app.intake.lead_forms import confirmation, review
from tests.factories import make_contact, make_form
from tests.site.intake.contact_import.conftest import import_file, undo_import
from tests.site.intake.lead_forms.conftest import ADA
from tests.site.kit.domain_events.conftest import events, kinds_about

ROW = ["Ada", "King", "ada@acme.example", "(415) 555-0100", "Acme", "Buyer", "Qualified", "7"]


@pytest.mark.parametrize("options", [{}, {"create_prospects": 1}], ids=["set-based", "through documents"])
def test_an_import_says_what_it_made(upload_rows, listeners, options):
	listeners.want()
	run = import_file(upload_rows(ROW), tag="fair", **options)
	(contact,) = frappe.get_all("CRM Contact", pluck="name")
	assert sorted(kinds_about(contact)) == ["contact.created", "contact.tagged"]
	created, *_rest = events(kind="contact.created")
	for field, value in {"full_name": "Ada King", "email": "ada@acme.example", "status": "Qualified"}.items():
		assert created.changes[field] == [None, value]
	(completed,) = events(kind="import.completed")
	assert (completed.reference_name, completed.changes["created"]) == (run.name, [None, 1])


def test_an_import_says_what_it_changed(upload_rows, listeners):
	known = make_contact(email="ada@acme.example", job_title="Queen", first_name="Ada", last_name="King")
	listeners.want("contact.updated", "contact.status_changed")
	import_file(upload_rows(ROW[:7]))
	assert sorted(kinds_about(known.name)) == ["contact.status_changed", "contact.updated"]
	(updated,) = events(kind="contact.updated")
	assert updated.changes["job_title"] == ["Queen", "Buyer"]
	assert updated.changes["status"] == ["Lead", "Qualified"]
	assert "full_name" not in updated.changes


def test_undoing_an_import_says_what_is_gone_and_what_is_as_before(upload_rows, listeners):
	known = make_contact(email="bob@acme.example", job_title="Queen", first_name="Bob", last_name="Reed")
	run = import_file(upload_rows(ROW, ["Bob", "Reed", "bob@acme.example", "", "", "Boss"]))
	made = frappe.db.get_value("CRM Contact", {"email": "ada@acme.example"})
	listeners.want("contact.updated", "contact.deleted", "import.undone")
	undo_import(run)
	(gone,) = events(kind="contact.deleted")
	assert (gone.reference_name, gone.changes["email"]) == (made, ["ada@acme.example", None])
	(restored,) = events(kind="contact.updated")
	assert (restored.reference_name, restored.changes) == (known.name, {"job_title": ["Boss", "Queen"]})
	(undone,) = events(kind="import.undone")
	assert (undone.reference_name, undone.changes) == (run.name, {"undone": [None, 2], "kept": [None, 0]})


@pytest.fixture
def submission(committed, monkeypatch):
	"""`submission(suspicious)` -> the name of one stored as the guest's request stores it."""
	from frappe_crm_app.intake.lead_forms import answers as reading
	from frappe_crm_app.intake.lead_forms import storing
	from frappe_crm_app.intake.lead_forms.suspicion import Doubt, Suspicion

	def store(doubtful: bool = False, **form_values) -> str:
		form = make_form(**form_values)
		doubts = (Doubt.TOO_FAST,) if doubtful else ()
		answers = reading.Answers(values=dict(ADA), touch={})
		storing.store(form, answers, Suspicion(token=None, doubts=doubts), "hash")
		return frappe.get_all("CRM Lead Submission", {"form": form.name}, pluck="name")[0]

	return store


def test_a_submission_is_received(submission, listeners):
	listeners.want()
	assert kinds_about(submission()) == ["form.submission_received"]


def test_one_under_suspicion_is_received_once_it_is_released(submission, listeners):
	listeners.want()
	name = submission(doubtful=True)
	assert kinds_about(name) == ["form.submission_quarantined"]
	review.release([name])
	assert kinds_about(name) == ["form.submission_quarantined", "form.submission_received"]


def test_a_confirmed_address_is_said(submission, listeners):
	from time import time

	from frappe_crm_app.intake.lead_forms.keys import Purpose, key_for
	from frappe_crm_app.intake.lead_forms.tokens import make_token

	name = submission(double_opt_in=1)
	frappe.db.set_value("CRM Lead Submission", name, "status", SubmissionStatus.AWAITING_CONFIRMATION)
	listeners.want()
	confirmation.confirm(make_token(key_for(Purpose.CONFIRMATION), name, time()))
	(event,) = events()
	assert (event.kind, event.reference_name) == ("form.submission_confirmed", name)


def test_a_form_makes_its_lead_and_says_so(submission, listeners):
	from frappe_crm_app.intake.lead_forms.tasks import OUTBOX

	name = submission()
	listeners.want()
	OUTBOX.carry_out(name)
	assert {"contact.created", "customer.created", "note.created"} <= {event.kind for event in events()}


def test_a_known_contact_that_sends_a_form_is_changed(submission, listeners):
	from frappe_crm_app.intake.lead_forms.tasks import OUTBOX

	contact = make_contact(email=ADA["email"])
	name = submission()
	listeners.want("contact.updated")
	OUTBOX.carry_out(name)
	(event,) = events(reference_name=contact.name)
	assert "last_touch_on" in event.changes
