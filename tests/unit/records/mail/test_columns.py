"""What a mail says as columns hold it."""

import pytest

from frappe_crm_app.records.mail.columns import message_key, shown


@pytest.mark.parametrize(
	("text", "seen"),
	[
		("1 < 2 -> 3", "1 < 2 -> 3"),
		("I <3 cranes", "I <3 cranes"),
		("<b>bold</b>", "‹b>bold‹/b>"),
		("<!-- x", "‹!-- x"),
		("<?php", "‹?php"),
		("two\nlines\t here", "two lines here"),
		("a" * 11, "a" * 9 + "…"),
	],
)
def test_a_line_begins_no_tag_and_is_cut(text, seen):
	assert shown(text, 10 if text.startswith("aa") else 100) == seen


def test_a_message_id_is_kept_and_a_longer_one_still_told_apart():
	assert message_key("1@x") == "1@x"
	longest = "y" * 900
	keys = {message_key(f"{longest}{number}") for number in range(3)}
	assert len(keys) == 3
	assert {len(key) for key in keys} == {255}
