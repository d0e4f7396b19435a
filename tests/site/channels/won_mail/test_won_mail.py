from concurrent.futures import ThreadPoolExecutor
from email import message_from_string, policy

import frappe
import pytest
import requests
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.channels.won_mail.tasks import OUTBOX
from frappe_crm_app.kit.outbox.tasks import sweep
from tests.factories import make_contact, make_customer, make_deal, move, stage

DELIVER = OUTBOX.key


@pytest.fixture
def owner(make_user) -> str:
	return make_user("CRM Manager", first_name="Grace", last_name="Hopper")


def owed_for(deal) -> list[dict]:
	return frappe.get_all(
		"CRM Won Mail",
		filters={"deal": deal.name},
		fields=["name", "status", "reason", "attempts", "next_attempt_on", "email_queue"],
		order_by="creation asc, name asc",
	)


def mails_about(deal) -> list:
	"""Return the queued messages about a deal, parsed, each with its `recipients`."""
	mails = []
	for queued in frappe.get_all(
		"Email Queue",
		{"reference_doctype": "CRM Sales Deal", "reference_name": deal.name},
		["name", "message"],
	):
		mail = message_from_string(queued.message, policy=policy.default)
		mail.recipients = frappe.get_all("Email Queue Recipient", {"parent": queued.name}, pluck="recipient")
		mails.append(mail)
	return mails


def deliver_all(deal) -> None:
	"""Do what the job does, in the test's own transaction."""
	for row in owed_for(deal):
		try:
			OUTBOX.carry_out(row.name)
		except Exception as error:
			OUTBOX.note_failure(row.name, error)


def part(mail, subtype: str) -> str:
	return mail.get_body(preferencelist=(subtype,)).get_content()


def comments_on(deal) -> str:
	return " ".join(
		frappe.get_all(
			"Comment", {"reference_doctype": deal.doctype, "reference_name": deal.name}, pluck="content"
		)
	)


def test_winning_owes_one_mail_and_a_save_afterwards_none():
	deal = move(make_deal(), "Won")
	deal.description = "celebrated"
	deal.save()
	assert [row.status for row in owed_for(deal)] == ["Owed"]


def test_a_deal_created_as_won_owes_its_mail():
	assert len(owed_for(make_deal(stage=stage("Won")))) == 1


def history(**values):
	return make_deal(stage=stage("Won"), closed_on="2019-05-01", **values)


def test_82_a_deal_that_was_won_before_it_was_entered_mails_nobody():
	assert owed_for(history()) == []
	moved = move(make_deal(), "Won", closed_on=add_to_date(now_datetime(), days=-1).date())
	assert len(owed_for(moved)) == 1


def test_82_a_deal_that_an_import_brings_as_won_mails_nobody(monkeypatch):
	monkeypatch.setitem(frappe.flags, "in_import", True)
	assert owed_for(make_deal(stage=stage("Won"))) == []


def test_mails_about_old_deals_can_be_ticked():
	settings = frappe.get_doc("CRM Desk Settings")
	settings.mail_won_history = 1
	settings.save()
	assert len(owed_for(history())) == 1


def test_the_mail_names_title_value_customer_contact_days_and_link(owner):
	ada = make_contact(first_name="Ada", last_name="King", company_name="Blue Harbor")
	deal = make_deal(title="Cranes & <Hooks>", value=12500, contact=ada.name, deal_owner=owner)
	frappe.db.set_value("CRM Sales Deal", deal.name, "creation", add_to_date(now_datetime(), days=-12))
	deliver_all(move(deal, "Won"))
	(mail,) = mails_about(deal)
	assert mail.recipients == [owner]
	title = frappe.db.get_value("CRM Sales Deal", deal.name, "title")
	assert title in mail["Subject"]
	html, text = part(mail, "html"), part(mail, "plain")
	for fact in ("Grace Hopper", "$ 12,500.00", "Blue Harbor", "Ada King", deal.name):
		assert fact in html
		assert fact in text
	assert "Days it took: 12" in text


def test_text_of_a_record_is_escaped_in_the_html(owner):
	deal = make_deal(title="R&D", deal_owner=owner)
	frappe.db.set_value("CRM Sales Deal", deal.name, "title", "R&D <b>bold</b>")
	deliver_all(move(deal, "Won"))
	html = part(mails_about(deal)[0], "html")
	assert "<b>bold</b>" not in html
	assert "R&amp;D &lt;b&gt;bold" in html


def test_a_job_that_runs_twice_mails_once(owner):
	deal = move(make_deal(deal_owner=owner), "Won")
	deliver_all(deal)
	deliver_all(deal)
	assert len(mails_about(deal)) == 1
	(row,) = owed_for(deal)
	assert (row.status, bool(row.email_queue)) == ("Queued", True)


def test_won_reopened_and_won_again_mails_again(owner):
	deal = move(make_deal(deal_owner=owner), "Won")
	deliver_all(deal)
	move(deal, "Negotiation")
	deliver_all(move(deal, "Won"))
	assert len(mails_about(deal)) == 2


def test_an_owner_who_is_disabled_is_noted_on_the_timeline(owner):
	deal = make_deal(deal_owner=owner)
	frappe.db.set_value("User", owner, "enabled", 0)
	deliver_all(move(deal, "Won"))
	assert mails_about(deal) == []
	assert owed_for(deal)[0].status == "Not Sent"
	assert f"was not sent: {owner} is disabled" in comments_on(deal)


@pytest.mark.parametrize("address", ["", "no address"])
def test_an_owner_without_address_is_noted_on_the_timeline(owner, address):
	frappe.db.set_value("User", owner, "email", address)
	deal = move(make_deal(deal_owner=owner), "Won")
	deliver_all(deal)
	assert mails_about(deal) == []
	assert "has no email address" in comments_on(deal)


def test_a_deal_without_owner_is_noted_on_its_timeline(owner):
	deal = make_deal()
	frappe.db.set_value("CRM Sales Deal", deal.name, "deal_owner", None)
	deliver_all(move(deal, "Won"))
	assert "the deal has no owner" in comments_on(deal)


def test_an_owner_who_unsubscribed_is_noted_on_the_timeline(owner):
	frappe.get_doc({"doctype": "Email Unsubscribe", "email": owner, "global_unsubscribe": 1}).insert()
	deal = move(make_deal(deal_owner=owner), "Won")
	deliver_all(deal)
	assert "has unsubscribed from mail" in comments_on(deal)


def test_a_chosen_email_template_replaces_the_built_in_one(owner):
	frappe.get_doc(
		{
			"doctype": "Email Template",
			"name": "Our Win",
			"subject": "Bravo for {{ title }}",
			"use_html": 1,
			"response_html": "<p>Worth {{ value }} after {{ days }} days</p>",
			"response": "<p>Worth {{ value }} after {{ days }} days</p>",
		}
	).insert()
	settings = frappe.get_doc("CRM Desk Settings")
	settings.won_mail_template = "Our Win"
	settings.save()
	deal = move(make_deal(title="Cranes", value=10, deal_owner=owner), "Won")
	deliver_all(deal)
	(mail,) = mails_about(deal)
	assert mail["Subject"] == "Bravo for Cranes"
	assert "Worth $ 10.00 after 0 days" in part(mail, "html")


def test_nobody_is_mailed_where_the_settings_say_so():
	settings = frappe.get_doc("CRM Desk Settings")
	settings.send_won_mail = 0
	settings.save()
	assert owed_for(move(make_deal(), "Won")) == []


@pytest.fixture
def no_outgoing_account(monkeypatch):
	def none_found(*args, **kwargs):
		raise frappe.OutgoingEmailError("No outgoing Email Account")

	monkeypatch.setattr(frappe, "sendmail", none_found)


def test_a_mail_that_cannot_be_made_is_tried_again_later(no_outgoing_account):
	deal = move(make_deal(), "Won")
	deliver_all(deal)
	(row,) = owed_for(deal)
	assert (row.status, row.attempts) == ("Owed", 1)
	assert "No outgoing Email Account" in row.reason
	assert row.next_attempt_on > now_datetime()


def test_after_the_last_attempt_the_timeline_says_so(no_outgoing_account):
	deal = move(make_deal(), "Won")
	for _ in range(OUTBOX.backoff.most_attempts + 2):
		deliver_all(deal)
		frappe.db.set_value("CRM Won Mail", {"deal": deal.name}, "next_attempt_on", now_datetime())
	(row,) = owed_for(deal)
	assert (row.status, row.attempts) == ("Not Sent", OUTBOX.backoff.most_attempts)
	assert "attempts failed" in comments_on(deal)


def test_the_job_waits_for_the_commit_and_a_rollback_forgets_it(committed, worker):
	deal = make_deal()
	frappe.db.commit()
	move(deal, "Won")
	assert DELIVER not in worker.queued()
	frappe.db.rollback()
	frappe.db.commit()
	assert DELIVER not in worker.queued()
	assert owed_for(deal) == []


def test_a_worker_mails_the_owner(committed, worker, owner):
	deal = make_deal(deal_owner=owner)
	move(deal, "Won")
	frappe.db.commit()
	assert worker.queued().count(DELIVER) == 1  # beside jobs of Frappe's, which go with a new user
	worker.run()
	(mail,) = mails_about(deal)
	assert mail.recipients == [owner]


def test_the_sweep_picks_up_what_a_crash_left_behind(committed, worker, owner):
	deal = move(make_deal(deal_owner=owner), "Won")
	frappe.db.after_commit.reset()  # the process died before it could enqueue
	frappe.db.commit()
	assert DELIVER not in worker.queued()
	sweep()
	worker.run()
	assert len(mails_about(deal)) == 1


def test_the_sweep_leaves_alone_what_is_not_due(worker):
	deal = move(make_deal(), "Won")
	frappe.db.after_commit.reset()
	later = add_to_date(now_datetime(), hours=1)
	frappe.db.set_value("CRM Won Mail", {"deal": deal.name}, "next_attempt_on", later)
	frappe.db.commit()
	sweep()
	assert DELIVER not in worker.queued()
	assert OUTBOX.attempt(owed_for(deal)[0].name)
	assert [row.status for row in owed_for(deal)] == ["Owed"]


def test_two_requests_that_win_a_deal_at_once_mail_once(api, owner, worker):
	client = api(owner)
	deal = make_deal(deal_owner=owner)
	frappe.db.commit()

	def win(_):
		return requests.put(
			f"{client.base_url}/api/resource/CRM Sales Deal/{deal.name}",
			json={"stage": stage_won},
			headers=client.headers,
			timeout=60,
		)

	stage_won = stage("Won")
	frappe.db.commit()
	with ThreadPoolExecutor(4) as pool:
		answers = [answer.status_code for answer in pool.map(win, range(4))]
	frappe.db.commit()
	assert 200 in answers
	assert set(answers) <= {200, 409, 417}
	worker.run()
	assert len(mails_about(deal)) == 1


def test_a_customer_in_the_mail_may_be_missing(owner):
	deal = move(make_deal(customer=make_customer().name, deal_owner=owner), "Won")
	frappe.db.set_value("CRM Sales Deal", deal.name, "customer", None)
	deliver_all(deal)
	assert "Customer:" not in part(mails_about(deal)[0], "plain")


def test_one_that_was_not_sent_is_tried_again_by_hand(committed, api, make_user, owner):
	deal = move(make_deal(deal_owner=owner), "Won")
	frappe.db.set_value("User", owner, "enabled", 0)
	deliver_all(deal)
	(mail,) = owed_for(deal)
	assert (mail.status, mail.attempts) == ("Not Sent", 1)
	manager, rep = api(make_user("CRM Manager")), api(make_user("CRM Sales Rep"))
	frappe.db.set_value("User", owner, "enabled", 1)
	frappe.db.commit()
	assert retry_as(rep, mail.name).status_code == 403
	assert retry_as(manager, "no such mail").status_code == 404
	assert retry_as(manager, mail.name).status_code == 200
	frappe.db.commit()
	(mail,) = owed_for(deal)
	assert (mail.status, mail.attempts, mail.reason) == ("Owed", 0, None)
	again = retry_as(manager, mail.name)
	assert (again.status_code, again.json()["exc_type"]) == (409, "MailStateError")
	deliver_all(deal)
	assert [mail.recipients for mail in mails_about(deal)] == [[owner]]


def retry_as(client, name: str) -> requests.Response:
	return client.post("/api/method/frappe_crm_app.channels.won_mail.api.retry", json={"name": name})
