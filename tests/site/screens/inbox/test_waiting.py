"""Customers whom nobody answered: on Today, on the cards of deals, in the digest, and to nobody who may not read their mails."""

import frappe
import pytest
from frappe.utils import now_datetime

from frappe_crm_app.channels.reminders.digest import parts_of
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.kit.timezones import zone_of
from frappe_crm_app.records.mail.storing import StoredMail
from frappe_crm_app.records.mail.unanswered import waiting_mails
from frappe_crm_app.screens.board.api import get_board
from frappe_crm_app.screens.inbox.api import assign, get_page, get_thread, link
from frappe_crm_app.screens.today.api import get_today
from tests.factories import make_contact, make_deal, make_pipeline, make_stage
from tests.site.screens.inbox.mailboxes import make_mail, make_mailbox

LABEL, OUR = "Waiting for an answer", "Grace <rep@desk.example>"


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


def test_whoever_looks_at_others_reads_that_private_mail_is_not_counted(rep, make_user):
	shared = make_mailbox(None, "CRM Sales Rep", "CRM Manager")
	make_mail(shared, subject="Shared", days_ago=5)
	make_mail(make_mailbox(rep), subject="Private", days_ago=5)
	frappe.set_user(make_user("CRM Manager"))
	assert unanswered(whose="everybody") == ["Shared"]
	hints = {whose: hint_of_unanswered(whose) for whose in ("mine", "everybody")}
	assert hints["everybody"].startswith("Mail in other people's own mailboxes stays private")
	assert hints["mine"] == ""


def hint_of_unanswered(whose: str) -> str:
	(part,) = [part for part in get_today(whose=whose)["parts"] if part["key"] == "unanswered"]
	return part["hint"]


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


def everywhere(rep: str) -> dict[str, set[str]]:
	"""Return the subjects of what waits for an answer, by where it is said."""
	frappe.set_user(rep)
	digest = [
		row["title"]
		for part in parts_of(rep, now_datetime(), zone_of(rep))
		if part["label"] == LABEL
		for row in part["rows"]
	]
	threads = {
		row["subject"]: get_thread(row["thread"])
		for view in ("Inbox", "Archive")
		for row in get_page(view=view)["rows"]
	}
	due = waiting_mails(now_datetime()).run(as_dict=True)
	return {
		"Today": set(unanswered()),
		"digest": set(digest),
		"the inbox's filter": {row["subject"] for row in get_page(view="Waiting")["rows"]},
		"rows of the inbox": {
			row["subject"]
			for view in ("Inbox", "Archive")
			for row in get_page(view=view)["rows"]
			if row["waiting_since"]
		},
		"conversations": {subject for subject, told in threads.items() if told["waiting_since"]},
		"the event": {frappe.db.get_value("CRM Mail", row.name, "subject") for row in due},
	}


def test_all_places_and_the_event_agree_on_who_waits(rep, make_user):
	mailbox, other = make_mailbox(rep), make_mailbox(make_user("CRM Sales Rep"))
	make_contact(email="ada@engines.example")
	make_mail(mailbox, subject="Contact", days_ago=3)
	make_mail(mailbox, "Bo <bo@vines.example>", subject="Stranger", days_ago=4)
	make_mail(mailbox, subject="Fresh", days_ago=1)
	make_mail(mailbox, subject="Machine", days_ago=3, is_automatic=True)
	make_mail(mailbox, subject="Filed", days_ago=3, folder=EntryFolder.ARCHIVE)
	make_mail(mailbox, subject="Before the mailbox was connected", days_ago=20)
	answered = make_mail(mailbox, subject="Answered", days_ago=4)
	answer(answered, mailbox)
	by_colleague = make_mail(mailbox, subject="Answered by a colleague", days_ago=4)
	answer(by_colleague, other)
	unsent = make_mail(mailbox, subject="Answer not sent", days_ago=4)
	failed = answer(unsent, mailbox)
	frappe.db.set_value("CRM Mail", failed.mail, "delivery_state", "Failed")
	by_machine = make_mail(mailbox, subject="Out of office", days_ago=4)
	make_mail(mailbox, OUR, answers=by_machine, is_out=True, is_automatic=True, days_ago=3)
	told = everywhere(rep)
	for place, subjects in told.items():
		assert subjects == {"Contact", "Stranger", "Answer not sent", "Out of office"}, place


def answer(stored: StoredMail, mailbox: str) -> StoredMail:
	"""Store an answer that was sent from a mailbox; another mailbox knows the conversation by the answered mail."""
	return make_mail(
		mailbox, OUR, to="ada@engines.example", subject="Re: it", answers=stored, is_out=True, days_ago=3.5
	)


def test_a_card_says_it_of_just_what_waits_elsewhere(rep):
	pipeline = make_pipeline()
	stage = make_stage(pipeline, stage_name="Waiting")
	mailbox = make_mailbox(rep)
	places = {"pipeline": pipeline.name, "stage": stage.name, "deal_owner": rep}
	waiting, answered = make_deal(title="Waits", **places), make_deal(title="Answered", **places)
	mails = [
		make_mail(mailbox, "Bo <bo@vines.example>", subject=deal.title, days_ago=4)
		for deal in (waiting, answered)
	]
	frappe.set_user(rep)
	for stored, deal in zip(mails, (waiting, answered), strict=True):
		link(stored.mail, "CRM Sales Deal", deal.name)
	assert chips(pipeline.name) == ["Unanswered 4 d", "Unanswered 4 d"]
	answer(mails[1], mailbox)
	assert chips(pipeline.name) == ["Unanswered 4 d"]
