"""What changes while a campaign goes out: people leave its list, who released it leaves, it is cancelled as it fails."""

import frappe
import pytest

from frappe_crm_app.channels.campaigns import api as campaigns
from frappe_crm_app.channels.campaigns import mail_sending
from frappe_crm_app.records.audiences.unsubscribing import unsubscribe
from tests.factories import make_contact, make_list, make_subscription
from tests.site.channels.campaigns.conftest import CAMPAIGN, RECIPIENT, send, statuses, work_off


def hurry(made) -> None:
	"""Let the rest of a campaign go out."""
	frappe.db.set_value(CAMPAIGN, made.name, "rate_per_minute", 0)
	work_off(made.name)


def waiting(made) -> frappe._dict:
	filters = {"campaign": made.name, "status": "Pending"}
	return frappe.db.get_value(RECIPIENT, filters, ["contact", "address"], as_dict=True)


@pytest.fixture
def to_lists(campaign):
	"""A campaign to three people on two mailing lists, of whom one has it; `(campaign, lists)`."""
	lists = [make_list().name for _number in range(2)]
	for _number in range(3):
		person = make_contact(email=f"{frappe.generate_hash(length=10)}@people.example")
		for each in lists:
			make_subscription(person, each)
	made = campaign(
		0,
		audience=[{"kind": "CRM Mailing List", "audience": each} for each in lists],
		rate_per_minute=1,
	)
	send(made)
	return made, lists


def test_who_leaves_the_lists_meanwhile_does_not_get_it(to_lists, peer):
	made, lists = to_lists
	left = waiting(made)
	unsubscribe(left.contact, left.address, source="Preference Page", lists=lists)
	hurry(made)
	assert (len(peer.taken), statuses(made.name)) == (2, ["Left Out", "Sent", "Sent"])
	assert (
		frappe.db.get_value(RECIPIENT, {"campaign": made.name, "status": "Left Out"}, "reason") == "Opted Out"
	)


def test_who_is_still_on_one_of_them_gets_it(to_lists, peer):
	made, lists = to_lists
	left = waiting(made)
	unsubscribe(left.contact, left.address, source="Preference Page", lists=lists[:1])
	hurry(made)
	assert statuses(made.name) == ["Sent"] * 3


@pytest.fixture
def released(campaign, make_user):
	"""``released(begun)`` -> a campaign that a marketer has released, and the marketer."""

	def release(begun: bool):
		made = campaign(3, rate_per_minute=1)
		frappe.db.set_value("Email Account", made.sender, "enable_outgoing", 1)
		frappe.db.delete("CRM Mailbox", {"email_account": made.sender})
		marketer = make_user("CRM Marketer")
		frappe.db.commit()
		frappe.set_user(marketer)
		campaigns.start(made.name)
		frappe.set_user("Administrator")
		if begun:
			work_off(made.name)
		return made, marketer

	return release


def told_of(made) -> list[str]:
	return frappe.get_all("Notification Log", {"document_name": made.name}, pluck="for_user")


@pytest.mark.parametrize("change", [{"enabled": 0}, {"roles": []}])
@pytest.mark.parametrize(("begun", "status"), [(False, "Draft"), (True, "Paused")])
def test_nothing_goes_out_for_who_may_not_send_any_more(released, peer, change, begun, status):
	made, marketer = released(begun)
	frappe.get_doc("User", marketer).update(change).save()
	hurry(made)
	stored = frappe.db.get_value(CAMPAIGN, made.name, ["status", "problem"], as_dict=True)
	assert (stored.status, len(peer.taken)) == (status, int(begun))
	assert marketer in stored.problem
	assert "Administrator" in told_of(made)  # who made it
	getattr(campaigns, "resume" if begun else "start")(made.name)
	work_off(made.name)
	assert statuses(made.name) == ["Sent"] * 3


def test_a_segment_that_is_gone_makes_it_a_draft_with_the_reason(campaign, peer):
	made = campaign(1)
	campaigns.start(made.name)
	frappe.delete_doc("CRM Segment", made.audience[0].audience, force=True)
	work_off(made.name)
	stored = frappe.db.get_value(CAMPAIGN, made.name, ["status", "problem", "frozen_on"])
	assert stored == ("Draft", "There is no such segment.", None)


def test_what_is_cancelled_as_it_fails_stays_cancelled(campaign, peer, monkeypatch):
	made = campaign(4)
	monkeypatch.setattr(mail_sending, "MOST_REFUSED", 2)
	peer.next_answers = ["550 5.7.1 spam"] * 4
	hand = mail_sending.MailSender.hand

	def cancelled(sender, row, person):
		if frappe.db.get_value(CAMPAIGN, made.name, "status") == "Running":
			campaigns.cancel(made.name)
			frappe.db.commit()
		return hand(sender, row, person)

	monkeypatch.setattr(mail_sending.MailSender, "hand", cancelled)
	send(made)
	assert frappe.db.get_value(CAMPAIGN, made.name, "status") == "Cancelled"
	assert statuses(made.name) == ["Failed", "Failed", "Left Out", "Left Out"]
