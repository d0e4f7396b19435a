"""What was sent lies in the server's folder of what was sent, once, and is the same mail when it is fetched from there."""

import frappe

from frappe_crm_app.channels.mail.writing import api
from tests.site.channels.mail.fetching.conftest import connected, dovecot  # noqa: F401
from tests.site.channels.mail.writing.conftest import ENTRY, MAIL, state, work_off
from tests.site.channels.mail.writing.peer import DROP, header


def sending(connected, peer):  # noqa: F811
	"""Return a mailbox that is fetched from Dovecot and sends by the peer; its user is who asks from now on."""
	fetched = connected()
	fetched.there.path("Sent")
	account = {"smtp_server": "127.0.0.1", "smtp_port": peer.port, "no_smtp_authentication": 1}
	frappe.db.set_value("Email Account", fetched.account, account)
	fetched.look()
	frappe.set_user(fetched.doc.user)
	return fetched


def sent() -> str:
	mail = api.send_mail(to="grace@navy.example", subject="Kräne", html="<p>Monday, and nothing else.</p>")[
		"mail"
	]
	frappe.db.commit()
	return mail


def test_a_copy_is_put_there_once_and_fetched_as_the_mail_that_is_here(peer, connected):  # noqa: F811
	fetched = sending(connected, peer)
	mail = sent()
	work_off(mail)
	assert state(mail) == ("Sent", "Sent")
	copies = fetched.there.files("Sent")
	assert [
		header(file.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"), b"message-id")
		for file in copies
	] == [f"<{frappe.db.get_value(MAIL, mail, 'message_id')}>"]
	frappe.set_user("Administrator")
	fetched.check()
	assert frappe.get_all(MAIL, {"subject": "Kräne"}, pluck="name") == [mail]
	assert frappe.db.count(ENTRY, {"mail": mail}) == 1
	assert frappe.db.count("CRM Mail Copy", {"mail": mail}) == 1


def test_what_the_server_kept_itself_tells_that_a_doubtful_mail_went(peer, connected):  # noqa: F811
	fetched = sending(connected, peer)
	mail = sent()
	peer.next_answers = [DROP]
	work_off(mail)
	fetched.there.deliver(peer.taken[0].raw, "Sent", "S")
	work_off(mail)
	assert state(mail) == ("Sent", "Sent")
	assert len(peer.taken) == 1
	assert len(fetched.there.files("Sent")) == 1


def test_a_server_that_keeps_no_copy_keeps_nobody_from_sending(peer, connected):  # noqa: F811
	fetched = sending(connected, peer)
	frappe.set_user("Administrator")
	fetched.set_password("wrong")
	frappe.set_user(fetched.doc.user)
	mail = sent()
	work_off(mail)
	assert state(mail) == ("Sent", "Sent")
