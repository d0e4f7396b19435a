"""Whoever has a mailbox is told when it is not fetched: once, and anew when it worked in between."""

import frappe
from frappe.utils import add_to_date, now_datetime

from frappe_crm_app.channels.mail.fetching.tasks import OUTBOX
from frappe_crm_app.kit.outbox import tasks as engine
from scripts.stack.service import free_port
from tests.site.channels.mail.fetching.conftest import MAILBOX
from tests.stack.dovecot import PASSWORD
from tests.stack.site import new_user


def told(user: str) -> list[str]:
	filters = {"for_user": user, "document_type": MAILBOX}
	return frappe.get_all("Notification Log", filters, pluck="subject", order_by="creation asc")


def let_pass(box, **ago: int) -> None:
	"""Let so much time pass since the mailbox was seen failing."""
	since = frappe.db.get_value(MAILBOX, box.name, "failing_since")
	past = add_to_date(since, **{unit: -number for unit, number in ago.items()})
	frappe.db.set_value(MAILBOX, box.name, "failing_since", past, update_modified=False)


def test_a_refused_password_is_told_at_once_and_once(connected):
	box = connected()
	box.set_password("wrong")
	for _attempt in range(3):
		box.look()
	assert len(told(box.doc.user)) == 1
	assert told(box.doc.user)[0].startswith(
		f"Mails of {box.doc.title} are not fetched: 127.0.0.1 refuses the password."
	)
	box.set_password(PASSWORD)
	assert box.look()["status"] == "Connected"
	assert frappe.db.get_value(MAILBOX, box.name, ["failing_since", "is_told"]) == (None, 0)
	box.set_password("wrong")
	box.look()
	assert len(told(box.doc.user)) == 2


def test_a_server_that_is_gone_is_told_after_an_hour(connected, dovecot):
	box = connected()
	box.point_to(free_port())
	box.look()
	let_pass(box, minutes=50)
	box.look()
	assert told(box.doc.user) == []
	let_pass(box, minutes=11)
	for _attempt in range(2):
		box.look()
	assert [each.endswith("Is it the mail server?") for each in told(box.doc.user)] == [True]
	box.point_to(dovecot.port)
	box.look()
	box.point_to(free_port())
	box.look()
	assert len(told(box.doc.user)) == 1  # it has only just begun to fail again


def test_of_a_shared_mailbox_its_administrators_are_told(connected):
	admin, member = new_user("CRM Admin"), new_user("CRM Sales Rep")
	box = connected()
	frappe.db.set_value(MAILBOX, box.name, "user", "")
	box.set_password("wrong")
	box.look()
	assert (len(told(admin)), len(told(member)), len(told(box.doc.user))) == (1, 0, 0)


def test_nothing_is_told_once_a_mailbox_is_paused_and_it_begins_anew(connected):
	box = connected()
	box.point_to(free_port())
	box.look()
	let_pass(box, hours=2)
	for is_paused in (1, 0):
		frappe.get_doc(MAILBOX, box.name).update({"is_paused": is_paused}).save()
	box.look()
	assert told(box.doc.user) == []
	assert frappe.db.get_value(MAILBOX, box.name, "failing_since") > add_to_date(now_datetime(), minutes=-1)


def test_looks_do_not_wait_behind_imports(connected, monkeypatch):
	queues = []
	monkeypatch.setattr(engine.frappe, "enqueue", lambda _job, queue, **_options: queues.append(queue))
	OUTBOX.forget_waking()
	OUTBOX.wake()
	assert queues == ["default"]
	assert OUTBOX.shift < 60  # what else is in that queue waits no longer than for other jobs
