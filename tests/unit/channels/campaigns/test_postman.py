"""What becomes of each mail at a server that refuses, delays and breaks off."""

import ipaddress

import pytest

from frappe_crm_app.channels.campaigns.postman import Fate, Postman
from frappe_crm_app.channels.mail.servers.problems import MailProblem, ProblemKind
from frappe_crm_app.channels.mail.servers.server import Security, Server
from tests.site.channels.mail.writing.peer import DROP, SmtpPeer

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
OURS, RETURN, ADA = "news@ours.example", "news+1a2b@ours.example", "ada@navy.example"
RAW = b"Message-ID: <a@ours.example>\r\nSubject: Cranes\r\n\r\nHello\r\n"


@pytest.fixture
def peer():
	peer = SmtpPeer().start()
	yield peer
	peer.stop()


@pytest.fixture
def postman(peer):
	postman = Postman(Server("127.0.0.1", peer.port, Security.NONE, networks=LOOPBACK, timeout=5))
	yield postman
	postman.close()


def hand(postman: Postman, recipient: str = ADA):
	return postman.hand(OURS, RETURN, recipient, RAW)


def test_a_mail_goes_with_its_return_address(peer, postman):
	assert hand(postman).fate == Fate.TAKEN
	assert [(each.sender, each.recipients) for each in peer.taken] == [(RETURN, (ADA,))]


def test_a_server_that_refuses_that_gets_our_own_from_then_on(peer, postman):
	peer.only_sender = OURS
	assert [hand(postman).fate, hand(postman).fate] == [Fate.TAKEN, Fate.TAKEN]
	assert [each.sender for each in peer.taken] == [OURS, OURS]
	assert not postman.has_own_return


def test_a_server_that_refuses_both_stops_it_all(peer, postman):
	peer.sender_answer = "550 5.7.1 not here"
	with pytest.raises(MailProblem) as raised:
		hand(postman)
	assert raised.value.kind == ProblemKind.NOT_TAKEN


@pytest.mark.parametrize(
	("answer", "fate", "is_of_address"),
	[
		("550 5.1.1 no such user", Fate.REFUSED, True),
		("550 5.7.1 blocked as spam", Fate.REFUSED, False),
		("552 5.2.2 mailbox full", Fate.REFUSED, False),
		("451 4.7.1 greylisted", Fate.LATER, False),
	],
)
def test_what_is_said_of_a_recipient_is_about_them_alone(peer, postman, answer, fate, is_of_address):
	peer.refused[ADA] = answer
	handed = hand(postman)
	assert (handed.fate, handed.said, handed.is_of_address) == (fate, answer, is_of_address)
	assert hand(postman, "bob@navy.example").fate == Fate.TAKEN
	assert len(peer.taken) == 1


@pytest.mark.parametrize(
	("answer", "fate"),
	[("554 5.6.0 no", Fate.NOT_ACCEPTED), ("451 4.3.0 later", Fate.LATER), (DROP, Fate.UNSURE)],
)
def test_what_is_said_of_the_mail_itself(peer, postman, answer, fate):
	peer.next_answers = [answer]
	assert hand(postman).fate == fate
	assert hand(postman).fate == Fate.TAKEN


def test_nobody_there_stops_it_all_and_it_goes_on_when_they_are_back(peer, postman):
	peer.stop()
	with pytest.raises(MailProblem) as raised:
		hand(postman)
	assert (raised.value.kind, raised.value.is_doubtful) == (ProblemKind.REFUSED, False)
	peer.start()
	assert hand(postman).fate == Fate.TAKEN


def test_a_server_that_went_away_between_two_mails_is_called_again(peer, postman):
	assert hand(postman).fate == Fate.TAKEN
	peer.stop()
	peer.start()
	assert hand(postman).fate == Fate.TAKEN
	assert len(peer.taken) == 2
