"""What the client says to servers, and what it makes of those that answer oddly."""

import base64
import ipaddress
import re
from datetime import date

import pytest

from frappe_crm_app.channels.mail.fetching import client as client_module
from frappe_crm_app.channels.mail.fetching.client import imap_date, opened
from frappe_crm_app.channels.mail.servers.problems import MailProblem, ProblemKind
from frappe_crm_app.channels.mail.servers.server import Security, Server
from tests.unit.channels.mail.servers.fake_server import FakeServer

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
ABLE = ("CAPABILITY", "* CAPABILITY IMAP4rev1 AUTH=PLAIN SPECIAL-USE LIST-EXTENDED\n{tag} OK done")
ASKED = ("AUTHENTICATE", "+ ")


@pytest.fixture
def serving():
	"""``serving((pattern, answer), …)`` -> a server that answers so, and is stopped in the end."""
	servers = []

	def start(*answers: tuple[str, str]) -> FakeServer:
		servers.append(FakeServer(*answers, ABLE, ASKED))
		return servers[-1]

	yield start
	for server in servers:
		server.stop()


def place(server: FakeServer, **values) -> Server:
	usual = {"user": "ada@example.com", "password": "secret", "networks": LOOPBACK, "timeout": 2}
	return Server("127.0.0.1", server.port, Security.NONE, **(usual | values))


def problem_with(server: FakeServer, **values) -> ProblemKind:
	with pytest.raises(MailProblem) as caught, opened(place(server, **values)) as client:
		client.search_above(1, None, 3)
	return caught.value.kind


def test_a_password_of_any_characters_is_given(serving):
	server = serving()
	with opened(place(server, password="pässwörd")):
		pass
	given = server.heard[server.heard.index("AUTHENTICATE PLAIN") + 1]
	assert base64.b64decode(given).decode() == "\0ada@example.com\0pässwörd"


def test_a_token_is_given_as_oauth_has_it(serving):
	server = serving()
	with opened(place(server, token="token")):
		pass
	assert "AUTHENTICATE XOAUTH2" in server.heard
	given = server.heard[server.heard.index("AUTHENTICATE XOAUTH2") + 1]
	assert base64.b64decode(given) == b"user=ada@example.com\1auth=Bearer token\1\1"


def test_a_refused_token_is_a_refusal(serving):
	refusal = base64.b64encode(b'{"status":"400"}').decode()
	server = serving(
		("[A-Za-z0-9+/]{30,}=*$", f"+ {refusal}"), ("$", "{tag} NO [AUTHENTICATIONFAILED] expired")
	)
	assert problem_with(server, token="a-token-that-has-expired") == ProblemKind.AUTHENTICATION


@pytest.mark.parametrize(
	("answer", "kind"),
	[
		("{tag} NO [AUTHENTICATIONFAILED] wrong", ProblemKind.AUTHENTICATION),
		("{tag} NO [UNAVAILABLE] come back later", ProblemKind.LATER),
		("", ProblemKind.DROPPED),
	],
)
def test_why_nobody_gets_in_is_told_apart(serving, answer, kind):
	assert problem_with(serving(("AUTHENTICATE", answer))) == kind


def test_a_server_that_says_nothing_is_left_after_a_while(serving):
	assert problem_with(serving(("CAPABILITY", "* OK still thinking")), timeout=0.3) == ProblemKind.TIMEOUT


def test_a_server_without_starttls_gets_no_password(serving):
	server = serving()
	with (
		pytest.raises(MailProblem) as caught,
		opened(Server("127.0.0.1", server.port, Security.STARTTLS, networks=LOOPBACK)),
	):
		pass
	assert caught.value.kind == ProblemKind.INSECURE
	assert server.heard == ["CAPABILITY"]


def test_folders_are_examined_and_bodies_peeked_at(serving):
	server = serving(
		("EXAMINE", "* 3 EXISTS\n* OK [UIDVALIDITY 7] ok\n* OK [UIDNEXT 12] ok\n{tag} OK [READ-ONLY] done"),
		("UID FETCH", "* 1 FETCH (UID 5 FLAGS () BODY[] {3}\nabc)\n{tag} OK done"),
		("UID SEARCH", "* SEARCH 11\n{tag} OK done"),
	)
	with opened(place(server)) as client:
		examined = client.examine("Entw&APw-rfe")
		assert (examined.uidvalidity, examined.uidnext, examined.messages) == ("7", 12, 3)
		assert [mail.raw for mail in client.mails([5])] == [b"abc"]
		assert client.search_above(11, date(2026, 2, 1), 3) == []  # the last one, which every server names
		assert client.search_above(10, None, 3) == [11]
	assert 'EXAMINE "Entw&APw-rfe"' in server.heard
	assert "UID FETCH 5 (UID FLAGS INTERNALDATE BODY.PEEK[])" in server.heard
	assert "UID SEARCH 1:* UID 12:* SINCE 01-Feb-2026" in server.heard
	assert not [
		line for line in server.heard if line.startswith(("SELECT", "STORE", "UID STORE", "EXPUNGE", "CLOSE"))
	]


def test_folders_are_asked_for_with_what_they_are_for(serving):
	server = serving(("LIST", '* LIST (\\Sent) "/" "Outgoing"\n* LIST () "/" INBOX\n{tag} OK done'))
	with opened(place(server)) as client:
		assert [(folder.name, str(folder.kind)) for folder in client.folders()] == [
			("INBOX", "Inbox"),
			("Outgoing", "Sent"),
		]
	assert 'LIST "" "*" RETURN (SPECIAL-USE)' in server.heard


def test_a_folder_that_does_not_open_is_said(serving):
	server = serving(("EXAMINE", "{tag} NO no such folder"))
	with pytest.raises(MailProblem) as caught, opened(place(server)) as client:
		client.examine("Gone")
	assert (caught.value.kind, caught.value.said) == (ProblemKind.NO_FOLDER, "no such folder")


def test_no_command_is_smuggled_in_by_a_name(serving):
	server = serving(("LIST", '* LIST () "/" {14}\na\nX STORE 1 F\n* LIST () "/" INBOX\n{tag} OK done'))
	with opened(place(server)) as client:
		assert [folder.name for folder in client.folders()] == ["INBOX"]
		with pytest.raises(MailProblem):
			client.examine("INBOX\r\nX STORE 1 FLAGS")
	assert not [line for line in server.heard if "STORE" in line]


@pytest.mark.parametrize("name", ["R&D", "Entw&APw-rfe", "&AOQ", "Entwürfe", 'a "b" \\ c'])
def test_a_folder_is_opened_by_the_name_that_the_server_wrote(serving, name):
	written = name.replace("\\", "\\\\").replace('"', '\\"')
	server = serving(("LIST", f'* LIST () "/" "{written}"\n{{tag}} OK done'))
	with opened(place(server)) as client:
		client.examine(client.folders()[0].sent_name)
	assert f'EXAMINE "{written}"' in server.heard


OTHERS = ("CAPABILITY", "* CAPABILITY IMAP4rev1 AUTH=PLAIN NAMESPACE\n{tag} OK done")
FOLDERS = '* LIST () "/" INBOX\n* LIST (\\Sent) "/" "user/ben/Sent"\n* LIST () "/" Mine\n{tag} OK done'


def test_folders_of_others_are_there_and_not_read(serving):
	server = serving(
		OTHERS, ("NAMESPACE", '* NAMESPACE (("" "/")) (("user/" "/")) NIL\n{tag} OK done'), ("LIST", FOLDERS)
	)
	with opened(place(server)) as client:
		found = {folder.name: (str(folder.kind), folder.is_synced) for folder in client.folders()}
	assert found == {"INBOX": ("Inbox", True), "Mine": ("Other", True), "user/ben/Sent": ("Other", False)}


@pytest.mark.parametrize(
	"answer", ["{tag} NO not now", "{tag} BAD what", "* NAMESPACE nonsense\n{tag} OK done"]
)
def test_a_server_that_does_not_tell_whose_folders_are_is_read_all_the_same(serving, answer):
	server = serving(OTHERS, ("NAMESPACE", answer), ("LIST", FOLDERS))
	with opened(place(server)) as client:
		assert [folder.name for folder in client.folders() if folder.is_synced] == [
			"INBOX",
			"user/ben/Sent",
			"Mine",
		]


@pytest.mark.parametrize("asked", ["all", "above"])
def test_no_mail_is_passed_over_where_somebody_removes_others_meanwhile(serving, monkeypatch, asked):
	"""The messages are counted anew after each search: of ten, those with UIDs 11 to 20, the first four go after the first search."""
	monkeypatch.setattr(client_module, "AT_ONCE", 4)
	server = serving()
	there, heard = list(range(11, 21)), []

	def answer(command: str) -> str:
		first, last = re.match(r"UID SEARCH (\d+):(\S+)", command).groups()
		heard.append((first, last))
		found = there[int(first) - 1 : None if last == "*" else int(last)]
		if len(heard) == 1:
			del there[:4]
		return "* SEARCH " + " ".join(map(str, found)) + "\n{tag} OK done"

	server.answers.insert(0, ("UID SEARCH", answer))
	with opened(place(server)) as client:
		client.examine("INBOX")
		found = client.search(None, 10) if asked == "all" else client.search_above(10, None, 10)
	assert set(found) >= {15, 16, 17, 18, 19, 20}
	assert heard[0] == ("7", "*")


OLD = ("CAPABILITY", "* CAPABILITY IMAP4rev1\n{tag} OK done")


@pytest.mark.parametrize("abilities", [OLD, ABLE])
@pytest.mark.parametrize("password", ["a\r\nX STORE 1 FLAGS", "a\0b"])
def test_no_command_is_smuggled_in_by_a_password(serving, abilities, password):
	server = serving(abilities)
	assert problem_with(server, password=password) == ProblemKind.AUTHENTICATION
	assert not [line for line in server.heard if line.startswith(("X ", "STORE", "LOGIN", "AUTHENTICATE"))]


def test_a_password_of_any_characters_is_given_to_an_old_server(serving):
	server = serving(OLD, ("LOGIN", "+ go on"), ("pässwörd", "{tag} OK logged in"))
	with opened(place(server, password="pässwörd")) as client:
		assert client.examine("INBOX")
	assert server.heard[1:3] == ['LOGIN "ada@example.com" {10}', "pässwörd"]


def test_an_old_server_that_refuses_such_a_password(serving):
	server = serving(OLD, ("LOGIN", "+ go on"), ("pässwörd", "{tag} NO wrong"))
	assert problem_with(server, password="pässwörd") == ProblemKind.AUTHENTICATION


def test_days_are_written_in_english():
	assert imap_date(date(2026, 3, 9)) == "09-Mar-2026"
