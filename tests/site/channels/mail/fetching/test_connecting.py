"""Connecting a mailbox, with a real IMAP and a real SMTP server: what is stored, and what is said where it does not work."""

from collections.abc import Iterator

import frappe
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from frappe_crm_app.channels.mail.fetching import api, connecting, limits
from scripts.stack.service import LOOPBACK, free_port
from tests.site.channels.mail.fetching.conftest import MAILBOX
from tests.stack.dovecot import PASSWORD, Dovecot, make_mail, running
from tests.stack.site import new_user


@pytest.fixture
def smtp() -> Iterator[Controller]:
	"""A server for mails that go out, which knows one password; `smtp.logins` are the names given."""
	logins = []

	def allow(_server, _session, _envelope, _mechanism, given) -> AuthResult:
		logins.append(given.login.decode())
		return AuthResult(success=given.password.decode() == PASSWORD)

	server = Controller(
		object(),
		hostname=LOOPBACK,
		port=free_port(),
		authenticator=allow,
		auth_require_tls=False,
		auth_required=True,
	)
	server.logins = logins
	server.start()
	yield server
	server.stop()


@pytest.fixture(scope="module")
def secured() -> Iterator[Dovecot]:
	with running(has_tls=True) as server:
		yield server


@pytest.fixture
def rep(committed) -> Iterator[str]:
	user = new_user("CRM Sales Rep")
	frappe.db.commit()
	frappe.set_user(user)
	yield user
	frappe.set_user("Administrator")
	frappe.cache.delete_value(f"crm_mailbox_connecting:{user}")


@pytest.fixture
def connect(rep, dovecot, smtp):
	"""``connect(password="wrong")`` -> the answer to a rep who connects their own mailbox."""
	there = dovecot.mailbox(rep)
	there.deliver(make_mail(1))
	usual = {"server": f"{LOOPBACK}:{dovecot.port}", "outgoing_server": f"{LOOPBACK}:{smtp.port}"}

	def call(**values) -> dict:
		return api.connect(**({"email": rep, "password": PASSWORD} | usual | values))

	return call


def nothing_is_stored(email: str) -> bool:
	is_account = frappe.db.exists("Email Account", {"email_id": email})
	return not is_account and not frappe.db.exists(MAILBOX, {"title": email})


def test_a_rep_connects_their_own_mailbox(connect, rep, dovecot, smtp):
	answer = connect()
	assert answer["ok"], answer
	mailbox = frappe.get_doc(MAILBOX, answer["mailbox"])
	assert (mailbox.user, mailbox.status, mailbox.sharing) == (rep, "Connected", "Nothing")
	account = frappe.get_doc("Email Account", mailbox.email_account)
	assert (account.enable_incoming, account.enable_outgoing) == (0, 0)
	assert (account.email_server, account.incoming_port) == (LOOPBACK, str(dovecot.port))
	assert (account.smtp_server, account.smtp_port) == (LOOPBACK, str(smtp.port))
	assert account.get_password("password") == PASSWORD
	assert smtp.logins == [rep]


def test_what_was_connected_is_fetched_by_a_job(connect, rep, worker):
	answer = connect()
	frappe.set_user("Administrator")
	frappe.db.commit()
	worker.run()
	assert frappe.db.count("CRM Mailbox Entry", {"mailbox": answer["mailbox"]}) == 1


def test_a_wrong_password_is_said_and_nothing_stored(connect, rep):
	answer = connect(password="wrong")
	assert (answer["ok"], answer["field"]) == (False, "password")
	assert answer["message"].startswith("127.0.0.1 refuses the password.")
	assert nothing_is_stored(rep)


def test_a_server_that_refuses_is_said_and_nothing_stored(connect, rep):
	answer = connect(server=f"{LOOPBACK}:{free_port()}")
	assert answer["message"] == "127.0.0.1 refuses the connection. Is it the mail server?"
	assert answer["field"] == "server"
	assert nothing_is_stored(rep)


def test_a_server_that_is_not_there_is_said(connect, rep):
	answer = connect(server="mail.nowhere.invalid")
	assert answer["message"] == "There is no server mail.nowhere.invalid. Check how it is written."
	assert nothing_is_stored(rep)


def test_a_server_that_cannot_be_guessed_is_asked_for(connect, rep):
	domain = "nowhere.invalid"
	answer = connect(email=f"ada@{domain}", server=None)
	assert (
		answer["message"]
		== f"The mail server of {domain} was not found. Enter its name, which your provider tells."
	)
	assert answer["field"] == "server"


def test_mails_that_cannot_go_out_are_said_and_nothing_stored(connect, rep):
	answer = connect(outgoing_server=f"{LOOPBACK}:{free_port()}")
	assert answer["message"].startswith("Mails come in, but none goes out. 127.0.0.1 refuses the connection.")
	assert answer["field"] == "outgoing_server"
	assert nothing_is_stored(rep)


def test_a_certificate_that_nobody_vouches_for_is_said_and_no_password_sent(connect, rep, secured):
	answer = connect(server=f"localhost:{secured.tls_port}")
	assert "has a certificate that is not valid for this name" in answer["message"]
	assert nothing_is_stored(rep)


@pytest.mark.parametrize("port", ["tls_port", "port"])
def test_an_encrypted_connection_is_taken_where_there_is_one(connect, rep, secured, monkeypatch, port):
	monkeypatch.setenv("SSL_CERT_FILE", str(secured.folder / "certificate.pem"))
	secured.mailbox(rep).path("INBOX")
	answer = connect(server=f"localhost:{getattr(secured, port)}")
	assert answer["ok"], answer
	account = frappe.get_doc("Email Account", {"email_id": rep})
	assert (account.use_ssl, account.use_starttls) == ((1, 0) if port == "tls_port" else (0, 1))


def test_private_networks_are_no_guess_of_anybodys(connect, rep, monkeypatch):
	monkeypatch.setitem(frappe.local.conf, "crm_outgoing_networks", [])
	answer = connect()
	assert answer["message"] == "127.0.0.1 is in a private network, to which this site makes no connections."


def test_connecting_again_goes_on_with_the_same_mailbox(connect, rep):
	first = connect()["mailbox"]
	api.disconnect(first)
	answer = connect()
	assert answer["mailbox"] == first
	assert frappe.db.get_value(MAILBOX, first, ["is_paused", "status"]) == (0, "Connected")


def test_nobody_takes_over_the_mailbox_of_somebody_else(connect, rep):
	connect()
	other = new_user("CRM Sales Rep")
	frappe.set_user(other)
	answer = connect()
	assert answer["message"] == f"{rep} is connected here already, by somebody else."


def test_shared_mailboxes_are_an_admins_to_connect(connect, rep):
	with pytest.raises(frappe.PermissionError):
		connect(roles=["CRM Sales Rep"])
	frappe.set_user(new_user("CRM Admin"))
	answer = connect(roles=["CRM Sales Rep"])
	mailbox = frappe.get_doc(MAILBOX, answer["mailbox"])
	assert (mailbox.user, [row.role for row in mailbox.shared_with]) == (None, ["CRM Sales Rep"])


def test_who_is_not_of_the_crm_connects_nothing(connect, rep):
	frappe.set_user(new_user())
	with pytest.raises(frappe.PermissionError):
		connect()


def test_many_attempts_are_too_many(connect, monkeypatch):
	monkeypatch.setattr(limits, "MOST", 1)
	monkeypatch.setattr(connecting, "connect", lambda _asked: "mailbox")
	connect()
	with pytest.raises(frappe.RateLimitExceededError):
		connect()


@pytest.fixture
def account_of(rep, dovecot, smtp):
	"""``account_of(rep)`` -> an Email Account of the site's own of this address, by which Frappe fetches and sends."""

	def make(email: str, **values) -> str:
		account = frappe.new_doc("Email Account")
		account.update(
			{"email_id": email, "email_account_name": email, "use_imap": 1, "awaiting_password": 1}
		)
		account.insert(ignore_permissions=True)
		usual = {
			"enable_incoming": 1,
			"enable_outgoing": 1,
			"email_server": LOOPBACK,
			"incoming_port": str(dovecot.port),
			"smtp_server": LOOPBACK,
			"smtp_port": str(smtp.port),
		}
		frappe.db.set_value("Email Account", account.name, usual | values)
		dovecot.mailbox(email).deliver(make_mail(1))
		frappe.db.commit()
		return account.name

	return make


USED = ("enable_incoming", "enable_outgoing", "email_server", "incoming_port", "smtp_server", "smtp_port")


def test_an_account_of_ones_own_address_is_connected_and_frappe_goes_on_with_it(connect, rep, account_of):
	name = account_of(rep)
	before = frappe.db.get_value("Email Account", name, USED)
	answer = connect(server=None, outgoing_server=None)
	assert answer["ok"], answer
	assert frappe.db.get_value(MAILBOX, answer["mailbox"], ["email_account", "user"]) == (name, rep)
	assert frappe.db.get_value("Email Account", name, USED) == before
	assert frappe.get_doc("Email Account", name).get_password("password") == PASSWORD


def test_an_account_that_was_given_to_somebody_is_connected_by_them(connect, rep, account_of):
	email = f"info-{rep}"
	name = account_of(email)
	assert connect(email=email)["message"].startswith(
		f"{email} is an Email Account of this site that was not given"
	)
	assert not frappe.db.exists(MAILBOX, {"email_account": name})
	user = frappe.get_doc("User", rep)
	user.append("user_emails", {"email_account": name, "email_id": email})
	user.save(ignore_permissions=True)
	frappe.db.commit()
	frappe.set_user(rep)
	assert connect(email=email)["ok"]
	assert frappe.db.exists(MAILBOX, {"email_account": name, "user": rep})


def test_whoever_only_reads_accounts_makes_no_mailboxes_of_them(account_of, rep):
	name = account_of(f"boss-{rep}")
	user = new_user("CRM Admin", "Inbox User")
	frappe.set_user(user)
	assert frappe.has_permission("Email Account", "read", name)
	mailbox = {"doctype": MAILBOX, "title": "Theirs", "email_account": name, "user": user}
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(mailbox).insert()


def test_a_wrong_password_connects_no_account_of_the_site(connect, rep, account_of):
	name = account_of(rep)
	assert connect(password="wrong")["field"] == "password"
	assert not frappe.db.exists(MAILBOX, {"email_account": name})
	assert not frappe.get_doc("Email Account", name).get_password("password", raise_exception=False)


def test_an_account_that_frappe_only_sends_by_is_told_where_it_is_fetched(connect, rep, account_of, dovecot):
	name = account_of(rep, enable_incoming=0, email_server="", incoming_port="", use_imap=0)
	assert connect()["ok"]
	account = frappe.get_doc("Email Account", name)
	assert (account.use_imap, account.email_server, account.incoming_port) == (1, LOOPBACK, str(dovecot.port))
	assert (account.enable_incoming, account.enable_outgoing) == (0, 1)


def test_an_account_that_is_fetched_by_pop_is_said(connect, rep, account_of):
	account_of(rep, use_imap=0)
	answer = connect()
	assert (answer["ok"], answer["field"]) == (False, "email")
	assert "fetches by POP" in answer["message"]


def test_without_a_password_it_is_asked_for(connect, rep):
	answer = connect(password="")
	assert (answer["message"], answer["field"]) == (f"Enter the password of {rep}.", "password")


class TestByToken:
	"""An account of the site with OAuth: nobody enters a password."""

	@pytest.fixture
	def token(self, monkeypatch):
		"""What the account's Connected App hands out."""
		from frappe.email.doctype.email_account.email_account import EmailAccount

		handed_out = {"token": ""}

		def get_oauth_token(_account):
			text = handed_out["token"]
			return text and frappe._dict(get_password=lambda *_arguments, **_options: text)

		monkeypatch.setattr(EmailAccount, "get_oauth_token", get_oauth_token)
		return handed_out

	def test_one_that_is_not_authorized_is_said(self, connect, rep, account_of, token):
		name = account_of(rep, auth_method="OAuth")
		answer = connect(password="")
		assert (answer["ok"], answer["field"]) == (False, "email")
		assert "was not authorized yet" in answer["message"]
		assert not frappe.db.exists(MAILBOX, {"email_account": name})

	def test_one_whose_token_works_is_connected(self, connect, rep, account_of, token, monkeypatch):
		name = account_of(rep, auth_method="OAuth")
		token["token"], tried = "a-token", []
		monkeypatch.setattr(connecting, "try_incoming", tried.append)
		monkeypatch.setattr(connecting.smtp, "check", tried.append)
		answer = connect(password="")
		assert answer["ok"], answer
		assert frappe.db.get_value(MAILBOX, answer["mailbox"], "email_account") == name
		assert [(server.token, server.password) for server in tried] == [("a-token", "")] * 2


def test_connecting_anew_after_a_refused_password_fetches_at_once(connect, rep):
	name = connect()["mailbox"]
	later = frappe.utils.add_to_date(frappe.utils.now_datetime(), hours=1)
	values = {"status": "Failing", "attempts": 3, "next_attempt_on": later}
	frappe.db.set_value(MAILBOX, name, values)
	frappe.db.commit()
	assert connect()["ok"]
	assert frappe.db.get_value(MAILBOX, name, "next_attempt_on") <= frappe.utils.now_datetime()
