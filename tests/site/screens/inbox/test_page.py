"""The list of the inbox: its folders, in their order, of the mailboxes that one reads, in six statements."""

import frappe
import pytest

from frappe_crm_app.benchmark.statements import statements_of
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.screens.inbox.api import get_page, get_setup
from tests.factories import make_contact, make_customer
from tests.site.screens.inbox.mailboxes import make_mail, make_mailbox

STATEMENTS = 6


@pytest.fixture
def rep(make_user) -> str:
	return make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper")


def subjects(**asked) -> list[str]:
	return [row["subject"] for row in get_page(**asked)["rows"]]


def test_each_folder_has_its_conversations_newest_first(rep):
	mailbox = make_mailbox(rep)
	make_mail(mailbox, subject="Older", days_ago=3)
	make_mail(mailbox, subject="Newer", days_ago=1)
	make_mail(mailbox, subject="Filed", folder=EntryFolder.ARCHIVE)
	make_mail(mailbox, subject="Junk", folder=EntryFolder.SPAM)
	make_mail(mailbox, "Grace <rep@desk.example>", to="ada@engines.example", subject="Sent", is_out=True)
	frappe.set_user(rep)
	assert subjects() == ["Newer", "Older"]
	assert subjects(view="Archive") == ["Filed"]
	assert subjects(view="Spam") == ["Junk"]
	assert subjects(view="Sent") == ["Sent"]
	assert subjects(view="Drafts") == []


def test_a_conversation_is_one_row_with_its_number_and_its_newest_mail(rep):
	mailbox = make_mailbox(rep)
	first = make_mail(mailbox, subject="Offer", text="How much?", days_ago=5)
	make_mail(
		mailbox, "Grace <rep@desk.example>", to="ada@engines.example", answers=first, is_out=True, days_ago=4
	)
	make_mail(mailbox, subject="Re: Offer", text="Too much", answers=first, days_ago=3)
	frappe.set_user(rep)
	(row,) = get_page()["rows"]
	assert (row["number"], row["snippet"], row["who"]) == (3, "Too much", "Ada Lovelace")
	assert row["waiting_since"] is not None


def test_an_answer_ends_the_waiting_and_an_automatic_one_does_not(rep):
	mailbox = make_mailbox(rep)
	first = make_mail(mailbox, subject="Waits", days_ago=5)
	make_mail(mailbox, subject="Out of office", answers=first, days_ago=4, is_automatic=True)
	second = make_mail(mailbox, subject="Answered", days_ago=5)
	make_mail(mailbox, "Grace <rep@desk.example>", to="ada@engines.example", answers=second, is_out=True)
	make_mail(mailbox, subject="Fresh", days_ago=0.5)
	make_mail(mailbox, subject="Filed", days_ago=5, folder=EntryFolder.ARCHIVE)
	make_mail(mailbox, subject="Machine", days_ago=5, is_automatic=True)
	frappe.set_user(rep)
	assert subjects(view="Waiting") == ["Waits"]


def test_pages_follow_each_other_without_gaps_or_doubles(rep):
	mailbox, other = make_mailbox(rep), make_mailbox(rep)
	for number in range(23):
		make_mail(mailbox if number % 3 else other, subject=f"Mail {number}", days_ago=number // 4)
	frappe.set_user(rep)
	seen, cursor = [], None
	while True:
		page = get_page(page_length=5, cursor=cursor)
		seen += [row["subject"] for row in page["rows"]]
		cursor = page["next_cursor"]
		if not cursor:
			break
	assert sorted(seen) == sorted(f"Mail {number}" for number in range(23))


def test_unread_mails_and_drafts_are_counted_for_each_mailbox(rep):
	mailbox, other = make_mailbox(rep), make_mailbox(rep)
	for _number in range(2):
		make_mail(mailbox)
	make_mail(mailbox, is_read=True)
	make_mail(mailbox, folder=EntryFolder.DRAFTS, is_read=True)
	make_mail(other, folder=EntryFolder.SPAM)
	frappe.set_user(rep)
	counts = {(each["mailbox"], each["folder"]): each["number"] for each in get_page()["counts"]}
	assert counts == {(mailbox, "Inbox"): 2, (mailbox, "Drafts"): 1, (other, "Spam"): 1}


def test_another_persons_mailbox_gives_nothing(rep, make_user):
	mailbox = make_mailbox(rep)
	make_mail(mailbox, subject="Private")
	for role in ("CRM Sales Rep", "CRM Manager", "CRM Admin", "CRM Viewer"):
		other = make_user(role)
		frappe.set_user(other)
		page = get_page()
		assert (page["rows"], page["counts"]) == ([], [])
		assert get_page(text="Private")["rows"] == []
		assert get_setup()["mailboxes"] == []
		with pytest.raises(frappe.PermissionError):
			get_page(mailbox=mailbox)
	assert frappe.flags.in_test


def test_a_shared_mailbox_is_read_by_who_has_its_role(make_user):
	mailbox = make_mailbox(None, "CRM Sales Rep")
	make_mail(mailbox, subject="For all")
	frappe.set_user(make_user("CRM Sales Rep"))
	assert subjects() == ["For all"]
	frappe.set_user(make_user("CRM Account Rep"))
	assert subjects() == []


def test_who_is_given_a_mail_finds_it_under_assigned_and_nothing_else(rep, make_user):
	from frappe_crm_app.screens.inbox.api import assign

	mailbox, other = make_mailbox(rep), make_user("CRM Sales Rep")
	given = make_mail(mailbox, subject="For you")
	make_mail(mailbox, subject="Private")
	frappe.set_user(rep)
	assign([given.entry], other)
	frappe.set_user(other)
	assert subjects(view="Assigned") == ["For you"]
	assert subjects() == []


def test_words_are_found_in_subjects_people_and_texts(rep):
	mailbox = make_mailbox(rep)
	make_mail(mailbox, subject="Boats for Oslo")
	make_mail(mailbox, subject="Other", text="We want three BOATS, 100% new")
	make_mail(mailbox, "Bo Boatwright <bo@sea.example>", subject="Hello", text="Hi")
	make_mail(mailbox, subject="Junk boats", folder=EntryFolder.SPAM)
	frappe.set_user(rep)
	assert sorted(subjects(text="boat")) == ["Boats for Oslo", "Hello", "Other"]
	assert subjects(text="boats oslo") == ["Boats for Oslo"]
	assert subjects(text="sea.example") == ["Hello"]
	assert subjects(text="100%") == ["Other"]
	assert subjects(text="a_e") == []


def test_a_search_goes_on_where_its_stretch_ended(rep, monkeypatch):
	from frappe_crm_app.screens.inbox import searching

	monkeypatch.setattr(searching, "STRETCH", 3)
	mailbox = make_mailbox(rep)
	make_mail(mailbox, subject="Deep down", days_ago=9)
	for number in range(7):
		make_mail(mailbox, subject=f"Mail {number}", days_ago=number + 1)
	frappe.set_user(rep)
	found, cursor, asked = [], None, 0
	while True:
		page = get_page(text="deep", cursor=cursor)
		found += [row["subject"] for row in page["rows"]]
		cursor, asked = page["next_cursor"], asked + 1
		if not cursor:
			break
	assert (found, asked) == (["Deep down"], 3)


def test_a_page_takes_six_statements_whatever_the_number_of_mails(rep):
	mailbox = make_mailbox(rep)
	customer = make_customer(salesperson=rep)
	make_contact(email="ada@engines.example", customer=customer.name, contact_owner=rep)

	def statements(**asked) -> int:
		frappe.set_user(rep)
		get_page(**asked)  # caches are warm
		number = len(statements_of(lambda: get_page(**asked)))
		frappe.set_user("Administrator")
		return number

	make_mail(mailbox)
	few = statements()
	for number in range(12):
		make_mail(mailbox, subject=f"Mail {number}", days_ago=number)
	assert statements() == few <= STATEMENTS
	assert statements(view="Waiting") <= STATEMENTS
	assert statements(view="Assigned") <= STATEMENTS
	assert statements(text="mail") <= STATEMENTS


@pytest.mark.parametrize("asked", [{"view": "Nowhere"}, {"cursor": "[]"}, {"cursor": "nothing"}])
def test_what_cannot_be_is_refused_in_a_sentence(rep, asked):
	frappe.set_user(rep)
	with pytest.raises(frappe.ValidationError):
		get_page(**asked)


def test_the_customer_of_a_mail_is_named_to_who_sees_it_alone(rep, make_user):
	customer = make_customer(customer_name="Engines Ltd", salesperson=make_user("CRM Sales Rep"))
	make_contact(email="ada@engines.example", customer=customer.name)
	make_mail(make_mailbox(rep))
	frappe.set_user(rep)
	assert get_page()["rows"][0]["customer_name"] is None
	frappe.set_user("Administrator")
	frappe.db.set_value("CRM Customer", customer.name, "salesperson", rep)
	from frappe_crm_app.visibility.cache import forget_now

	forget_now()
	frappe.set_user(rep)
	assert get_page()["rows"][0]["customer_name"] == "Engines Ltd"


def test_who_manages_a_shared_mailbox_reads_its_settings_and_none_of_its_mails(make_user):
	mailbox = make_mailbox(None, "CRM Account Rep")
	make_mail(mailbox, subject="Theirs")
	frappe.set_user(make_user("CRM Admin"))
	assert [(each["name"], each["is_read_by"]) for each in get_setup()["mailboxes"]] == [(mailbox, False)]
	page = get_page()
	assert (page["rows"], page["counts"]) == ([], [])
	with pytest.raises(frappe.PermissionError):
		get_page(mailbox=mailbox)
