"""What a bot sends is kept for review, gets the same answer as everybody, and triggers nothing."""

import time

import frappe
import pytest

from frappe_crm_app.intake.lead_forms import keys
from frappe_crm_app.intake.lead_forms.suspicion import Doubt
from frappe_crm_app.intake.lead_forms.tokens import make_token
from tests.factories import make_form
from tests.site.intake.lead_forms.conftest import ADA, API, Stranger, only_submission, submissions


def token_of_age(form, seconds: float) -> str:
	return make_token(keys.key_for(keys.Purpose.TOKEN), form.name, time.time() - seconds)


def bots(form) -> dict:
	"""Return for each doubt the token and the further answers that raise it."""
	old, fresh = token_of_age(form, 100_000), token_of_age(form, 0)
	other = make_form()
	frappe.db.commit()
	return {
		Doubt.HONEYPOT: (token_of_age(form, 60), {"website": "https://spam.example"}),
		Doubt.NO_TOKEN: (None, {}),
		Doubt.FORGED_TOKEN: (token_of_age(form, 60)[:-1] + "g", {}),
		Doubt.OTHER_FORM: (token_of_age(other, 60), {}),
		Doubt.EXPIRED_TOKEN: (old, {}),
		Doubt.TOO_FAST: (fresh, {}),
	}


def test_bots_are_quarantined_with_the_reason_and_the_same_answer(stranger, form, work_off, worker):
	form.min_seconds = 3
	form.save()
	human = stranger.send(form, token_of_age(form, 60), **ADA | {"email": "human@example.com"})
	queued = worker.queued()
	assert "lead_forms" in queued
	for number, (doubt, (token, more)) in enumerate(bots(form).items()):
		answer = stranger.send(form, token, **ADA | {"email": f"bot{number}@example.com"} | more)
		assert (answer.status_code, answer.text) == (human.status_code, human.text), doubt
		(stored,) = submissions(email=f"bot{number}@example.com")
		assert (stored.status, stored.reason) == ("Quarantined", doubt), doubt
	assert worker.queued() == queued
	work_off()
	assert frappe.get_all("CRM Contact", pluck="email") == ["human@example.com"]
	assert frappe.db.count("Notification Log") == 1
	assert not frappe.db.count("Email Queue")


def test_a_token_is_good_once(stranger, form):
	token = stranger.token(form)
	stranger.send(form, token, **ADA)
	stranger.send(form, token, **ADA | {"email": "other@example.com"})
	first, second = submissions()
	assert (first.status, second.status) == ("Received", "Quarantined")
	assert second.reason == Doubt.REUSED_TOKEN


def test_limits_hold_for_an_address_and_for_the_form(stranger, api, form):
	form.update({"limit_per_address": 1, "limit_overall": 2})
	form.save()
	for number in range(2):
		stranger.send(form, **ADA | {"email": f"a{number}@example.com"})
	elsewhere = Stranger(api(None))
	elsewhere.client.headers["X-Forwarded-For"] = "203.0.113.9"
	elsewhere.send(form, **ADA | {"email": "b@example.com"})
	first, second, third = submissions()
	assert (first.status, second.status, third.status) == ("Received", "Quarantined", "Quarantined")
	assert (second.reason, third.reason) == (Doubt.ADDRESS_LIMIT, Doubt.OVERALL_LIMIT)
	assert first.ip_hash == second.ip_hash != third.ip_hash
	assert "203" not in third.ip_hash


def test_what_comes_without_a_page_uses_up_nobodys_limit(stranger, api, form):
	form.update({"limit_per_address": 2, "limit_overall": 3}).save()
	token = stranger.token(form)
	first = stranger.send(form, token, **ADA | {"email": "first@example.com"})
	assert first.ok
	for number in range(8):
		for other in (None, "forged", token):
			stranger.send(form, other, **ADA | {"email": f"a{number}{other and len(other)}@example.com"})
	honest = stranger.send(form, **ADA | {"email": "honest@example.com"})
	assert honest.ok
	assert submissions(email="honest@example.com")[0].status == "Received"
	assert submissions(email="first@example.com")[0].status == "Received"


def test_a_forged_header_is_no_other_address(stranger, api, form):
	"""What the proxy has added stands at its end."""
	form.update({"limit_per_address": 1}).save()
	for number in range(3):
		stranger.client.headers["X-Forwarded-For"] = f"203.0.113.{number}, 198.51.100.7"
		stranger.send(form, **ADA | {"email": f"a{number}@example.com"})
	assert len({submission.ip_hash for submission in submissions()}) == 1
	assert [submission.status for submission in submissions()] == ["Received"] + ["Quarantined"] * 2


def test_a_flood_is_not_even_stored_and_told_so(stranger, form):
	form.limit_per_address = 1
	form.save()
	answers = [
		stranger.send(form, None, **ADA | {"email": f"a{number}@example.com"}).status_code
		for number in range(11)
	]
	assert answers == [200] * 10 + [429]
	assert len(submissions()) == 10


def test_proof_of_work_is_asked_for_and_checked(stranger, form):
	from altcha.v1 import Payload, solve_challenge

	form.proof_of_work = 1
	form.save()
	given = stranger.client.post(API + "get_token", json={"form": form.name}).json()["message"]
	challenge = given["challenge"]
	solution = solve_challenge(
		challenge=challenge["challenge"],
		salt=challenge["salt"],
		algorithm=challenge["algorithm"],
		max_number=challenge["maxnumber"],
		start=0,
	)
	payload = Payload(
		algorithm=challenge["algorithm"],
		challenge=challenge["challenge"],
		number=solution.number,
		salt=challenge["salt"],
		signature=challenge["signature"],
	).to_base64()
	stranger.send(form, given["token"], **ADA, altcha=payload)
	stranger.send(form, **ADA | {"email": "b@example.com"}, altcha=payload)  # another token's
	stranger.send(form, **ADA | {"email": "c@example.com"}, altcha="bm90aGluZw==")
	stranger.send(form, **ADA | {"email": "d@example.com"})
	states = [submission.status for submission in submissions()]
	assert states == ["Received"] + ["Quarantined"] * 3
	assert submissions()[1].reason == Doubt.NO_PROOF


def test_reviewers_release_and_discard_in_bulk_and_others_do_not(stranger, form, work_off, api, make_user):
	for number in range(4):
		stranger.send(form, None, **ADA | {"email": f"a{number}@example.com"})
	names = [submission.name for submission in submissions()]
	for user in (None, make_user("CRM Sales Rep"), make_user()):
		for action in ("release", "discard"):
			assert api(user).post(API + action, json={"names": names}).status_code == 403
	manager = api(make_user("CRM Manager"))
	released = manager.post(API + "release", json={"names": names[:2]}).json()["message"]
	discarded = manager.post(API + "discard", json={"names": names[1:]}).json()["message"]
	assert released == {"done": 2, "refused": []}
	assert (discarded["done"], [each["name"] for each in discarded["refused"]]) == (2, [names[1]])
	work_off()
	assert sorted(frappe.get_all("CRM Contact", pluck="email")) == ["a0@example.com", "a1@example.com"]
	assert not frappe.db.exists("Deleted Document", {"deleted_doctype": "CRM Lead Submission"})


def test_quarantined_ones_are_seen_by_reviewers_only(stranger, form, api, make_user):
	stranger.send(form, None, **ADA)
	name = only_submission().name
	path = f"/api/resource/CRM Lead Submission/{name}"
	assert api(make_user("CRM Manager")).get(path).ok
	for role in ("CRM Sales Rep", "CRM Account Rep", "CRM Viewer", "CRM Partner Manager"):
		client = api(make_user(role))
		assert client.get(path).status_code == 403, role
		assert name not in client.get("/api/resource/CRM Lead Submission").text, role


DOORS = {
	"client.insert": ("frappe.client.insert", {"doc": {"doctype": "CRM Lead Submission", "email": "a@b.co"}}),
	"client.save": ("frappe.client.save", {"doc": {"doctype": "CRM Lead Submission", "email": "a@b.co"}}),
	"savedocs": (
		"frappe.desk.form.save.savedocs",
		{"doc": '{"doctype": "CRM Lead Submission", "__islocal": 1}', "action": "Save"},
	),
	"get": ("frappe.client.get", {"doctype": "CRM Lead Submission", "filters": {"email": ADA["email"]}}),
	"get_value": (
		"frappe.client.get_value",
		{"doctype": "CRM Lead Submission", "fieldname": "answers", "filters": {}},
	),
	"count": ("frappe.client.get_count", {"doctype": "CRM Lead Submission"}),
	"list": ("frappe.client.get_list", {"doctype": "CRM Lead Submission"}),
	"form": ("frappe.client.get", {"doctype": "CRM Lead Form", "filters": {}}),
	"contact": ("frappe.client.get_value", {"doctype": "CRM Contact", "fieldname": "name", "filters": {}}),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_guest_has_no_other_door(door, stranger, form):
	stranger.send(form, **ADA)
	method, body = DOORS[door]
	answer = stranger.client.post(f"/api/method/{method}", json=body)
	assert answer.status_code in (401, 403), answer.text
	assert only_submission().name not in answer.text


def test_a_guest_has_no_door_by_rest(stranger, form):
	stranger.send(form, **ADA)
	name = only_submission().name
	resource = "/api/resource/CRM Lead Submission"
	assert stranger.client.post(resource, json={"email": "a@b.co"}).status_code == 403
	assert stranger.client.get(resource).status_code == 403
	assert stranger.client.get(f"{resource}/{name}").status_code == 403
	assert stranger.client.put(f"{resource}/{name}", json={"status": "Received"}).status_code == 403
	assert len(submissions()) == 1


def accept(client, web_form="crm-get-in-touch", **data):
	import json

	body = {"web_form": web_form, "data": json.dumps(data)}
	return client.post("/api/method/frappe.website.doctype.web_form.web_form.accept", data=body)


def shipped_form():
	return frappe.get_doc("CRM Lead Form", {"web_form": "crm-get-in-touch"})


def test_the_door_of_web_forms_leads_to_the_same_storing(stranger, committed):
	known = {"consent": 1, **ADA}
	first = accept(stranger.client, **known, doctype="CRM Lead Submission", web_form_name="crm-get-in-touch")
	assert first.ok, first.text
	assert only_submission().status == "Quarantined"
	assert only_submission().reason == Doubt.NO_TOKEN
	token = token_of_age(shipped_form(), 60)
	second = accept(stranger.client, **known | {"email": "b@example.com"}, token=token)
	assert second.json() == first.json()
	assert submissions()[1].status == "Received"


@pytest.mark.parametrize("field", ["status", "docstatus", "contact", "form", "reason", "ip_hash", "answers"])
def test_the_door_of_web_forms_sets_no_other_fields(field, stranger, committed):
	answer = accept(stranger.client, consent=1, **ADA, **{field: "Processed"})
	assert answer.status_code == 417, answer.text
	assert not submissions()


def test_other_web_forms_work_as_before(stranger, committed):
	page = frappe.get_doc(
		{"doctype": "Web Form", "title": "Ask us", "route": "ask-us", "doc_type": "ToDo", "module": "Desk"}
	)
	page.append("web_form_fields", {"fieldname": "description", "fieldtype": "Text", "label": "What"})
	page.insert()
	try:
		answer = accept(stranger.client, page.name, description="Call me")
		assert answer.ok, answer.text
		assert frappe.db.get_value("ToDo", answer.json()["message"]["name"], "description") == "Call me"
	finally:
		page.delete()
		frappe.db.commit()


def test_whether_a_contact_exists_does_not_show(form, committed, monkeypatch):
	"""The answer is the same, and so are the statements that the request sends; the rest is the job's."""
	from frappe_crm_app.intake.lead_forms.receiving import receive
	from tests.factories import make_contact

	make_contact(email="known@example.com")
	frappe.db.commit()
	told = {}
	for email in ("warm-up@example.com", "known@example.com", "unknown@example.com"):
		sent, send = [], frappe.db.sql
		monkeypatch.setattr(
			frappe.db,
			"sql",
			lambda *given, _send=send, _to=sent, **more: _to.append(given[0]) or _send(*given, **more),
		)
		frappe.set_user("Guest")
		answer = receive(form.name, ADA | {"email": email}, token_of_age(form, 60))
		frappe.set_user("Administrator")
		monkeypatch.undo()
		told[email] = (answer, [str(statement).split(" ")[:3] for statement in sent])
	assert told["known@example.com"] == told["unknown@example.com"]
	assert not any("CRM Contact" in str(part) for part in told["known@example.com"][1])
