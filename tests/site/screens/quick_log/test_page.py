"""What the phone fetches: the day, a record, the page and its files."""

import re
from io import BytesIO

import frappe
import pytest
from PIL import Image

from frappe_crm_app.screens.quick_log.api import get_day, open_record
from tests.factories import make_contact, make_customer, make_note

API = "/api/method/frappe_crm_app.screens.quick_log.api."


def test_the_day_is_ones_own_with_whom_to_call(rep, call, deal, make_user):
	make_note(
		deal,
		subject="A colleague's",
		action="Call",
		status="Open",
		scheduled_on=call.scheduled_on,
		assigned_to="Administrator",
	)
	make_note(
		deal,
		subject="Next year",
		action="Call",
		status="Open",
		scheduled_on="2099-01-01 10:00:00",
		assigned_to=rep,
	)
	frappe.set_user(rep)
	day = get_day()
	assert (day["user"], day["full_name"], day["can_log"], day["total"]) == (rep, "Grace Hopper", True, 1)
	(row,) = day["rows"]
	assert (row["title"], row["phone"], row["email"]) == ("Ask again", "+14155550199", "ada@harbor.example")
	assert row["version"] == str(frappe.db.get_value("CRM Follow-up Note", call.name, "modified"))
	assert row["due"].endswith("+00:00")
	assert row["part"] in ("today", "overdue")


def test_a_record_is_opened_with_whom_to_call(rep, deal, ada):
	frappe.set_user(rep)
	opened = open_record(deal.doctype, deal.name)
	assert (opened["title"], opened["detail"], opened["phone"]) == ("Crane", "Ada King", "+14155550199")


@pytest.mark.parametrize("make", [make_contact, make_customer])
def test_a_hidden_record_is_not_opened(rep, make):
	record = make()
	frappe.set_user(rep)
	with pytest.raises(frappe.PermissionError):
		open_record(record.doctype, record.name)


def test_nothing_else_is_opened(rep):
	frappe.set_user(rep)
	with pytest.raises(frappe.ValidationError, match="Only contacts"):
		open_record("User", "Administrator")


def test_who_has_no_role_of_the_crm_gets_nothing(api, make_user):
	client = api(make_user())
	assert client.get("/crm-go").status_code == 403
	for name in ("get_session", "get_day"):
		assert client.get(API + name).status_code == 403


def test_a_guest_is_sent_to_log_in(api):
	answer = api(None).get("/crm-go", allow_redirects=False)
	assert (answer.status_code, answer.headers["Location"].partition("/login")[2]) == (
		302,
		"?redirect-to=/crm-go",
	)
	assert api(None).get(f"{API}get_day").status_code == 403


def test_the_page_tells_of_nobody_and_is_kept_by_nobody(api, rep, call):
	answer = api(rep).get("/crm-go")
	assert answer.status_code == 200
	for private in (rep, "Grace", "Ask again", "csrf"):
		assert private not in answer.text
	assert answer.headers["Cache-Control"].startswith("no-store")
	assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]


def test_answers_are_kept_by_nobody(api, rep):
	answer = api(rep).get(f"{API}get_day")
	assert answer.headers["Cache-Control"].startswith("no-store")


def test_the_worker_is_for_the_page_alone(api):
	answer = api(None).get("/crm-go/sw.js")
	assert answer.headers["Content-Type"].startswith("text/javascript")
	assert answer.headers["Service-Worker-Allowed"] == "/crm-go"
	assert answer.headers["Cache-Control"] == "no-cache"
	assert "addEventListener" in answer.text


def test_the_manifest_puts_the_page_on_a_home_screen(api):
	answer = api(None).get("/crm-go/manifest.webmanifest")
	assert answer.headers["Content-Type"].startswith("application/manifest+json")
	told = answer.json()
	assert (told["start_url"], told["scope"], told["display"]) == ("/crm-go", "/crm-go", "standalone")
	sizes = {(icon["sizes"], icon["type"], icon["purpose"]) for icon in told["icons"]}
	assert {("192x192", "image/png", "any"), ("512x512", "image/png", "any")} <= sizes
	assert ("512x512", "image/png", "maskable") in sizes
	for icon in told["icons"]:
		assert api(None).get(icon["src"]).headers["Content-Type"].startswith(icon["type"])


def test_an_iphone_finds_an_icon(api, rep):
	(path,) = re.findall(r'rel="apple-touch-icon" href="([^"]+)"', api(rep).get("/crm-go").text)
	answer = api(None).get(path)
	assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
	with Image.open(BytesIO(answer.content)) as picture:
		assert (picture.size, picture.mode) == (
			(180, 180),
			"RGB",
		)  # iOS would fill what is transparent with black


def test_no_other_path_below_the_page_is_answered(api):
	assert api(None).get("/crm-go/other.js").status_code == 404
