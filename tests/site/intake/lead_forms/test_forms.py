"""What a form is, who sees it, and what other sites may do with it."""

import json
import re
from datetime import timedelta

import frappe
import pytest
from frappe.utils import now_datetime

from frappe_crm_app.intake.lead_forms import confirmation
from frappe_crm_app.intake.lead_forms.tasks import keep_retention
from frappe_crm_app.kit.exceptions import LeadFormError
from frappe_crm_app.kit.outbox.tasks import sweep
from tests.factories import make_form, make_submission, stage
from tests.site.intake.lead_forms.conftest import ADA, API, Stranger, only_submission, submissions
from tests.site.intake.lead_forms.hostile import ACCEPT

PAGE = "/get-in-touch/new"


@pytest.fixture
def shipped(committed):
	"""The shipped form, put back as it was afterwards."""
	form = frappe.get_doc("CRM Lead Form", {"web_form": "crm-get-in-touch"})
	before = {
		field: form.get(field) for field in ("status", "allowed_origins", "consent_text", "redirect_to")
	}
	yield form
	frappe.db.rollback()
	frappe.get_doc("CRM Lead Form", form.name).update(before).save()
	frappe.db.commit()


def test_the_shipped_page_is_there_and_readable_without_script(api, shipped):
	answer = api(None).get(PAGE)
	assert answer.ok
	assert "Get in Touch" in answer.text
	assert "<noscript>" in answer.text
	assert shipped.consent_text in answer.text


def test_the_campaign_in_the_address_goes_along_to_the_empty_page(api, shipped):
	answer = api(None).get("/get-in-touch?utm_source=fair&utm_campaign=a%20b", allow_redirects=False)
	assert answer.headers["Location"].endswith("/get-in-touch/new?utm_source=fair&utm_campaign=a%20b")
	assert api(None).get("/get-in-touch", allow_redirects=False).headers["Location"].endswith(PAGE)


def test_who_reads_a_form_is_told_the_route_of_its_page(api, shipped, make_user):
	answer = api(make_user("CRM Sales Rep")).get(
		"/api/method/frappe.desk.form.load.getdoc", params={"doctype": shipped.doctype, "name": shipped.name}
	)
	assert answer.json()["docs"][0]["__onload"]["route"] == "get-in-touch"


@pytest.mark.parametrize(
	("status", "role", "is_shown"),
	[
		("Draft", None, False),
		("Draft", "CRM Sales Rep", False),
		("Draft", "CRM Manager", True),
		("Closed", "CRM Manager", False),
		("Published", None, True),
	],
)
def test_a_draft_is_shown_to_reviewers_and_creates_nothing(api, shipped, make_user, status, role, is_shown):
	shipped.update({"status": status}).save()
	client = api(role and make_user(role))
	assert client.get(PAGE).ok == is_shown
	body = {"form": shipped.name, "answers": {**ADA, "consent": 1}}
	assert client.post(API + "submit", json=body).ok == is_shown
	assert client.post(API + "get_token", json={"form": shipped.name}).ok == is_shown
	assert len(submissions()) == (1 if status == "Published" else 0)


def test_that_a_form_was_not_there_is_not_remembered(api, shipped, make_user):
	stranger, reviewer = api(None), api(make_user("CRM Manager"))
	for path in (PAGE, "/get-in-touch"):
		shipped.update({"status": "Draft"}).save()
		stranger.get("/no-such-page")
		assert [stranger.get(path).status_code for _ in range(3)] == [404] * 3
		assert reviewer.get(path).ok
		shipped.update({"status": "Published"}).save()
		assert stranger.get(path).ok
		shipped.update({"status": "Closed"}).save()
		assert [client.get(path).status_code for client in (stranger, reviewer)] == [404] * 2


def test_only_allowed_origins_may_frame_the_page(api, shipped):
	assert api(None).get(PAGE).headers["Content-Security-Policy"] == "frame-ancestors 'self'"
	shipped.update({"allowed_origins": "https://www.example.com/\nhttp://Shop.example:8080"}).save()
	policy = api(None).get(PAGE).headers["Content-Security-Policy"]
	assert policy == "frame-ancestors 'self' https://www.example.com http://shop.example:8080"
	assert "Content-Security-Policy" not in api(None).get("/login").headers


def test_only_allowed_origins_may_read_the_answer(api, form):
	form.update({"allowed_origins": "https://www.example.com"}).save()
	frappe.db.commit()
	preflight = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
	allowed, other = {"Origin": "https://www.example.com"}, {"Origin": "https://evil.example"}
	client, body = api(None), {"form": form.name}
	answer = client.options(API + "submit", headers=allowed | preflight)
	assert answer.headers["Access-Control-Allow-Origin"] == "https://www.example.com"
	assert answer.headers["Access-Control-Allow-Headers"] == "Content-Type"
	answer = client.post(API + "get_token", json=body, headers=allowed)
	assert answer.headers["Access-Control-Allow-Origin"] == "https://www.example.com"
	assert "Access-Control-Allow-Credentials" not in answer.headers
	for answer in (
		client.options(API + "submit", headers=other | preflight),
		client.post(API + "get_token", json=body, headers=other),
		client.post(API + "release", json={"names": []}, headers=allowed),
		client.get("/api/method/ping", headers=allowed),
	):
		assert "Access-Control-Allow-Origin" not in answer.headers


def test_double_opt_in_waits_for_the_link(stranger, form, work_off):
	form.update({"double_opt_in": 1, "confirm_within_days": 7}).save()
	stranger.send(form, **ADA, message="Call me")
	work_off()
	assert only_submission().status == "Awaiting Confirmation"
	assert not frappe.db.exists("CRM Contact", {"email": ADA["email"]})
	(mail,) = frappe.get_all("Email Queue", fields=["name", "message"])
	assert frappe.get_all("Email Queue Recipient", {"parent": mail.name}, pluck="recipient") == [ADA["email"]]
	assert "Call me" not in mail.message
	key = key_in(mail.message)
	page = stranger.client.get("/confirm-lead", params={"key": key})
	assert page.ok
	assert only_submission().status == "Awaiting Confirmation"
	assert stranger.client.post(API + "confirm", data={"key": key[:-1] + "x"}).status_code == 417
	answer = stranger.client.post(API + "confirm", data={"key": key}, allow_redirects=False)
	assert answer.headers["Location"].endswith("/confirm-lead?confirmed=1")
	work_off()
	assert only_submission().status == "Processed"
	assert only_submission().confirmed_on
	assert frappe.db.exists("CRM Contact", {"email": ADA["email"]})


def key_in(message: str) -> str:
	from email import message_from_string
	from urllib.parse import unquote

	part = next(
		part for part in message_from_string(message).walk() if part.get_content_type() == "text/plain"
	)
	return unquote(re.search(r"key=([\w.%-]+)", part.get_payload(decode=True).decode())[1])


def test_a_link_confirms_its_own_submission_alone(stranger, api, form, work_off):
	form.update({"double_opt_in": 1, "confirm_within_days": 7, "consent_text": "I agree."}).save()
	Stranger(api(None)).send(form, **ADA, message="Of somebody else", consent=True)
	work_off()
	stranger.send(form, **ADA, message="My own")
	work_off()
	mails = frappe.get_all("Email Queue", fields=["message", "reference_name"])
	own = next(each for each in submissions() if "My own" in each.answers)
	(key,) = [key_in(mail.message) for mail in mails if mail.reference_name == own.name]
	stranger.client.post(API + "confirm", data={"key": key}, allow_redirects=False)
	work_off()
	states = {("My own" in each.answers): each.status for each in submissions()}
	assert states == {True: "Processed", False: "Awaiting Confirmation"}
	assert not frappe.get_doc("CRM Contact", {"email": ADA["email"]}).consent_text


def test_an_address_gets_three_mails_a_day_and_the_others_later(stranger, form, work_off):
	form.update({"double_opt_in": 1, "confirm_within_days": 7}).save()
	for number in range(4):
		stranger.send(form, **ADA, message=f"Message {number}")
	work_off()
	assert frappe.db.count("Email Queue") == 3
	confirmation.ask_those_left_out()
	assert frappe.db.count("Email Queue") == 3
	yesterday = frappe.utils.add_to_date(frappe.utils.now_datetime(), hours=-25)
	for submission in submissions():
		if submission.confirmation_sent_on:
			submission.db_set("confirmation_sent_on", yesterday)
	frappe.db.commit()
	confirmation.ask_those_left_out()
	assert frappe.db.count("Email Queue") == 4
	confirmation.ask_those_left_out()
	assert frappe.db.count("Email Queue") == 4


def test_a_stored_redirect_to_elsewhere_is_not_followed(stranger, form):
	form.db_set("redirect_to", "/\t/evil.example")
	frappe.clear_document_cache("CRM Lead Form", form.name)
	frappe.db.commit()
	assert stranger.send(form, **ADA).json()["message"]["redirect_to"] is None


@pytest.mark.parametrize("depth", [50, 400, 900, 990, 5_000, 100_000])
@pytest.mark.parametrize("path", ["submit", "get_token", "confirm", "accept"])
def test_deep_json_is_answered_with_a_sentence(stranger, form, path, depth):
	deep = "[" * depth + "]" * depth
	bodies = {
		"submit": [
			{"form": form.name, "answers": deep, "token": deep},
			f'{{"form": "{form.name}", "answers": {{"message": {deep}}}}}',
		],
		"get_token": [{"form": deep}, f'{{"form": {deep}}}'],
		"confirm": [{"key": deep}, f'{{"key": {deep}}}'],
		"accept": [
			{"web_form": "crm-get-in-touch", "data": deep},
			f'{{"web_form": "crm-get-in-touch", "data": {deep}}}',
		],
	}
	url = ACCEPT if path == "accept" else API + path
	for body in bodies[path]:
		text = body if isinstance(body, str) else json.dumps(body)
		answer = stranger.client.post(url, data=text, headers={"Content-Type": "application/json"})
		assert 400 <= answer.status_code < 500, (text[:60], answer.text)
		assert "RecursionError" not in answer.text


def test_a_link_expires(stranger, form, work_off):
	form.update({"double_opt_in": 1, "confirm_within_days": 0}).save()
	stranger.send(form, **ADA)
	work_off()
	key = key_in(frappe.get_all("Email Queue", pluck="message")[0])
	assert stranger.client.post(API + "confirm", data={"key": key}).status_code == 417
	assert only_submission().status == "Awaiting Confirmation"


def test_consent_is_asked_for_and_kept_with_its_wording(stranger, form, work_off):
	form.update({"consent_text": "I agree to <b>this</b>.", "consent_required": 1}).save()
	assert stranger.send(form, **ADA).status_code == 417
	assert stranger.send(form, **ADA, consent=True).ok
	work_off()
	submission = only_submission()
	assert submission.consent
	assert submission.consent_on
	contact = frappe.get_doc("CRM Contact", submission.contact)
	assert contact.consent_text == submission.consent_text
	assert contact.consent_on == submission.consent_on


@pytest.mark.parametrize(
	"wrong",
	[
		{"unknown": "x"},
		{"status": "Processed"},
		{"email": "nobody"},
		{"email": ""},
		{"first_name": "x" * 141},
		{"message": "x" * 10_001},
		{"message": ["x"]},
	],
	ids=str,
)
def test_wrong_answers_get_one_sentence_and_store_nothing(stranger, form, wrong):
	answer = stranger.send(form, **ADA | wrong)
	assert answer.status_code == 417
	assert len(answer.json()["_server_messages"]) < 500
	assert "Traceback" not in answer.text
	assert not submissions()


def test_further_questions_are_custom_fields(stranger, form, work_off):
	field = {"dt": "CRM Lead Submission", "fieldname": "budget", "label": "Budget", "fieldtype": "Data"}
	frappe.get_doc({"doctype": "Custom Field", **field}).insert()
	try:
		stranger.send(form, **ADA, budget="1,000 < 2,000 & more")
		work_off()
		assert only_submission().budget == "1,000 ‹ 2,000 & more"
		(note,) = frappe.get_all("CRM Follow-up Note", pluck="content")
		assert "Budget: 1,000 ‹ 2,000 & more" in note
	finally:
		frappe.delete_doc("Custom Field", "CRM Lead Submission-budget")
		frappe.db.commit()


def test_hashes_and_old_submissions_are_forgotten(committed):
	settings = frappe.get_doc("CRM Desk Settings")
	assert (settings.keep_submissions_days, settings.keep_ip_hashes_days) == (365, 30)
	young, month, year = (
		make_submission(ip_hash="0" * 32, received_on=now_datetime() - timedelta(days=days))
		for days in (1, 31, 366)
	)
	keep_retention()
	assert frappe.db.get_value("CRM Lead Submission", young.name, "ip_hash")
	assert not frappe.db.get_value("CRM Lead Submission", month.name, "ip_hash")
	assert not frappe.db.exists("CRM Lead Submission", year.name)


def test_the_sweep_takes_what_a_crash_left(stranger, form, worker):
	from tests.stack.site import empty_queues

	stranger.send(form, **ADA)
	empty_queues()  # as if the process had died between commit and queue
	assert worker.queued() == []
	sweep()
	assert worker.queued() == ["lead_forms"]
	worker.run()
	assert only_submission().status == "Processed"


@pytest.mark.parametrize(
	"values",
	[
		{"web_form": "request-data"},
		{"web_form": "crm-get-in-touch"},
		{"assignment": "Round Robin"},
		{"allowed_origins": "example.com"},
		{"allowed_origins": "https://example.com/path"},
		{"allowed_origins": "https://a.example; script-src *"},
		{"redirect_to": "javascript:alert(1)"},
		{"redirect_to": "//evil.example"},
		{"redirect_to": "/\t/evil.example"},
		{"redirect_to": "https:evil.example"},
		{"min_seconds": -1},
	],
	ids=str,
)
def test_a_form_that_cannot_be_is_refused(values):
	with pytest.raises(LeadFormError):
		make_form(**values)


def test_a_form_takes_no_stage_of_deals():
	with pytest.raises(LeadFormError):
		make_form(stage=stage("Lead"))


@pytest.mark.parametrize("status", ["Draft", "Closed"])
def test_a_page_that_is_not_open_is_not_found_however_often(api, shipped, make_user, status):
	shipped.update({"status": status}).save()
	for _time in range(3):
		answer = api(None).get(PAGE)
		assert answer.status_code == 404
		assert "<form" not in answer.text
	# What a stranger did not find is not remembered: not for who may see a draft, nor once it is open.
	reviewer = api(make_user("CRM Manager")).get(PAGE)
	assert reviewer.ok == (status == "Draft")
	shipped.update({"status": "Published"}).save()
	assert api(None).get(PAGE).status_code == 200
