"""What is done about conversations: filed, read, given, tagged, linked, made records of; by whom, and what is true then."""

import frappe
import pytest

from frappe_crm_app.screens.inbox import live
from frappe_crm_app.screens.inbox.api import (
	assign,
	file,
	get_person,
	get_thread,
	link,
	make_contact,
	make_deal,
	make_follow_up,
	mark,
	put_back,
	tag,
	unlink,
	watch,
)
from tests.factories import make_contact as make_stored_contact
from tests.factories import make_deal as make_stored_deal
from tests.site.screens.inbox.mailboxes import make_mail, make_mailbox

ENTRY = "CRM Mailbox Entry"
THEM = "ada@engines.example"


@pytest.fixture
def rep(make_user) -> str:
	return make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper")


@pytest.fixture
def mailbox(rep) -> str:
	return make_mailbox(rep)


@pytest.fixture
def conversation(rep, mailbox):
	"""Two mails of theirs with one of ours between them; the session is the rep's."""
	first = make_mail(mailbox, days_ago=5)
	ours = make_mail(mailbox, "Grace <rep@desk.example>", to=THEM, answers=first, is_out=True, days_ago=4)
	last = make_mail(mailbox, answers=first, days_ago=3)
	frappe.set_user(rep)
	return first, ours, last


def folders(*mails) -> list[str]:
	return [frappe.db.get_value(ENTRY, mail.entry, "folder") for mail in mails]


def test_archiving_takes_the_conversation_and_undoing_brings_it_back(conversation):
	first, ours, last = conversation
	moved = file([last.entry], "Archive")
	assert folders(first, ours, last) == ["Archive", "Sent", "Archive"]
	put_back(moved, "Inbox")
	assert folders(first, ours, last) == ["Inbox", "Sent", "Inbox"]


def test_spam_is_moved_and_what_was_sent_is_not(conversation):
	first, ours, last = conversation
	file([last.entry], "Spam")
	assert folders(first, ours, last) == ["Spam", "Sent", "Spam"]
	assert file([ours.entry], "Archive") == []


@pytest.mark.parametrize("folder", ["Sent", "Drafts", "Nowhere"])
def test_nothing_is_moved_elsewhere(conversation, folder):
	with pytest.raises(frappe.ValidationError):
		file([conversation[0].entry], folder)


def test_read_is_the_whole_conversation_and_unread_its_newest_mail(conversation):
	first, _ours, last = conversation
	mark([last.entry], True)
	assert frappe.db.get_value(ENTRY, first.entry, "is_read") == 1
	mark([last.entry], False)
	assert [frappe.db.get_value(ENTRY, each.entry, "is_read") for each in (first, last)] == [1, 0]


def test_many_are_filed_in_a_few_statements(rep, mailbox):
	from frappe_crm_app.benchmark.statements import statements_of

	entries = [make_mail(mailbox, subject=f"Mail {number}").entry for number in range(30)]
	frappe.set_user(rep)
	mark(entries[:1], True)  # caches are warm
	assert len(statements_of(lambda: file(entries, "Archive"))) <= 6
	assert frappe.db.count(ENTRY, {"name": ("in", entries), "folder": "Archive"}) == 30


def test_others_change_nothing(conversation, make_user):
	last = conversation[2]
	frappe.set_user(make_user("CRM Admin"))
	for act in (
		lambda: file([last.entry], "Spam"),
		lambda: mark([last.entry], True),
		lambda: assign([last.entry], frappe.session.user),
		lambda: tag([last.entry], "Mine"),
		lambda: link(last.mail, "CRM Sales Deal", make_stored_deal().name),
		lambda: make_contact(last.mail),
	):
		with pytest.raises(frappe.PermissionError):
			act()
	assert folders(last) == ["Inbox"]


def test_what_is_given_to_somebody_is_told_and_read_by_them(conversation, make_user):
	first, _ours, last = conversation
	other = make_user("CRM Account Rep")
	assign([last.entry], other)
	assert frappe.db.get_value(ENTRY, first.entry, "assigned_to") == other
	assert frappe.db.count("Notification Log", {"for_user": other}) == 1
	frappe.set_user(other)
	assert get_thread(first.mail)["mails"]


def test_nobody_outside_the_crm_is_given_a_mail(conversation, make_user):
	with pytest.raises(frappe.ValidationError):
		assign([conversation[0].entry], make_user("Desk User"))


def test_a_tag_is_added_and_taken(conversation):
	first = conversation[0]
	tag([first.entry], "Boats")
	assert "Boats" in (frappe.db.get_value(ENTRY, first.entry, "_user_tags") or "")
	tag([first.entry], "Boats", False)
	assert "Boats" not in (frappe.db.get_value(ENTRY, first.entry, "_user_tags") or "")


def test_a_link_is_the_conversations_and_what_comes_later_follows(conversation, rep, mailbox):
	first, _ours, last = conversation
	frappe.set_user("Administrator")
	deal = make_stored_deal(title="Engine", deal_owner=rep)
	frappe.set_user(rep)
	link(last.mail, "CRM Sales Deal", deal.name)
	assert [each["title"] for each in get_thread(first.mail)["links"]] == ["Engine"]
	later = make_mail(mailbox, answers=last)
	assert frappe.db.exists("CRM Mail Link", {"parent": later.mail, "link_name": deal.name})
	unlink(first.mail, "CRM Sales Deal", deal.name)
	assert get_thread(first.mail)["links"] == []


def test_a_link_to_what_one_does_not_see_keeps_nobody_from_adding_another(rep, mailbox):
	contact = make_stored_contact(email=THEM)
	hidden, own = make_stored_deal(contact=contact.name), make_stored_deal(title="Engine", deal_owner=rep)
	stored = make_mail(mailbox)
	frappe.set_user(rep)
	link(stored.mail, "CRM Sales Deal", own.name)
	assert linked_deals(stored.mail) == {hidden.name, own.name}
	assert [each["title"] for each in get_thread(stored.mail)["links"]] == ["Engine"]
	unlink(stored.mail, "CRM Sales Deal", own.name)
	assert linked_deals(stored.mail) == {hidden.name}


def linked_deals(mail: str) -> set[str]:
	filters = {"parent": mail, "link_doctype": "CRM Sales Deal"}
	return set(frappe.get_all("CRM Mail Link", filters=filters, pluck="link_name"))


def test_no_record_is_linked_that_is_hidden(conversation, rep):
	frappe.set_user("Administrator")
	hidden = make_stored_deal()
	frappe.set_user(rep)
	with pytest.raises(frappe.PermissionError):
		link(conversation[0].mail, "CRM Sales Deal", hidden.name)


def test_a_stranger_becomes_a_contact_by_one_click(conversation, rep):
	last = conversation[2]
	made = make_contact(last.mail)["contact"]
	contact = frappe.get_doc("CRM Contact", made)
	assert (contact.first_name, contact.last_name, contact.email) == ("Ada", "Lovelace", THEM)
	assert contact.contact_owner == rep
	assert get_person(last.mail)["contact"]["name"] == made
	assert frappe.db.exists("CRM Mail Link", {"parent": conversation[0].mail, "link_name": made})
	assert make_contact(last.mail)["contact"] == made


def test_a_mail_becomes_a_deal(conversation):
	last = conversation[2]
	deal = frappe.get_doc("CRM Sales Deal", make_deal(last.mail)["deal"])
	assert deal.title == "Offer"
	assert frappe.db.get_value("CRM Contact", deal.contact, "email") == THEM
	for each in conversation:
		assert frappe.db.exists("CRM Mail Link", {"parent": each.mail, "link_name": deal.name})


def test_a_mail_becomes_a_follow_up(conversation, rep):
	note = frappe.get_doc("CRM Follow-up Note", make_follow_up(conversation[2].mail)["note"])
	assert (note.status, note.owner, note.subject) == ("Open", rep, "Offer")
	assert frappe.db.get_value("CRM Contact", note.contact, "email") == THEM


def test_who_looks_at_a_mailbox_hears_of_it_and_nobody_else(committed, make_user, monkeypatch):
	rep, other = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	mailbox = make_mailbox(rep)
	for user in (rep, other):
		frappe.set_user(user)
		watch()
	frappe.set_user("Administrator")
	heard = []
	monkeypatch.setattr(
		frappe,
		"publish_realtime",
		lambda event, message, user=None, **_more: heard.append((event, message, user)),
	)
	make_mail(mailbox)
	live.announce([mailbox])
	frappe.db.commit()
	assert [each for each in heard if each[0] == live.EVENT] == [(live.EVENT, {"mailboxes": [mailbox]}, rep)]


def test_what_is_rolled_back_is_not_told(rep, mailbox):
	live.announce([mailbox])
	live.forget()
	assert live.FLAG not in frappe.flags
