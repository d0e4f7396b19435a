"""A mail that is sent goes out once, by the writer's own account, whatever the server does; what cannot be sent is said."""

import os
import signal
import subprocess
import sys
import time

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.channels.mail.reading import read
from frappe_crm_app.channels.mail.writing import api
from frappe_crm_app.channels.mail.writing.tasks import OUTBOX
from frappe_crm_app.frappe_crm_app.doctype.crm_mail.options import Direction
from frappe_crm_app.frappe_crm_app.doctype.crm_mailbox_entry.options import EntryFolder
from frappe_crm_app.kit.exceptions import MailStateError, WritingError
from frappe_crm_app.records.mail.storing import store
from frappe_crm_app.screens.timeline.api import get_timeline
from frappe_crm_app.visibility import policy
from tests.factories import make_contact, make_customer, make_deal, make_mail
from tests.site.channels.mail.writing.conftest import (
	ENTRY,
	MAIL,
	let_pass,
	mailbox_by,
	state,
	suspend,
	told,
	work_off,
)
from tests.site.channels.mail.writing.peer import DROP, header

GRACE, BOB, EVE = "grace@navy.example", "bob@navy.example", "eve@navy.example"
RUN = """
import frappe
frappe.init("crm-test.localhost", sites_path=".")
frappe.connect()
from frappe_crm_app.channels.mail.writing.tasks import OUTBOX
{sabotage}
OUTBOX.attempt("{mail}")
"""
DIE_BEFORE_DATA = """
import os, signal
from frappe_crm_app.channels.mail.servers import handing_in
handing_in.name_people = lambda *arguments: os.kill(os.getpid(), signal.SIGKILL)
"""
DIE_AFTER_MARK = """
import os, signal
note, count = OUTBOX.note, []
def note_and_die(row, **values):
	note(row, **values)
	count.append(1)
	if len(count) == 2:
		os.kill(os.getpid(), signal.SIGKILL)
object.__setattr__(OUTBOX, "note", note_and_die)
"""


def sent(**values) -> str:
	"""Send a mail to Grace and return it; its 20 seconds are not over."""
	mail = api.send_mail(
		**{"to": GRACE, "subject": "Cranes", "html": "<p>They come on Monday.</p>", **values}
	)["mail"]
	frappe.db.commit()
	return mail


def test_it_goes_out_after_some_seconds_by_ones_own_account(peer, writer):
	user, mailbox = writer(email_id="ada@ours.example")
	mail = sent(cc=f"Bob <{BOB}>", bcc=EVE)
	assert state(mail) == ("Owed", "Drafts")
	frappe.set_user("Administrator")
	from frappe_crm_app.channels.mail.writing.tasks import OUTBOX

	OUTBOX.attempt(mail)
	assert not peer.taken
	assert mail not in OUTBOX.due(20)
	work_off(mail)
	assert state(mail) == ("Sent", "Sent")
	taken = peer.taken[0]
	assert (taken.sender, set(taken.recipients)) == ("ada@ours.example", {GRACE, BOB, EVE})
	said = read(taken.raw)
	assert said.sender.email == "ada@ours.example"
	assert said.sender.name == frappe.db.get_value("User", user, "full_name")
	assert (said.subject, said.text.strip(), [each.email for each in said.cc]) == (
		"Cranes",
		"They come on Monday.",
		[BOB],
	)
	assert EVE.encode() not in taken.raw
	doc = frappe.get_doc(MAIL, mail)
	assert (doc.identity, doc.message_id) == (said.identity, said.message_id)
	assert (doc.outgoing, doc.written_by, doc.mailbox) == (None, user, mailbox.name)
	assert frappe.db.get_value(ENTRY, {"mail": mail}, "bcc") == EVE
	work_off(mail)
	assert len(peer.taken) == 1


def test_its_copy_that_is_fetched_is_the_same_mail(peer, writer):
	_user, mailbox = writer()
	mail = sent()
	raw_before = read_of_owed(mail)
	work_off(mail)
	found = store(
		read(peer.taken[0].raw),
		peer.taken[0].raw,
		mailbox=mailbox.name,
		folder=EntryFolder.SENT,
		is_read=True,
		direction=Direction.OUT,
	)
	assert (found.mail, found.is_new, found.is_new_entry) == (mail, False, False)
	assert raw_before == frappe.db.get_value(MAIL, mail, "identity")
	assert frappe.db.count(ENTRY, {"mail": mail}) == 1


def read_of_owed(mail: str) -> str:
	return frappe.db.get_value(MAIL, mail, "identity")


def test_it_can_be_taken_back_and_sent_again(peer, writer):
	writer()
	mail = sent()
	first = frappe.db.get_value(MAIL, mail, "message_id")
	assert api.undo_send(mail) == {"draft": mail}
	work_off(mail)
	assert not peer.taken
	assert api.get_draft(mail)["html"] == "<p>They come on Monday.</p>"
	api.send(mail)
	work_off(mail)
	assert len(peer.taken) == 1
	assert frappe.db.get_value(MAIL, mail, "message_id") != first
	with pytest.raises(MailStateError, match="sent already"):
		api.undo_send(mail)


def test_who_asks_for_it_once_its_seconds_are_over_wakes_a_worker(peer, writer):
	writer()
	mail = sent()
	frappe.db.commit()
	OUTBOX.forget_waking()
	assert not woken_by(mail)
	let_pass(mail)
	assert woken_by(mail)
	api.undo_send(mail)
	assert not woken_by(mail)


def woken_by(mail: str) -> bool:
	"""Return whether a worker is woken for the mail."""
	api.hurry(mail)
	frappe.db.commit()
	is_awake = bool(frappe.cache.execute_command("GET", OUTBOX.awake_key()))
	OUTBOX.forget_waking()
	return is_awake


def test_an_answer_is_threaded(peer, writer):
	_user, mailbox = writer()
	mail = make_mail(mailbox, message_id="one@navy.example", references=("zero@navy.example",))
	begun = api.prepare_reply(mail.mail)
	kept = {key: begun[key] for key in ("mailbox", "to", "subject", "html", "quoted", "in_reply_to")}
	draft = api.save_draft(**kept)["draft"]
	api.send(draft)
	work_off(draft)
	raw = peer.taken[0].raw
	assert header(raw, b"in-reply-to") == "<one@navy.example>"
	assert header(raw, b"references") == "<zero@navy.example> <one@navy.example>"
	assert "When do they come?" in read(raw).html
	assert frappe.db.get_value(MAIL, draft, "thread") == frappe.db.get_value(MAIL, mail.mail, "thread")


def test_files_and_pictures_go_along(peer, writer):
	writer()
	pixel = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
	name = f"ø{frappe.generate_hash(length=10)}.txt"  # on disk, files of other runs may be left
	file = frappe.get_doc({"doctype": "File", "file_name": name, "content": "one", "is_private": 1}).insert()
	mail = sent(html=f'<p><img src="{pixel}"></p>', files=[file.name])
	work_off(mail)
	said = read(peer.taken[0].raw)
	assert sorted((each.name, each.is_inline) for each in said.attachments)[-1] == (name, False)
	assert len(said.attachments) == 2
	inline = frappe.parse_json(frappe.db.get_value(MAIL, mail, "inline_files"))
	assert list(inline) == [each.content_id for each in said.attachments if each.is_inline]
	assert frappe.db.get_value("File", next(iter(inline.values())), "attached_to_name") == mail


def test_a_forwarded_mail_has_its_files(peer, writer):
	from frappe_crm_app.records.mail.message import Attachment

	_user, mailbox = writer()
	files = (
		Attachment("plan.pdf", "application/pdf", b"%PDF"),
		Attachment("logo.png", "image/png", b"png", "logo@navy", True),
	)
	mail = make_mail(mailbox, html='<p>See <img data-cid="logo@navy"></p>', attachments=files)
	begun = api.prepare_reply(mail.mail, "forward")
	draft = api.save_draft(
		to=BOB,
		subject=begun["subject"],
		quoted=begun["quoted"],
		in_reply_to=mail.mail,
		files=[row["name"] for row in begun["files"]],
	)["draft"]
	api.send(draft)
	work_off(draft)
	said = read(peer.taken[0].raw)
	assert [(each.name, each.content, each.is_inline) for each in said.attachments] == [
		("logo.png", b"png", True),
		("plan.pdf", b"%PDF", False),
	]


@pytest.mark.parametrize("place", ["mail", "sender", "recipient"])
def test_what_is_refused_for_good_is_a_draft_with_a_reason(peer, writer, place):
	user, _mailbox = writer()
	mail = sent(subject="Cranes <b>")
	peer.sender_answer = "550 5.7.1 not <you>" if place == "sender" else ""
	peer.next_answers = ["554 5.7.1 not <you>"] if place == "mail" else []
	peer.refused = {GRACE: "550 5.1.1 not <you>"} if place == "recipient" else {}
	work_off(mail)
	assert state(mail) == ("Failed", "Drafts")
	problem = frappe.db.get_value(MAIL, mail, "delivery_problem")
	assert "not &lt;you>" in problem
	assert ["was not sent" in each for each in told(user)] == [True]
	assert "<b>" not in told(user)[0]
	assert api.get_draft(mail)["problem"] == problem
	peer.sender_answer, peer.refused = "", {}
	api.send(mail)
	work_off(mail)
	assert state(mail) == ("Sent", "Sent")
	assert frappe.db.get_value(MAIL, mail, "delivery_problem") is None


def test_some_are_refused_and_the_others_have_it(peer, writer):
	user, _mailbox = writer()
	peer.refused = {BOB: "550 5.1.1 no such user"}
	mail = sent(to=f"{GRACE}, {BOB}")
	work_off(mail)
	assert state(mail) == ("Sent", "Sent")
	assert f"{BOB} was refused: 550 5.1.1 no such user." in frappe.db.get_value(
		MAIL, mail, "delivery_problem"
	)
	assert ["not sent to everybody" in each for each in told(user)] == [True]
	assert peer.taken[0].recipients == (GRACE,)


def test_a_blind_copy_that_is_refused_stays_blind(peer, writer):
	user, _mailbox = writer()
	peer.refused = {EVE: f"550 5.1.1 <{EVE}> no such user"}
	mail = sent(bcc=EVE)
	work_off(mail)
	assert EVE not in frappe.db.get_value(MAIL, mail, "delivery_problem")
	assert EVE in told(user)[0]


def test_who_is_asked_to_wait_gets_it_later_and_the_others_once(peer, writer):
	writer()
	peer.refused = {BOB: "451 4.7.1 greylisted"}
	mail = sent(to=f"{GRACE}, {BOB}")
	work_off(mail)
	assert state(mail) == ("Owed", "Sent")
	with pytest.raises(MailStateError, match="have it already"):
		api.undo_send(mail)
	peer.refused = {}
	work_off(mail)
	assert state(mail) == ("Sent", "Sent")
	assert [each.recipients for each in peer.taken] == [(GRACE,), (BOB,)]
	assert set(peer.ids().values()) == {2}


def test_it_waits_for_a_server_that_is_gone(peer, writer):
	user, _mailbox = writer()
	mail = sent()
	peer.stop()
	for attempt in range(1, 7):
		work_off(mail)
		row = frappe.db.get_value(MAIL, mail, ["delivery_state", "attempts", "next_attempt_on"], as_dict=True)
		assert (row.delivery_state, row.attempts) == ("Owed", attempt)
		waits = (row.next_attempt_on - now_datetime()).total_seconds()
		assert 0.4 * 60 * 2 ** (attempt - 1) < waits <= 60 * 2 ** (attempt - 1)
	problem = frappe.db.get_value(MAIL, mail, "delivery_problem")
	assert problem == "127.0.0.1 refuses the connection. Is it the mail server?"
	assert not told(user)
	peer.start()
	work_off(mail)
	assert state(mail) == ("Sent", "Sent")
	assert len(peer.taken) == 1


def test_after_a_day_it_is_given_up_and_the_writer_told(peer, writer):
	user, _mailbox = writer()
	mail = sent()
	peer.next_answers = ["451 later"] * 9
	frappe.db.set_value(MAIL, mail, "sent_on", add_to_date(now_datetime(), hours=-25))
	work_off(mail)
	work_off(mail)
	assert state(mail) == ("Owed", "Drafts")  # the workers may have been off for a day
	work_off(mail)
	assert state(mail) == ("Failed", "Drafts")
	assert ["451 later" in each for each in told(user)] == [True]


def test_a_password_that_is_refused_is_told_at_once_and_tried_again(peer, writer):
	user, mailbox = writer()
	peer.stop()
	peer.password = "secret"
	peer.start()
	frappe.set_user("Administrator")
	account = frappe.get_doc("Email Account", mailbox.email_account)
	frappe.db.set_value("Email Account", account.name, "no_smtp_authentication", 0)
	from frappe.utils.password import set_encrypted_password

	set_encrypted_password("Email Account", account.name, "wrong", "password")
	frappe.set_user(user)
	mail = sent()
	work_off(mail)
	work_off(mail)
	assert state(mail) == ("Owed", "Drafts")
	assert ["not sent yet" in each for each in told(user)] == [True]
	set_encrypted_password("Email Account", account.name, "secret", "password")
	work_off(mail)
	assert state(mail) == ("Sent", "Sent")
	assert "wrong" not in (frappe.db.get_value(MAIL, mail, "delivery_problem") or "")


def test_an_answer_that_never_came_leaves_a_doubt_and_the_mail_is_sent_again(peer, writer):
	writer()
	peer.next_answers = [DROP]
	mail = sent()
	work_off(mail)
	assert state(mail) == ("Owed", "Drafts")
	with pytest.raises(MailStateError, match="have it already"):
		api.undo_send(mail)
	work_off(mail)
	assert state(mail) == ("Sent", "Sent")
	assert list(peer.ids().values()) == [2]  # the stated doubt: twice, as one Message-ID


def test_a_doubt_stays_until_the_server_has_taken_the_mail(peer, writer):
	user, _mailbox = writer()
	peer.next_answers = [DROP, "451 later"]
	mail = sent()
	for _attempt in range(2):
		work_off(mail)
	peer.stop()
	work_off(mail)
	peer.start()
	with pytest.raises(MailStateError, match="have it already"):
		api.undo_send(mail)
	peer.sender_answer = "550 not you"
	work_off(mail)
	assert state(mail) == ("Failed", "Drafts")
	assert "may have arrived all the same" in told(user)[0]


def run(mail: str, sabotage: str = "") -> subprocess.Popen:
	frappe.db.commit()
	return subprocess.Popen([sys.executable, "-c", RUN.format(mail=mail, sabotage=sabotage)])


@pytest.mark.parametrize(("sabotage", "times"), [(DIE_BEFORE_DATA, 1), (DIE_AFTER_MARK, 1)])
def test_a_worker_that_is_killed_loses_nothing_and_sends_nothing_twice(peer, writer, sabotage, times):
	writer()
	mail = sent()
	let_pass(mail)
	assert run(mail, sabotage).wait(60) == -signal.SIGKILL
	assert state(mail)[0] == "Sending"
	work_off(mail)
	assert state(mail) == ("Sent", "Sent")
	assert list(peer.ids().values()) == [times]


def test_a_worker_that_is_killed_while_the_server_takes_the_mail_leaves_the_stated_doubt(peer, writer):
	writer()
	mail = sent()
	let_pass(mail)
	peer.delay = 30
	worker, end = run(mail), time.monotonic() + 60
	while not peer.taken:
		assert time.monotonic() < end
		time.sleep(0.05)
	os.kill(worker.pid, signal.SIGKILL)
	worker.wait()
	peer.delay = 0
	assert state(mail) == ("Sending", "Drafts")
	with pytest.raises(MailStateError, match="at this moment"):
		api.undo_send(mail)
	work_off(mail)
	assert state(mail) == ("Sent", "Sent")
	assert list(peer.ids().values()) == [2]


def test_a_site_that_suspends_its_mails_sends_none(peer, writer):
	writer()
	mail = sent()
	suspend(1)
	work_off(mail)
	assert not peer.taken
	suspend(0)
	work_off(mail)
	assert state(mail) == ("Sent", "Sent")


def test_a_mailbox_that_only_receives_sends_nothing(peer, writer):
	user, mailbox = writer()
	frappe.db.set_value("Email Account", mailbox.email_account, {"smtp_server": ""})
	with pytest.raises(WritingError, match="only received"):
		sent()
	assert user


def test_two_write_on_one_deal_and_each_sees_their_own_and_what_is_shared(peer, writer):
	ada, _box = writer(sharing="Everything")
	bea, _other = writer(sharing="Nothing")
	frappe.set_user("Administrator")
	customer = make_customer()
	contact = make_contact(email=GRACE, customer=customer.name)
	deal = make_deal(contact=contact.name, customer=customer.name, deal_owner=ada)
	frappe.share.add(deal.doctype, deal.name, bea)
	frappe.share.add(contact.doctype, contact.name, bea)
	frappe.db.commit()
	mails = {}
	for user in (ada, bea):
		frappe.set_user(user)
		mails[user] = sent(subject=f"From {user}", doctype=deal.doctype, name=deal.name)
		assert not policy.may(MAIL, mails[ada], bea) or user == bea
		work_off(mails[user])
	links = frappe.get_all("CRM Mail Link", {"parent": mails[ada]}, pluck="link_name")
	assert {deal.name, contact.name, customer.name} <= set(links)
	seen = {user: {mail for mail in mails.values() if policy.may(MAIL, mail, user)} for user in (ada, bea)}
	assert seen == {ada: {mails[ada]}, bea: set(mails.values())}
	for user, own in mails.items():
		frappe.set_user(user)
		told_on = str(get_timeline(deal.doctype, deal.name))
		assert f"From {user}" in told_on
		assert ("From " + bea in told_on) == (user == bea), own
	assert {each.sender for each in peer.taken} == {
		frappe.db.get_value("Email Account", box.email_account, "email_id") for box in (_box, _other)
	}


def test_it_is_sent_by_a_worker_over_http(peer, api, make_user, worker):
	user = make_user("CRM Sales Rep")
	mailbox_by(peer, user)
	frappe.db.commit()
	values = {"to": GRACE, "subject": "Cranes", "html": "<p>Monday</p>"}
	path = "/api/method/frappe_crm_app.channels.mail.writing.api."
	answer = api(user).post(f"{path}send_mail", json=values)
	assert answer.status_code == 200, answer.text
	mail = answer.json()["message"]["mail"]
	assert answer.json()["message"]["seconds"] == 20
	refused = api(user).post(f"{path}save_draft", json={"draft": mail, "subject": "x"})
	assert (refused.status_code, "Take it back first" in refused.text) == (409, True)
	let_pass(mail)
	frappe.set_user("Administrator")
	from frappe_crm_app.kit.outbox.tasks import sweep

	sweep()
	worker.run()
	assert state(mail) == ("Sent", "Sent")
	assert len(peer.taken) == 1
