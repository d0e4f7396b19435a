"""What becomes of a campaign when the server refuses, delays, breaks off or is gone, and when workers overtake each other."""

import asyncio
import os
import signal

import frappe
import pytest
from frappe.utils import add_to_date, get_datetime, now_datetime
from rq.timeouts import JobTimeoutException

from frappe_crm_app.channels.campaigns import api as campaigns
from frappe_crm_app.channels.campaigns import mail_sending, sending
from frappe_crm_app.kit.exceptions import CampaignStateError, HistoryError
from tests.site.channels.campaigns.conftest import (
	CAMPAIGN,
	RECIPIENT,
	contacts_of,
	row_of,
	send,
	statuses,
	work_off,
)
from tests.site.channels.mail.writing.peer import DROP, SmtpPeer


def state_of(made) -> frappe._dict:
	frappe.db.commit()
	fields = ["status", "sending_state", "problem", "attempts", "next_attempt_on"]
	return frappe.db.get_value(CAMPAIGN, made.name, fields, as_dict=True)


def told(made) -> list[str]:
	return frappe.get_all(
		"Notification Log", {"document_type": CAMPAIGN, "document_name": made.name}, pluck="subject"
	)


def test_a_connection_that_breaks_off_leaves_one_unsure_and_the_others_get_it(campaign, peer):
	peer.next_answers = ["250 OK", DROP]
	made = campaign(4)
	send(made)
	assert statuses(made.name) == ["Sent", "Sent", "Sent", "Unsure"]
	assert len(peer.taken) == 4  # that one, too, which nobody can know
	work_off(made.name)
	assert (len(peer.taken), state_of(made).status) == (4, "Finished")
	unsure = frappe.get_all(RECIPIENT, {"campaign": made.name, "status": "Unsure"}, pluck="name")
	assert [
		row["recipient"] for row in campaigns.get_recipients(made.name, status="Unsure")["rows"]
	] == unsure


class AlarmingPeer(SmtpPeer):
	"""Ends the time of whoever waits for the answer to the first mail."""

	async def handle_DATA(self, server, session, envelope) -> str:
		is_first = not self.taken
		answer = await super().handle_DATA(server, session, envelope)
		if is_first:
			os.kill(os.getpid(), signal.SIGALRM)
			await asyncio.sleep(1)
		return answer


def test_a_job_whose_time_is_up_leaves_one_unsure_and_the_others_waiting(campaign, peer):
	def end_of_time(*_arguments):
		raise JobTimeoutException

	made = campaign(3)
	peer.stop()
	alarming = AlarmingPeer(port=peer.port).start()
	before = signal.signal(signal.SIGALRM, end_of_time)
	try:
		send(made)
	finally:
		signal.signal(signal.SIGALRM, before)
	assert statuses(made.name) == ["Pending", "Pending", "Unsure"]
	work_off(made.name)
	alarming.stop()
	peer.start()
	assert statuses(made.name) == ["Sent", "Sent", "Unsure"]
	assert len({each.recipients for each in alarming.taken}) == len(alarming.taken) == 3


def test_a_slow_server_ends_a_batch_and_the_rest_waits(campaign, peer, monkeypatch):
	monkeypatch.setattr(mail_sending, "LONGEST_BATCH", -1)
	monkeypatch.setattr(sending, "SLICE", 0.5)
	made = campaign(2)
	send(made)
	assert (statuses(made.name), peer.taken) == (["Pending"] * 2, [])
	monkeypatch.undo()
	work_off(made.name)
	assert statuses(made.name) == ["Sent"] * 2


def test_who_is_settled_as_not_sent_is_not_sent_to_again(campaign, peer):
	peer.next_answers = [DROP]
	made = campaign(1)
	send(made)
	assert campaigns.settle_unsure(row_of(made).name, False) == {"status": "Failed"}
	assert row_of(made).settled_by == "Administrator"
	with pytest.raises(CampaignStateError):
		campaigns.settle_unsure(row_of(made).name, True)
	work_off(made.name)
	assert len(peer.taken) == 1


def test_a_server_that_says_later_gets_it_later_and_not_for_ever(campaign, peer):
	made = campaign(2)
	slow = frappe.db.get_value("CRM Contact", contacts_of(made)[0], "email")
	peer.refused[slow] = "451 4.7.1 greylisted"
	send(made)
	assert statuses(made.name) == ["Pending", "Sent"]
	waiting = frappe.db.get_value(RECIPIENT, {"campaign": made.name, "status": "Pending"}, "*", as_dict=True)
	assert (waiting.attempts, waiting.problem) == (1, "451 4.7.1 greylisted")
	assert get_datetime(waiting.next_attempt_on) > add_to_date(now_datetime(), minutes=9)
	assert state_of(made).next_attempt_on == waiting.next_attempt_on
	for _attempt in range(5):
		frappe.db.set_value(RECIPIENT, waiting.name, "next_attempt_on", now_datetime())
		work_off(made.name)
	failed = row_of(made, waiting.name)
	assert (failed.status, failed.reason, failed.attempts) == ("Failed", "Unreachable", 6)
	assert (len(peer.taken), state_of(made).status) == (1, "Finished")


def test_a_server_that_is_gone_keeps_all_waiting_and_it_goes_on(campaign, peer):
	made = campaign(3)
	peer.stop()
	send(made)
	state = state_of(made)
	assert (statuses(made.name), state.status, state.attempts) == (["Pending"] * 3, "Running", 1)
	assert state.problem == "127.0.0.1 refuses the connection. Is it the mail server?"
	assert state.next_attempt_on > now_datetime()
	peer.start()
	work_off(made.name)
	assert (statuses(made.name), state_of(made).problem) == (["Sent"] * 3, None)


def test_after_many_attempts_it_is_paused_and_its_releaser_told(campaign, peer):
	made = campaign(1)
	peer.stop()
	send(made)
	frappe.db.set_value(CAMPAIGN, made.name, "attempts", 29)
	work_off(made.name)
	peer.start()
	assert (state_of(made).status, statuses(made.name)) == ("Paused", ["Pending"])
	assert ["is paused" in each for each in told(made)] == [True]
	assert campaigns.resume(made.name) == {"status": "Running"}
	work_off(made.name)
	assert statuses(made.name) == ["Sent"]


def test_a_server_that_refuses_one_after_the_other_pauses_it(campaign, peer, monkeypatch):
	monkeypatch.setattr(mail_sending, "MOST_REFUSED", 3)
	made = campaign(6)
	peer.next_answers = ["550 5.7.1 spam"] * 10
	send(made)
	assert statuses(made.name) == ["Failed"] * 3 + ["Pending"] * 3
	state = state_of(made)
	assert (state.status, "3 mails in a row were refused" in state.problem) == ("Paused", True)
	assert len(told(made)) == 1
	row = frappe.db.get_value(RECIPIENT, {"campaign": made.name, "status": "Failed"}, "*", as_dict=True)
	assert (row.reason, row.problem) == ("Not Accepted", "550 5.7.1 spam")
	assert not frappe.db.exists(
		"CRM Contact Email", {"invalid_since": (">", "2000-01-01")}
	)  # it is not the people


def test_a_server_that_knows_nobody_marks_no_addresses(campaign, peer, monkeypatch):
	monkeypatch.setattr(mail_sending, "MOST_REFUSED", 3)
	made = campaign(4)
	for contact in contacts_of(made):
		peer.refused[frappe.db.get_value("CRM Contact", contact, "email")] = "550 5.1.1 no such user"
	send(made)
	assert (state_of(made).status, statuses(made.name)) == ("Paused", ["Failed"] * 3 + ["Pending"])
	assert not frappe.get_all("CRM Contact Email", {"invalid_since": (">", "2000-01-01")})


def test_a_worker_that_was_overtaken_takes_back_nothing(campaign, peer, monkeypatch):
	made = campaign(2)
	store = mail_sending.MailSender.store

	def overtaken(sender, batch, fates):
		frappe.db.set_value(
			RECIPIENT, batch.rows[0].name, {"status": "Failed", "settled_by": "Administrator"}
		)
		frappe.db.set_value(RECIPIENT, batch.rows[1].name, "status", "Unsure")
		store(sender, batch, fates)

	monkeypatch.setattr(mail_sending.MailSender, "store", overtaken)
	send(made)
	assert statuses(made.name) == ["Failed", "Sent"]


def test_a_new_address_is_used_and_a_deleted_contact_left_out(campaign, peer):
	made = campaign(3, rate_per_minute=1)
	send(made)
	waiting = frappe.get_all(RECIPIENT, {"campaign": made.name, "status": "Pending"}, pluck="contact")
	contact = frappe.get_doc("CRM Contact", waiting[0])
	contact.email = "moved@people.example"
	contact.save()
	frappe.delete_doc("CRM Contact", waiting[1])
	frappe.db.set_value(CAMPAIGN, made.name, "rate_per_minute", 0)
	work_off(made.name)
	assert peer.taken[-1].recipients == ("moved@people.example",)
	assert statuses(made.name) == ["Left Out", "Sent", "Sent"]
	assert (
		frappe.db.get_value(RECIPIENT, {"campaign": made.name, "status": "Left Out"}, "reason")
		== "Contact Removed"
	)


def test_what_was_sent_is_neither_changed_nor_deleted(campaign, peer):
	made = campaign(1)
	send(made)
	made.reload()
	made.subject = "Other"
	with pytest.raises(CampaignStateError):
		made.save()
	made.reload()
	made.audience = []
	with pytest.raises(CampaignStateError):
		made.save()
	with pytest.raises(HistoryError):
		frappe.delete_doc(CAMPAIGN, made.name)
	for step in (campaigns.start, campaigns.pause, campaigns.resume, campaigns.cancel):
		with pytest.raises(CampaignStateError):
			step(made.name)
