"""Thousands of requests that no page sends: none is an error of ours, and none writes anything but a submission."""

import time

import frappe

from tests.factories import make_contact, make_form
from tests.site.intake.lead_forms.conftest import submissions
from tests.site.intake.lead_forms.hostile import requests_of

SEED = 20261124
WRITTEN = {"tabCRM Lead Submission"}
OTHERS = {"tabSessions", "tabScheduled Job Type", "tabScheduled Job Log"}  # Frappe's own, at any time


def state() -> dict[str, tuple]:
	"""Return for each table how many rows it has, and when one was written last."""
	frappe.db.commit()
	tables = [table for table in frappe.db.get_tables(cached=False) if table.startswith("tab")]
	return {table: facts_of(table) for table in tables if table not in WRITTEN | OTHERS}


def facts_of(table: str) -> tuple:
	has_moment = "modified" in frappe.db.get_table_columns(table.removeprefix("tab"))
	moment = "max(modified)" if has_moment else "0"
	quoted = f'"{table}"' if frappe.db.db_type == "postgres" else f"`{table}`"
	return frappe.db.sql(f"select count(*), {moment} from {quoted}")[0]


def test_hostile_requests_break_and_write_nothing(api, committed, full_size):
	form = make_form(consent_text="I agree.", min_seconds=3)
	shipped = frappe.get_doc("CRM Lead Form", {"web_form": "crm-get-in-touch"})
	limits = {"limit_per_address": shipped.limit_per_address, "limit_overall": shipped.limit_overall}
	frappe.db.set_value("CRM Lead Form", shipped.name, dict.fromkeys(limits, 0))
	frappe.clear_document_cache("CRM Lead Form", shipped.name)
	make_contact(email="known@example.com")
	before, client, states = state(), api(None), {}
	started = time.monotonic()
	number = 5000 if full_size else 300
	for path, options in requests_of(SEED, number, form.name, "crm-get-in-touch"):
		answer = client.post(path, allow_redirects=False, **options)
		states[answer.status_code] = states.get(answer.status_code, 0) + 1
		assert answer.status_code < 500, f"{path} {options}\n{answer.text[-3000:]}"
		assert "<script" not in answer.text.lower()
		assert "known@example.com" not in answer.text
	print(f"{number} requests in {time.monotonic() - started:.0f} s: {states}")
	assert state() == before
	stored = submissions()
	assert stored
	assert all(doc.owner == "Guest" and doc.docstatus == 0 for doc in stored)
	assert {doc.status for doc in stored} == {"Received", "Quarantined"}
	assert not any("<" in doc.answers for doc in stored)
	frappe.db.set_value("CRM Lead Form", shipped.name, limits)
	frappe.clear_document_cache("CRM Lead Form", shipped.name)
	frappe.db.commit()


def test_what_was_hostile_becomes_harmless_leads(api, committed, work_off, full_size):
	form = make_form(consent_text="I agree.", min_seconds=3, mail_owner=1)
	client = api(None)
	for path, options in requests_of(SEED + 1, 1000 if full_size else 60, form.name, "crm-get-in-touch"):
		client.post(path, allow_redirects=False, **options)
	work_off()
	assert not submissions(status="Received")
	assert not submissions(status="Failed"), [doc.reason for doc in submissions(status="Failed")]
	contacts = frappe.get_all("CRM Contact", fields=["*"])
	assert contacts
	assert not [
		value for contact in contacts for value in contact.values() if isinstance(value, str) and "<" in value
	]
	notes = frappe.get_all("CRM Follow-up Note", fields=["content", "subject"])
	assert not [note for note in notes if "<" in (note.content or "") + note.subject]
	for mail in frappe.get_all("Email Queue", pluck="message"):
		assert "<script" not in mail.lower()
		assert "onerror" not in mail
		assert "\nBcc:" not in mail
