"""Customers whom nobody answered: on Today, on the cards of deals, in the digest, and to nobody who may not read their mails."""

import frappe
import pytest
from frappe.utils import now_datetime

from frappe_crm_app.channels.reminders.digest import parts_of
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.kit.timezones import zone_of
from frappe_crm_app.screens.board.api import get_board
from frappe_crm_app.screens.inbox.api import assign, link
from frappe_crm_app.screens.today.api import get_today
from tests.factories import make_deal, make_pipeline, make_stage
from tests.site.screens.inbox.mailboxes import make_mail, make_mailbox


@pytest.fixture
def rep(make_user) -> str:
	return make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper")


def unanswered(**asked) -> list[str]:
	parts = {part["key"]: part for part in get_today(**asked)["parts"]}
	part = parts.get("unanswered")
	assert part is None or part["total"] == len(part["rows"])
	return [row["title"] for row in part["rows"]] if part else []


def test_today_shows_who_waits_longest_first(rep):
	mailbox = make_mailbox(rep)
	make_mail(mailbox, subject="Three days", days_ago=3)
	make_mail(mailbox, subject="Five days", days_ago=5)
	make_mail(mailbox, subject="Today", days_ago=0.2)
	make_mail(mailbox, subject="Long ago", days_ago=200)
	make_mail(mailbox, subject="Filed", days_ago=5, folder=EntryFolder.ARCHIVE)
	frappe.set_user(rep)
	assert unanswered() == ["Five days", "Three days"]


def test_who_has_no_mailbox_has_no_such_part(rep, make_user):
	make_mail(make_mailbox(rep), days_ago=5)
	frappe.set_user(make_user("CRM Manager"))
	assert unanswered() == []
	assert unanswered(whose="everybody") == []


def test_of_a_shared_mailbox_what_somebody_took_is_theirs_alone(make_user):
	mailbox = make_mailbox(None, "CRM Sales Rep")
	one, other = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	taken = make_mail(mailbox, subject="Taken", days_ago=5)
	make_mail(mailbox, subject="Free", days_ago=4)
	frappe.set_user(one)
	assign([taken.entry], one)
	assert unanswered() == ["Taken", "Free"]
	frappe.set_user(other)
	assert unanswered() == ["Free"]


def test_the_digest_says_the_same(rep):
	make_mail(make_mailbox(rep), subject="Five days", days_ago=5)
	parts = parts_of(rep, now_datetime(), zone_of(rep))
	(part,) = [part for part in parts if part["label"] == "Waiting for an answer"]
	assert [row["title"] for row in part["rows"]] == ["Five days"]
	assert "view=Waiting" in part["link"]


def test_the_card_of_a_deal_says_it_to_who_may_read_the_mail(rep, make_user):
	pipeline = make_pipeline()
	stage = make_stage(pipeline, stage_name="Waiting")
	deal = make_deal(title="Engine", pipeline=pipeline.name, stage=stage.name, deal_owner=rep)
	stored = make_mail(make_mailbox(rep), days_ago=5)
	frappe.set_user(rep)
	link(stored.mail, "CRM Sales Deal", deal.name)
	assert chips(pipeline.name) == ["Unanswered 5 d"]
	frappe.set_user(make_user("CRM Manager"))
	assert chips(pipeline.name) == []


def chips(pipeline: str) -> list[str]:
	cards = [card for column in get_board(pipeline)["columns"] for card in column["cards"]]
	assert cards
	return [chip["text"] for card in cards for chip in card.get("chips", ())]
