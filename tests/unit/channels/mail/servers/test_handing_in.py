"""Handing a mail to a server that takes, refuses, delays, drops, or is not to be reached."""

import ipaddress
import socket
import ssl
import threading
from datetime import datetime, timedelta, timezone

import pytest

from frappe_crm_app.channels.mail.servers import handing_in
from frappe_crm_app.channels.mail.servers.problems import MailProblem, ProblemKind
from frappe_crm_app.channels.mail.servers.server import Security, Server
from tests.site.channels.mail.writing.peer import DROP, SmtpPeer

LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)
RAW = b"Message-ID: <a@ours.example>\r\nSubject: Cranes\r\n\r\n.\r\nHello\r\n..\r\n"
ADA, BOB, EVE = "ada@navy.example", "bob@navy.example", "eve@navy.example"


@pytest.fixture
def peer():
	peer = SmtpPeer().start()
	yield peer
	peer.stop()


def server(peer: SmtpPeer, **values) -> Server:
	usual = {
		"host": "127.0.0.1",
		"port": peer.port,
		"security": Security.NONE,
		"networks": LOOPBACK,
		"timeout": 5,
	}
	return Server(**{**usual, **values})


def send(peer: SmtpPeer, *people: str, marks: list | None = None, **values) -> dict:
	marks = [] if marks is None else marks
	return handing_in.send(
		server(peer, **values), "box@ours.example", people or (ADA,), RAW, lambda: marks.append(1)
	)


def test_a_mail_is_taken_as_it_is(peer):
	marks: list = []
	assert send(peer, ADA, BOB, marks=marks) == {}
	assert [(each.sender, each.recipients, each.raw) for each in peer.taken] == [
		("box@ours.example", (ADA, BOB), RAW)
	]
	assert marks == [1]


def test_those_who_are_refused_are_told_and_the_others_have_it(peer):
	peer.refused = {BOB: "550 5.1.1 no such user", EVE: "451 4.7.1 greylisted"}
	refused = send(peer, ADA, BOB, EVE)
	assert {each: reply.is_permanent for each, reply in refused.items()} == {BOB: True, EVE: False}
	assert str(refused[BOB]) == "550 5.1.1 no such user"
	assert peer.taken[0].recipients == (ADA,)


def test_where_all_are_refused_no_mail_goes_out(peer):
	peer.refused = {ADA: "550 no"}
	marks: list = []
	assert list(send(peer, marks=marks)) == [ADA]
	assert not marks
	assert not peer.taken


@pytest.mark.parametrize(
	("answer", "kind", "is_doubtful"),
	[
		("554 5.7.1 spam", ProblemKind.NOT_TAKEN, False),
		("451 4.3.0 later", ProblemKind.LATER, False),
		(DROP, ProblemKind.DROPPED, True),
	],
)
def test_what_is_said_to_the_mail_itself(peer, answer, kind, is_doubtful):
	peer.next_answers = [answer]
	with pytest.raises(MailProblem) as problem:
		send(peer)
	assert (problem.value.kind, problem.value.is_doubtful) == (kind, is_doubtful)


def test_silence_after_the_mail_leaves_a_doubt(peer):
	peer.delay = 3
	with pytest.raises(MailProblem) as problem:
		send(peer, timeout=0.3)
	assert (problem.value.kind, problem.value.is_doubtful) == (ProblemKind.DROPPED, True)


def test_a_sender_who_is_refused(peer):
	peer.sender_answer = "550 5.7.1 not yours"
	with pytest.raises(MailProblem) as problem:
		send(peer)
	assert problem.value.kind == ProblemKind.NOT_TAKEN


def test_nobody_there():
	with pytest.raises(MailProblem) as problem:
		send(SmtpPeer(port=1))
	assert (problem.value.kind, problem.value.is_doubtful) == (ProblemKind.REFUSED, False)


def test_private_networks_are_not_reached(peer):
	with pytest.raises(MailProblem) as problem:
		send(peer, networks=())
	assert problem.value.kind == ProblemKind.FORBIDDEN
	assert not peer.taken


def test_what_is_larger_than_the_server_takes(peer):
	peer.stop()
	peer.options = {"data_size_limit": 10}
	peer.start()
	with pytest.raises(MailProblem) as problem:
		send(peer)
	assert (problem.value.kind, problem.value.said) == (ProblemKind.TOO_LARGE, "10")


@pytest.fixture
def asking():
	peer = SmtpPeer(password="secret").start()
	yield peer
	peer.stop()


def test_one_logs_in_by_password_or_token(asking):
	send(asking, user="box@ours.example", password="secret")
	send(asking, user="box@ours.example", token="secret")
	assert len(asking.taken) == 2
	assert asking.users[-1] == ("XOAUTH2", "user=box@ours.example\1auth=Bearer secret\1\1")


@pytest.mark.parametrize("given", [{"password": "wrong"}, {"token": "wrong"}])
def test_who_is_not_let_in(asking, given):
	with pytest.raises(MailProblem) as problem:
		send(asking, user="box@ours.example", **given)
	assert problem.value.kind == ProblemKind.AUTHENTICATION
	assert not asking.taken
	assert "wrong" not in str(problem.value)


def test_what_is_to_be_secure_is_sent_in_no_other_way(peer):
	with pytest.raises(MailProblem) as problem:
		send(peer, security=Security.STARTTLS)
	assert problem.value.kind == ProblemKind.INSECURE
	assert not peer.taken


@pytest.fixture
def certificate(tmp_path):
	"""The path of a certificate with its key, of 127.0.0.1, signed by itself."""
	from cryptography import x509
	from cryptography.hazmat.primitives import hashes, serialization
	from cryptography.hazmat.primitives.asymmetric import ec

	key = ec.generate_private_key(ec.SECP256R1())
	name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
	now = datetime.now(timezone.utc)
	alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
	made = x509.CertificateBuilder(
		name,
		name,
		key.public_key(),
		x509.random_serial_number(),
		now - timedelta(days=1),
		now + timedelta(days=1),
	)
	made = (
		made.add_extension(alternative, False)
		.add_extension(x509.BasicConstraints(True, None), True)
		.sign(key, hashes.SHA256())
	)
	path = tmp_path / "certificate.pem"
	secret = key.private_bytes(
		serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
	)
	path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
	return path


def trust_and_look(controller) -> None:
	trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
	trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
	with (
		socket.create_connection((controller.hostname, controller.port), 2) as plain,
		trusting.wrap_socket(plain) as secure,
	):
		secure.recv(1024)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_is_checked(certificate, monkeypatch, security):
	context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
	context.load_cert_chain(certificate)
	option = "ssl_context" if security == Security.TLS else "tls_context"
	peer = SmtpPeer(options={option: context})
	if security == Security.TLS:
		# aiosmtpd looks whether it is there by a connection of its own, which knows no certificate.
		monkeypatch.setattr("aiosmtpd.controller.InetMixin._trigger_server", trust_and_look)
	peer.start()
	try:
		with pytest.raises(MailProblem) as problem:
			send(peer, security=security)
		assert problem.value.kind == ProblemKind.CERTIFICATE
		monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
		assert send(peer, security=security) == {}
		assert len(peer.taken) == 1
	finally:
		peer.stop()


def test_no_thread_is_left(peer):
	before = threading.active_count()
	send(peer)
	assert threading.active_count() == before


@pytest.mark.parametrize("excluded", [(), ("PLAIN",)])
def test_a_password_of_any_characters_is_given(excluded):
	peer = SmtpPeer(password="pässwörd", options={"auth_exclude_mechanism": excluded}).start()
	try:
		send(peer, user="böx@ours.example", password="pässwörd")
		assert peer.users == [("LOGIN" if excluded else "PLAIN", "böx@ours.example")]
		with pytest.raises(MailProblem) as problem:
			send(peer, user="böx@ours.example", password="wröng")
		assert problem.value.kind == ProblemKind.AUTHENTICATION
	finally:
		peer.stop()
