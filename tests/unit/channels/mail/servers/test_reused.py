"""Many mails by one connection, with servers that tire of it."""

import ipaddress

import pytest

from frappe_crm_app.channels.mail.servers import reused as module
from frappe_crm_app.channels.mail.servers.problems import MailProblem, ProblemKind
from frappe_crm_app.channels.mail.servers.reused import reused
from frappe_crm_app.channels.mail.servers.server import Security, Server
from tests.site.channels.mail.writing.peer import DROP, SmtpPeer

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
RAW = b"Message-ID: <a@ours.example>\r\nSubject: Cranes\r\n\r\nHello\r\n"
ADA, BOB = "ada@navy.example", "bob@navy.example"


class Counting(SmtpPeer):
	"""Counts connections; `hangs_up_after` so many mails of one it says goodbye to the next."""

	connections = 0
	hangs_up_after = 0

	async def handle_EHLO(self, server, session, envelope, hostname, responses) -> list[str]:
		self.connections += 1
		session.mails = 0
		session.host_name = hostname
		return responses

	async def handle_MAIL(self, server, session, envelope, address, options) -> str:
		session.mails += 1
		if self.hangs_up_after and session.mails > self.hangs_up_after:
			return "421 4.7.0 too many mails by this connection"
		return await super().handle_MAIL(server, session, envelope, address, options)


@pytest.fixture
def peer():
	peer = Counting().start()
	yield peer
	peer.stop()


def server(peer: SmtpPeer) -> Server:
	return Server("127.0.0.1", peer.port, Security.NONE, networks=LOOPBACK, timeout=5)


def send(connection, *people: str) -> dict:
	return connection.send("box@ours.example", people or (ADA,), RAW)


def test_many_mails_go_by_one_connection(peer):
	with reused(server(peer)) as connection:
		for _number in range(5):
			assert send(connection) == {}
	assert (len(peer.taken), peer.connections) == (5, 1)


def test_without_a_mail_nobody_connects(peer):
	with reused(server(peer)):
		pass
	assert peer.connections == 0


def test_a_connection_takes_only_so_many(peer):
	with reused(server(peer), most_mails=2) as connection:
		for _number in range(5):
			send(connection)
	assert (len(peer.taken), peer.connections) == (5, 3)


def test_one_that_was_silent_for_long_is_opened_anew(peer, monkeypatch):
	with reused(server(peer)) as connection:
		send(connection)
		monkeypatch.setattr(module, "MOST_SECONDS", -1)
		send(connection)
	assert (len(peer.taken), peer.connections) == (2, 2)


def test_a_server_that_hangs_up_between_mails_is_called_again(peer):
	peer.hangs_up_after = 2
	with reused(server(peer)) as connection:
		for _number in range(5):
			assert send(connection) == {}
	assert (len(peer.taken), peer.connections) == (5, 3)


def test_a_server_that_was_restarted_is_called_again(peer):
	with reused(server(peer)) as connection:
		send(connection)
		peer.stop()
		peer.start()
		send(connection)
	assert len(peer.taken) == 2


def test_a_new_connection_that_is_hung_up_is_a_problem(peer):
	peer.sender_answer = "421 4.3.2 closing"
	with reused(server(peer)) as connection, pytest.raises(MailProblem) as problem:
		send(connection)
	assert problem.value.kind == ProblemKind.DROPPED
	assert peer.connections == 1


@pytest.mark.parametrize(
	("answer", "kind"), [("554 5.7.1 spam", ProblemKind.NOT_TAKEN), ("451 later", ProblemKind.LATER)]
)
def test_after_a_mail_that_is_refused_the_next_one_goes_by_the_same(peer, answer, kind):
	peer.next_answers = [answer]
	with reused(server(peer)) as connection:
		with pytest.raises(MailProblem) as problem:
			send(connection)
		assert send(connection) == {}
	assert problem.value.kind == kind
	assert (len(peer.taken), peer.connections) == (1, 1)


def test_after_one_whose_people_are_all_refused_the_next_one_goes_alone(peer):
	peer.refused = {BOB: "550 5.1.1 no such user"}
	with reused(server(peer)) as connection:
		assert list(send(connection, BOB)) == [BOB]
		assert send(connection, ADA) == {}
	assert [each.recipients for each in peer.taken] == [(ADA,)]
	assert peer.connections == 1


def test_what_may_have_been_taken_is_not_sent_again(peer):
	with reused(server(peer)) as connection:
		send(connection)
		peer.next_answers = [DROP]
		with pytest.raises(MailProblem) as problem:
			send(connection)
		assert len(peer.taken) == 2
		send(connection)
	assert problem.value.is_doubtful
	assert (len(peer.taken), peer.connections) == (3, 2)


def test_what_fails_before_the_mail_leaves_nothing_behind(peer):
	def fail() -> None:
		raise RuntimeError

	with reused(server(peer)) as connection:
		with pytest.raises(RuntimeError):
			connection.send("box@ours.example", [ADA], RAW, fail)
		assert not peer.taken
		send(connection)
	assert len(peer.taken) == 1
