"""Two contacts who become one while a campaign goes out to both: they get it once, and are not left without it."""

import frappe
import pytest

from frappe_crm_app.records.identity import api as identity
from tests.site.channels.campaigns.conftest import CAMPAIGN, RECIPIENT, send, statuses, work_off


@pytest.fixture
def half(campaign, peer):
	"""A campaign to two people, of whom one has it: the campaign, who has it, and who waits."""
	made = campaign(2, rate_per_minute=1)
	send(made)
	who = [
		frappe.get_all(RECIPIENT, {"campaign": made.name, "status": status}, pluck="contact")[0]
		for status in ("Sent", "Pending")
	]
	frappe.db.set_value(CAMPAIGN, made.name, "rate_per_minute", 0)
	return made, *who


@pytest.mark.parametrize("is_waiting_kept", [True, False])
def test_who_has_it_does_not_get_it_again(half, peer, is_waiting_kept):
	made, got, waits = half
	identity.merge(*((waits, got) if is_waiting_kept else (got, waits)))
	work_off(made.name)
	assert (len(peer.taken), statuses(made.name)) == (1, ["Sent"])


def test_after_an_unmerge_each_is_a_recipient_again(half, peer):
	made, got, waits = half
	merged = identity.merge(waits, got)["merge"]
	identity.undo_merge(merged)
	work_off(made.name)
	assert (len(peer.taken), statuses(made.name)) == (2, ["Sent", "Sent"])


def test_nobody_waits_for_a_campaign_that_is_over(half, peer):
	made, got, waits = half
	merged = identity.merge(waits, got)["merge"]
	work_off(made.name)
	identity.undo_merge(merged)
	left = frappe.db.get_value(RECIPIENT, {"campaign": made.name, "contact": waits}, ["status", "reason"])
	assert left == ("Left Out", "Contact Removed")


@pytest.mark.parametrize(("reason", "number"), [("Shared Address", 2), ("Excluded", 1)])
def test_who_was_left_out_gets_it_for_the_other_unless_excluded(half, peer, reason, number):
	made, got, waits = half
	frappe.db.set_value(
		RECIPIENT,
		{"campaign": made.name, "contact": got},
		{"status": "Left Out", "reason": reason, "sent_on": None},
	)
	identity.merge(got, waits)
	work_off(made.name)
	assert len(peer.taken) == number
