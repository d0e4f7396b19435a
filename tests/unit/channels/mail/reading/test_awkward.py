"""Mails that other programs, lists, viruses and people have made awkward: each is kept, readable and harmless."""

import pytest

from frappe_crm_app.channels.mail.reading import read
from tests.unit.channels.mail.reading.awkward import AWKWARD, Awkward
from tests.unit.channels.mail.reading.builders import dangers, unstorable


@pytest.mark.parametrize("awkward", AWKWARD, ids=lambda awkward: awkward.name)
def test_an_awkward_mail_says_what_it_says(awkward: Awkward):
	mail = read(awkward.raw)
	found = {name: getattr(mail, name) for name in awkward.expected if name != "files"}
	if "files" in awkward.expected:
		found["files"] = [(file.name, file.content, file.is_inline) for file in mail.attachments]
	assert found == awkward.expected
	assert dangers(mail.html) == []
	assert unstorable(mail) == []


def test_there_are_at_least_sixty():
	assert len({awkward.raw for awkward in AWKWARD}) >= 60
