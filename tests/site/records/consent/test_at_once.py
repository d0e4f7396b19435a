"""What is said at one moment: nothing is lost, and box and rows say the same afterwards."""

from collections.abc import Callable

import frappe
import pytest

from frappe_crm_app.records.audiences.links import one_click_url, person_token
from frappe_crm_app.records.consent.allowing import refusal_criterion
from frappe_crm_app.records.consent.standing import standing_of
from tests.factories import make_contact
from tests.stack.http import send_at_once

BUSY = 409
ONE_CLICK = {"data": {"List-Unsubscribe": "One-Click"}}  # as a form, as RFC 8058 has it
EMAIL = "ada@race.example"
NOTE = "/api/method/frappe_crm_app.records.consent.api.note"


@pytest.fixture
def at_once(api, make_user) -> Callable[..., list[int]]:
	"""`at_once((method, path, options of requests), ...)` sends all together as a manager and returns their status codes."""
	client = api(make_user("CRM Manager"))
	return lambda *calls: [answer.status_code for answer in send_at_once(client, *calls)]


@pytest.mark.parametrize("begins_out", [0, 1])
def test_saves_a_click_and_a_note_at_one_moment_leave_box_and_rows_agreeing(committed, at_once, begins_out):
	for _round in range(3):
		contact = make_contact(email=EMAIL, email_opt_out=begins_out)
		form = f"/api/resource/CRM Contact/{contact.name}"
		given = {"contact": contact.name, "channel": "Email", "state": "Given", "wording": "On the phone"}
		click = "/" + one_click_url(person_token(contact.name, EMAIL)).split("/", 3)[3]
		calls = [
			("POST", click, ONE_CLICK),
			("POST", NOTE, {"json": given}),
			("PUT", form, {"json": {"job_title": "Boss"}}),
			("PUT", form, {"json": {"email_opt_out": 1 - begins_out}}),
		]
		answers = at_once(*calls)
		assert set(answers) <= {200, BUSY}
		assert answers[:2] == [200, 200]  # these are done again by themselves
		rows = frappe.get_all("CRM Consent", {"contact": contact.name}, ["state", "source"])
		assert sum(row.source == "One-Click" for row in rows) == 1
		assert sum(row.source == "Desk" and row.state == "Given" for row in rows) >= 1
		newest = standing_of([contact.name])[contact.name]["Email"]
		assert frappe.db.get_value("CRM Contact", contact.name, "email_opt_out") == (newest == "Withdrawn")
		frappe.delete_doc("CRM Contact", contact.name)
		frappe.db.commit()


def test_a_save_with_an_old_box_writes_nobody_in_again(committed, at_once):
	"""Whoever writes a box past us does not overrule what somebody said."""
	contact = make_contact(email=EMAIL)
	frappe.db.commit()
	click = "/" + one_click_url(person_token(contact.name, EMAIL)).split("/", 3)[3]
	assert at_once(("POST", click, ONE_CLICK)) == [200]
	frappe.db.set_value("CRM Contact", contact.name, "email_opt_out", 0)
	table = frappe.qb.DocType("CRM Contact")
	refused = frappe.qb.from_(table).select(table.name).where(refusal_criterion("Email", table))
	assert contact.name in refused.run(pluck=True)
