"""What folders are called, and for."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frappe_crm_app.channels.mail.fetching.folder_kinds import folders_of
from frappe_crm_app.channels.mail.fetching.namespaces import Namespaces, namespaces_of
from frappe_crm_app.channels.mail.fetching.responses import ListedFolder
from frappe_crm_app.channels.mail.servers.folder_names import argument, decoded, encoded, quoted, wire_text

NAMES = {
	"Entwürfe": "Entw&APw-rfe",
	"Tom & Jerry": "Tom &- Jerry",
	"送信済み": "kAFP4W4IMH8-",
	"😀": "&2D3eAA-",
}
NAMES["送信済み"] = "&kAFP4W4IMH8-"


@pytest.mark.parametrize("name", NAMES)
def test_names_are_sent_in_modified_utf_7(name):
	assert encoded(name) == NAMES[name]
	assert decoded(NAMES[name]) == name


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_name_comes_back(name):
	assert encoded(name).isascii()
	assert decoded(encoded(name)) == name


@pytest.mark.parametrize("name", ["&", "&!-", "&AB-", "Entwürfe", "a&b"])
def test_what_is_no_modified_utf_7_stays_as_it_is(name):
	assert decoded(name) == name


@given(st.binary().filter(lambda name: not set(name) & set(b"\r\n\0")))
def test_every_name_goes_back_as_it_came(name):
	sent = argument(wire_text(name))
	assert re.sub(rb"\\(.)", rb"\1", sent[1:-1], flags=re.DOTALL) == name
	assert isinstance(decoded(wire_text(name)), str)


def test_names_that_came_as_utf_8_are_read():
	assert decoded(wire_text("Entwürfe".encode())) == "Entwürfe"
	assert decoded(wire_text("送信".encode("shift_jis"))) == "送信".encode("shift_jis").decode("latin-1")


NAMESPACES = {
	rb'(("" "/")) (("Other Users/" "/")) (("#shared." ".")("Public \"all\"/" "/" "TRANSLATION" ("x/")))': (
		("",), ("Other Users/", "#shared.", 'Public "all"/')
	),
	rb'(("" "/")) NIL NIL': (("",), ()),
	rb'(("INBOX." ".")) NIL (("" "."))': (("INBOX.",), ()),
	rb"NIL NIL (("  b'"#public/" NIL))': ((), ("#public/",)),
	rb"nonsense": ((), ()),
	rb'(("" "/"': (("",), ()),
	rb"": ((), ()),
}  # fmt: skip


@pytest.mark.parametrize("answer", NAMESPACES)
def test_whose_folders_are_is_read(answer):
	found = namespaces_of([answer])
	assert (found.own, found.others) == NAMESPACES[answer]


@given(st.binary())
def test_no_answer_about_namespaces_is_too_odd(answer):
	namespaces_of([answer, None, (b"a", b"b")])


@pytest.mark.parametrize(
	("name", "is_others"),
	[("INBOX", False), ("user.ada", False), ("user.ada.Sent", False), ("user", True), ("user.ben", True), ("users", False), ("#news", True)],
)  # fmt: skip
def test_the_longest_beginning_says_whose_a_folder_is(name, is_others):
	assert Namespaces(("", "user.ada."), ("user.", "#news.")).is_others(name) == is_others


def test_folders_of_others_say_nothing_about_ones_own():
	given = [("INBOX", ""), ("Sent", ""), ("Shared/All", "all"), ("Shared/Sent", "sent")]
	listed = [ListedFolder(name, "/", frozenset(attributes.split())) for name, attributes in given]
	found = folders_of(listed, Namespaces(("",), ("Shared/",)))
	assert {folder.name: (str(folder.kind), folder.is_synced) for folder in found} == {
		"INBOX": ("Inbox", True),
		"Sent": ("Sent", True),
		"Shared/All": ("Other", False),
		"Shared/Sent": ("Other", False),
	}


def test_names_are_quoted():
	assert quoted('a"b\\c') == '"a\\"b\\\\c"'


def listed(*folders: tuple[str, str] | str, delimiter: str = "/") -> dict[str, tuple[str, bool]]:
	"""Return kind and whether it is read of folders given as name, or name and attributes."""
	given = [(folder, "") if isinstance(folder, str) else folder for folder in folders]
	found = folders_of(
		[ListedFolder(encoded(name), delimiter, frozenset(attributes.split())) for name, attributes in given]
	)
	return {folder.name: (str(folder.kind), folder.is_synced) for folder in found}


def test_what_the_server_says_comes_before_names():
	found = listed("INBOX", ("Outgoing", "sent"), "Sent", ("Rubbish", "junk"), ("Bin", "trash"))
	assert found == {
		"INBOX": ("Inbox", True),
		"Outgoing": ("Sent", True),
		"Sent": ("Other", True),
		"Bin": ("Other", False),
		"Rubbish": ("Spam", True),
	}


@pytest.mark.parametrize(
	("name", "kind"),
	[
		("Gesendete Elemente", "Sent"),
		("Éléments envoyés", "Sent"),
		("送信済みアイテム", "Sent"),
		("INBOX/Sent", "Sent"),
		("Junk E-Mail", "Spam"),
		("Posta indesiderata", "Spam"),
		("Archiv", "Archive"),
		("Projects/Sent", "Other"),
		("Customers", "Other"),
	],
)
def test_usual_names_are_known_in_many_languages(name, kind):
	assert listed(name) == {name: (kind, True)}


@pytest.mark.parametrize(
	"name", ["Entwürfe", "Papierkorb", "Deleted Items", "Notes", "Papierkorb/2024", "INBOX/Trash"]
)
def test_drafts_and_what_was_thrown_away_is_not_read(name):
	assert listed(name)[name][1] is False


def test_of_labels_only_the_folder_with_all_mails_is_read():
	found = listed(
		"INBOX", ("[Gmail]", "noselect"), ("[Gmail]/All Mail", "all"), ("[Gmail]/Sent Mail", "sent"), "Customers", ("[Gmail]/Starred", "flagged"),
		("[Gmail]/Spam", "junk"),
	)  # fmt: skip
	assert "[Gmail]" not in found
	assert {name for name, (_kind, is_read) in found.items() if is_read} == {
		"INBOX",
		"[Gmail]/All Mail",
		"[Gmail]/Sent Mail",
		"[Gmail]/Spam",
	}


def test_the_inbox_comes_first_and_what_was_sent_before_what_was_filed():
	assert list(listed("Archive", "Customers", "Sent", "INBOX", "Spam")) == [
		"INBOX",
		"Sent",
		"Customers",
		"Archive",
		"Spam",
	]
