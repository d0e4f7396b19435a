"""Mails of one conversation are one thread, in whatever order they come; a forged header joins none."""

import frappe
import pytest

from tests.factories import make_mail, make_mailbox

OUR, GRACE, LIN = "ada@ours.example", "grace@navy.example", "lin@army.example"


@pytest.fixture
def box(make_user):
	return make_mailbox(make_user("CRM Sales Rep"), email_id=OUR)


def thread(stored) -> str:
	return frappe.db.get_value("CRM Mail", stored.mail, "thread")


def test_an_answer_is_in_the_thread_of_what_it_answers(box):
	first = make_mail(box, sender=GRACE, to=[OUR], message_id="1@x")
	second = make_mail(box, "Sent", sender=OUR, to=[GRACE], message_id="2@x", in_reply_to="1@x")
	third = make_mail(box, sender=GRACE, to=[OUR], message_id="3@x", references=("1@x", "gone@x"))
	assert thread(first) == first.mail
	assert {thread(second), thread(third)} == {first.mail}
	entries = frappe.get_all("CRM Mailbox Entry", {"mailbox": box.name}, pluck="thread")
	assert entries == [first.mail] * 3


def test_what_comes_before_its_answers_were_stored_takes_them_in(box):
	third = make_mail(
		box, sender=GRACE, to=[OUR], message_id="3@x", references=("1@x", "2@x"), in_reply_to="2@x"
	)
	second = make_mail(box, "Sent", sender=OUR, to=[GRACE], message_id="2@x", in_reply_to="1@x")
	first = make_mail(box, sender=GRACE, to=[OUR], message_id="1@x")
	assert {thread(second), thread(third), thread(first)} == {first.mail}
	entries = frappe.get_all("CRM Mailbox Entry", {"mailbox": box.name}, pluck="thread")
	assert entries == [first.mail] * 3


@pytest.mark.parametrize("cc", [[], [GRACE]])
def test_a_forged_header_joins_nothing(box, cc):
	make_mail(box, sender=GRACE, to=[OUR], message_id="1@x")
	forged = make_mail(
		box, sender="evil@evil.example", to=[OUR], cc=cc, message_id="9@evil", in_reply_to="1@x"
	)
	assert thread(forged) == forged.mail


def test_who_forges_an_answer_before_the_mail_comes_is_not_taken_in(box):
	forged = make_mail(box, sender="evil@evil.example", to=[OUR], cc=[GRACE], in_reply_to="1@x")
	make_mail(box, sender=GRACE, to=[OUR], message_id="1@x")
	assert thread(forged) == forged.mail


def test_a_colleague_of_the_customer_may_answer_in_their_place(box):
	first = make_mail(box, sender=GRACE, to=[OUR], message_id="1@x")
	answer = make_mail(box, sender="joan@navy.example", to=[OUR], in_reply_to="1@x")
	assert thread(answer) == first.mail


def test_who_merely_has_a_mailbox_at_the_same_provider_is_no_colleague(box):
	make_mail(box, sender="grace@gmail.com", to=[OUR], message_id="1@x")
	answer = make_mail(box, sender="evil@gmail.com", to=[OUR], in_reply_to="1@x")
	assert thread(answer) == answer.mail


def test_headers_that_name_two_threads_join_the_nearer_one(box):
	make_mail(box, sender=GRACE, to=[OUR], message_id="1@x")
	other = make_mail(box, sender=GRACE, to=[OUR], message_id="2@x")
	answer = make_mail(box, sender=GRACE, to=[OUR], references=("1@x", "2@x"))
	assert thread(answer) == other.mail


def test_message_ids_are_told_apart_by_case_and_however_long(box):
	make_mail(box, sender=GRACE, to=[OUR], message_id="ABC@x")
	longest = "x" * 900
	first = make_mail(box, sender=GRACE, to=[OUR], message_id=f"{longest}1")
	assert thread(make_mail(box, sender=GRACE, to=[OUR], in_reply_to="abc@x")) != "ABC@x"
	answer = make_mail(box, sender=GRACE, to=[OUR], in_reply_to=f"{longest}1")
	alone = make_mail(box, sender=GRACE, to=[OUR], in_reply_to=f"{longest}2")
	assert thread(answer) == first.mail
	assert thread(alone) == alone.mail


def test_a_mail_that_names_itself_is_alone(box):
	alone = make_mail(box, sender=GRACE, to=[OUR], message_id="1@x", in_reply_to="1@x", references=("1@x",))
	assert thread(alone) == alone.mail
