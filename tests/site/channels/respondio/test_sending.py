"""One prospect on its way to respond.io, on good days and bad ones."""

import frappe
import pytest

from frappe_crm_app.channels.respondio import sending
from frappe_crm_app.channels.respondio.rate import RATE
from frappe_crm_app.channels.respondio.tasks import OUTBOX, is_sending
from frappe_crm_app.kit.outbox.outcomes import LeaseLost
from tests.factories import insert, make_contact, make_customer
from tests.site.channels.respondio.conftest import SETTINGS, make_due, row_of, sent
from tests.site.channels.respondio.peer import TOKEN, BadDays

PHONE = "+14155550100"


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch):
	"""What is waited for in the job is waited for as often, in less time."""
	monkeypatch.setattr(sending, "SHORT_PAUSES", (0.03, 0.06, 0.12, 0.24))


def make_prospect(**values):
	return make_customer(customer_name="Ada King", customer_kind="Person", **{"phone": PHONE, **values})


def only_contact(peer) -> dict:
	assert len(peer.contacts) == 1
	return next(iter(peer.contacts.values()))


def test_a_prospect_is_upserted_opened_assigned_and_a_new_lead(on, peer, make_user):
	seller = make_user("CRM Sales Rep")
	insert("CRM Salesperson", {"user": seller, "respondio_assignee": "grace@example.com"})
	customer = make_customer(customer_name="Blue Harbor", salesperson=seller, country="Mexico")
	ada = make_contact(
		first_name="Ada", last_name="King", email="ada@acme.example", phone=PHONE, customer=customer.name
	)
	row = sent(customer)
	assert (row.status, row.step, row.contact, row.last_error) == ("Done", "Verify", ada.name, None)
	contact = only_contact(peer)
	assert row.respondio_contact_id == str(contact["id"])
	assert [contact[name] for name in ("firstName", "lastName", "email", "phone", "countryCode")] == [
		"Ada", "King", "ada@acme.example", PHONE, "MX",
	]  # fmt: skip
	assert (contact["status"], contact["assignee"]["id"], contact["lifecycle"]) == ("open", 7, "New Lead")
	assert [what for _number, what in peer.done] == [
		"upsert", "conversation/status", "conversation/assignee", "lifecycle/update",
	]  # fmt: skip
	assert peer.paths()[0] == "POST /contact/create_or_update/phone:%2B14155550100"


def test_without_an_assignee_of_their_own_the_default_one_gets_it(on, settings, peer):
	settings(default_assignee="8", lifecycle="Hot Lead")
	assert sent(make_prospect()).status == "Done"
	assert (only_contact(peer)["assignee"]["id"], only_contact(peer)["lifecycle"]) == (8, "Hot Lead")


def test_an_email_is_the_identifier_where_there_is_no_phone(on, peer):
	assert sent(make_prospect(phone=None, email="ada+x@acme.example")).status == "Done"
	assert peer.paths()[0] == "POST /contact/create_or_update/email:ada%2Bx%40acme.example"


def test_somebody_who_is_there_is_found_not_doubled(on, peer):
	peer.add(phone=PHONE, firstName="Ada", status="close")
	assert sent(make_prospect()).status == "Done"
	assert only_contact(peer)["status"] == "open"


def test_an_id_that_the_answer_hides_is_asked_for(on, peer):
	peer.days = BadDays(hides_id=True)
	assert sent(make_prospect()).respondio_contact_id == str(only_contact(peer)["id"])


@pytest.mark.parametrize("delay", [0.2])
def test_a_contact_that_is_still_being_made_is_waited_for(on, peer, delay):
	peer.days = BadDays(delay=delay)
	assert sent(make_prospect()).status == "Done"
	assert peer.answers[404] > 0


def test_what_respond_io_queues_is_asked_for_again(on, peer):
	queued = (449, {}, {"code": 449, "message": "in the queue"})
	peer.next_answers = [queued, queued]
	row = sent(make_prospect())
	assert (row.status, row.attempts, peer.made[PHONE]) == ("Done", 0, 1)


def test_a_429_is_waited_for_as_long_as_it_says_by_everybody(on, peer):
	peer.next_answers = [(429, {"Retry-After": "0.4"}, {"message": "slow down"})]
	assert sent(make_prospect()).status == "Done"
	first, second = (moment for moment, *_rest in peer.requests[:2])
	assert second - first >= 0.4


def test_a_429_of_minutes_leaves_the_job(on, peer):
	peer.next_answers = [(429, {"Retry-After": "600"}, {"message": "slow down"})]
	customer = make_prospect()
	row = sent(customer)
	wait = frappe.utils.time_diff_in_seconds(row.next_attempt_on, frappe.utils.now_datetime())
	assert (row.status, len(peer.requests)) == ("Waiting", 1)
	assert 590 <= wait <= 601
	other = make_customer(phone="+14155550101")
	assert sent(other).status == "Waiting"
	assert len(peer.requests) == 1
	RATE.forget()
	make_due()
	assert (sent(customer).status, sent(other).status) == ("Done", "Done")


@pytest.mark.parametrize("status", [500, 503])
def test_an_error_of_theirs_is_tried_again_later_from_where_it_came_to(on, peer, status):
	customer = make_prospect()
	peer.next_answers = [
		(200, {}, {"contactId": peer.add(phone=PHONE)["id"]}),
		(status, {}, "<html>oops</html>"),
	]
	row = sent(customer)
	assert (row.status, row.step, row.attempts) == ("Waiting", "Upsert", 1)
	assert "respond.io has a problem" in row.last_error
	assert sent(customer).status == "Waiting"  # not due yet
	make_due()
	row = sent(customer)
	assert (row.status, row.attempts) == ("Done", 0)
	assert "upsert" not in [what for _number, what in peer.done]


@pytest.mark.parametrize(
	("answer", "sentence"),
	[
		(
			(400, {}, {"message": "Invalid field(s) : phone"}),
			"does not accept this: Invalid field(s) : phone",
		),
		((409, {}, {"message": "Conflict"}), "does not accept this: Conflict"),
		((302, {"Location": "http://127.0.0.1:9/"}, ""), "does not accept this: HTTP 302"),
	],
)
def test_what_is_refused_for_good_fails_and_says_why(on, peer, answer, sentence):
	peer.next_answers = [answer]
	row = sent(make_prospect())
	assert (row.status, len(peer.requests)) == ("Failed", 1)
	assert sentence in row.last_error


def test_a_contact_that_is_never_found_fails_after_some_attempts(on, peer):
	customer = make_prospect()
	peer.days = BadDays(delay=1000)
	for _attempt in range(sending.MOST_SEARCHES):
		row = sent(customer)
		make_due()
	assert row.status == "Failed"
	assert "does not find the contact" in row.last_error


def test_an_assignee_who_is_no_user_there_fails(on, settings, peer):
	settings(default_assignee="nobody@example.com")
	assert "Invalid field(s) : assignee" in sent(make_prospect()).last_error


def test_an_assignment_without_effect_is_repeated_then_told(on, settings, peer):
	settings(default_assignee="7")
	peer.days = BadDays(ignores_assignee=True)
	row = sent(make_prospect())
	assert row.status == "Failed"
	assert "reads back others" in row.last_error
	assert [what for _number, what in peer.done].count("conversation/assignee") == sending.MOST_CORRECTIONS


def test_a_peer_down_for_an_hour_fails_nothing(on, peer):
	customers = [make_customer(phone=f"+1415555020{number}") for number in range(4)]
	frappe.db.commit()
	peer.stop()
	for _round in range(8):
		for customer in customers:
			row = sent(customer)
			assert (row.status, "could not be reached" in row.last_error) == ("Waiting", True)
		make_due()  # 8 s, 16 s ... in all more than an hour
	peer.start_again()
	make_due()
	assert {sent(customer).status for customer in customers} == {"Done"}
	assert set(peer.made.values()) == {1}


def test_a_wrong_token_pauses_everything_and_tells_the_administrators_once(on, peer, make_user):
	admin = make_user("CRM Admin")
	peer.token = "another"
	customers = [make_customer(phone=f"+1415555030{number}") for number in range(3)]
	rows = [sent(customer) for customer in customers]
	assert {row.status for row in rows} == {"Queued"}
	assert len(peer.requests) == 1
	notices = frappe.get_all("Notification Log", {"for_user": admin}, ["subject", "email_content"])
	assert [notice.subject for notice in notices] == ["The sync with respond.io is paused."]
	peer.token = TOKEN
	frappe.get_doc(SETTINGS).save()
	assert {sent(customer).status for customer in customers} == {"Done"}


def test_a_pause_by_another_worker_is_seen_at_once(on, peer):
	assert is_sending()
	single = frappe.qb.DocType("Singles")
	is_pause = (single.doctype == SETTINGS) & (single.field == "paused_on")
	frappe.qb.update(single).set(single.value, "2026-01-01 00:00:00").where(is_pause).run()
	assert sent(make_prospect()).status == "Queued"
	assert peer.requests == []


def test_the_token_stands_nowhere(on, peer):
	peer.token = "another"
	sent(make_prospect())
	for doctype in ("Version", "Error Log", "Notification Log", "CRM Respondio Sync", "Comment"):
		for row in frappe.get_all(doctype, fields=["*"]):
			assert TOKEN not in frappe.as_json(row), doctype
	settings = frappe.get_doc(SETTINGS)
	assert "***" in settings.paused_reason
	assert TOKEN not in frappe.as_json(settings.as_dict())


def test_a_prospect_that_nobody_can_write_to_waits_for_an_address(on, peer):
	customer = make_customer()
	row = sent(customer)
	assert (row.status, row.last_error) == ("Cancelled", "There is neither a phone nor an email to write to.")
	make_contact(first_name="Ada", customer=customer.name, email="ada@acme.example")
	assert sent(customer).status == "Done"
	assert only_contact(peer)["email"] == "ada@acme.example"


def test_who_wants_no_messages_is_not_sent(on, peer):
	customer = make_customer()
	make_contact(customer=customer.name, phone=PHONE, messaging_opt_out=1)
	assert sent(customer).last_error == "The contact wants no messages."
	assert peer.requests == []


def test_only_chosen_sources_are_sent(on, settings, peer):
	website = frappe.db.get_value("CRM Source", {"source_name": "Website"})
	settings(sources=[{"source": website}])
	from_website, by_phone = make_customer(), make_customer()
	make_contact(customer=from_website.name, phone=PHONE, source=website)
	make_contact(customer=by_phone.name, phone="+14155550101")
	assert (sent(from_website).status, sent(by_phone).status) == ("Done", "Cancelled")


def test_a_change_afterwards_overwrites_what_respond_io_knows(on, peer):
	peer.days = BadDays(never_overwrites=True)
	customer = make_customer()
	ada = make_contact(first_name="Ada", last_name="King", phone=PHONE, customer=customer.name)
	sent(customer)
	for first_name, email in (("Augusta", None), ("Augusta", "ada@acme.example")):
		ada.update({"first_name": first_name, "email": email})
		ada.save()
	assert row_of(customer).status == "Queued"
	sent(customer)
	assert (only_contact(peer)["firstName"], only_contact(peer)["email"]) == ("Augusta", "ada@acme.example")
	assert [what for _number, what in peer.done].count("update") == 1
	assert [what for _number, what in peer.done].count("conversation/status") == 1


def test_a_change_while_it_is_being_sent_arrives_too(on, peer, monkeypatch):
	customer = make_customer()
	ada = make_contact(first_name="Ada", last_name="King", phone=PHONE, customer=customer.name)
	verify = sending.steps.verify

	def change_and_verify(*arguments):
		ada.first_name = "Augusta"
		ada.save()
		frappe.db.commit()
		return verify(*arguments)

	monkeypatch.setattr(sending.steps, "verify", change_and_verify)
	assert sent(customer).status == "Done"
	assert only_contact(peer)["firstName"] == "Augusta"


def test_a_job_that_runs_twice_sends_once(on, peer):
	customer = make_prospect()
	sent(customer)
	count = len(peer.requests)
	sent(customer)
	assert len(peer.requests) == count


def test_nothing_is_sent_while_the_sync_is_off(on, settings, peer):
	customer = make_prospect()
	settings(enabled=0)
	assert sent(customer).status == "Queued"
	settings(enabled=1)
	assert sent(customer).status == "Done"


def test_a_row_whose_worker_died_is_taken_over_once_its_lease_is_over(on, peer):
	customer = make_prospect()
	frappe.db.commit()
	name = row_of(customer).name
	assert OUTBOX.take(name)
	OUTBOX.attempt(name)
	assert (row_of(customer).status, peer.requests) == ("Running", [])
	frappe.db.set_value("CRM Respondio Sync", name, "lease_until", frappe.utils.add_to_date(None, minutes=-1))
	assert sent(customer).status == "Done"


def test_a_worker_that_lost_its_lease_writes_nothing(on):
	customer = make_prospect()
	frappe.db.commit()
	row = OUTBOX.take(row_of(customer).name)
	frappe.db.set_value("CRM Respondio Sync", row.name, "lease_key", "another")
	with pytest.raises(LeaseLost):
		sending.lease.save_progress(row, step="Open")
	assert row_of(customer).step == ""
