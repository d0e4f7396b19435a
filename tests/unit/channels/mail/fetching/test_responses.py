"""What servers answer, as they do in their own ways."""

from datetime import datetime, timezone

import pytest

from frappe_crm_app.channels.mail.fetching.responses import listed_folders, mails_in, sizes_in, uids_in

LISTS = {
	rb'(\HasNoChildren \Sent) "/" "Sent Items"': ("Sent Items", "/", {"hasnochildren", "sent"}),
	rb'(\Noselect) "." INBOX': ("INBOX", ".", {"noselect"}),
	rb'() NIL "One"': ("One", "", set()),
	rb'() "\\" "A \"quoted\" name"': ('A "quoted" name', "\\", set()),
	(rb'(\Marked) "/" {6}', b'Tr"ash'): ('Tr"ash', "/", {"marked"}),
}


@pytest.mark.parametrize("line", LISTS)
def test_folders_are_read_in_each_form(line):
	folder = listed_folders([line])[0]
	assert (folder.name, folder.delimiter, folder.attributes) == LISTS[line]


def test_what_is_no_folder_is_left_out():
	assert listed_folders([None, b"", b"nonsense", b")"]) == []


def test_a_search_without_result_is_empty():
	assert uids_in([b""]) == uids_in([None]) == []
	assert uids_in([b"1 5", b"9"]) == [1, 5, 9]


def test_sizes_are_read_and_what_is_told_unasked_is_not():
	answer = [b"1 (UID 7 RFC822.SIZE 50)", b"2 (FLAGS (\\Seen))", b"3 (RFC822.SIZE 9 UID 8)"]
	assert sizes_in(answer) == {7: 50, 8: 9}


def test_flags_may_stand_before_or_after_the_body():
	before = (rb'1 (UID 5 FLAGS (\Seen) INTERNALDATE " 5-Feb-2026 10:00:00 +0100" BODY[] {3}', b"abc")
	after = (rb"2 (BODY[] {3}", b"def")
	first, second = mails_in([before, b")", after, rb" UID 6 FLAGS (\Answered \SEEN))"])
	assert (first.uid, first.raw, first.is_seen) == (5, b"abc", True)
	assert first.received_on == datetime(2026, 2, 5, 9, tzinfo=timezone.utc)
	assert (second.uid, second.raw, second.is_seen, second.received_on) == (6, b"def", True, None)


def test_what_a_server_tells_unasked_is_no_mail():
	told = [
		rb"4 (FLAGS (\Deleted) UID 4)",
		(rb"1 (UID 5 BODY[] {3}", b"abc"),
		b")",
		b"9 (UID 2 RFC822.SIZE 3)",
	]
	assert [mail.uid for mail in mails_in(told)] == [5]


def test_an_empty_mail_comes_without_a_literal():
	answer = [rb'1 (UID 5 BODY[] "" FLAGS ())', b"2 (UID 6 BODY[] NIL)"]
	assert [(mail.uid, mail.raw) for mail in mails_in(answer)] == [(5, b""), (6, b"")]


def test_a_date_that_is_none_is_left_out():
	assert next(mails_in([(rb'1 (UID 5 INTERNALDATE "nonsense" BODY[] {1}', b"a"), b")"])).received_on is None
