"""Settings, their connection test, and what the desk asks about the sync."""

import socket

import frappe
import pytest

from frappe_crm_app.channels.respondio import api
from tests.factories import make_contact, make_customer
from tests.site.channels.respondio.conftest import SETTINGS, SYNC, row_of, sent
from tests.site.channels.respondio.peer import TOKEN

PHONE = "+14155550100"


@pytest.mark.parametrize(
	("url", "sentence"),
	[
		("http://api.respond.io/v2", "must begin with https"),
		("https://user:secret@api.respond.io/v2", "plain address"),
		("https://api.respond.io/v2?x=1", "plain address"),
		("https://169.254.169.254/latest", "private network"),
		("https://10.0.0.8/v2", "private network"),
		("https://[::1]/v2", "private network"),
		("https://0x7f.1/v2", "usually written"),
		("https://2130706433/v2", "usually written"),
		("http://93.184.216.34/v2", "must begin with https"),
		("file:///etc/passwd", "not an address"),
		("nonsense", "not an address"),
	],
)
def test_an_address_to_which_no_token_may_go_is_refused(settings, url, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		settings(base_url=url)


def test_this_machine_is_no_address_unless_the_site_config_says_so(settings, peer, monkeypatch):
	settings()
	monkeypatch.setitem(frappe.local.conf, "crm_outgoing_networks", [])
	with pytest.raises(frappe.ValidationError, match="private network"):
		settings()


def test_a_name_that_leads_to_this_machine_is_not_called(on, peer, monkeypatch):
	monkeypatch.setitem(frappe.local.conf, "crm_outgoing_networks", [])
	resolve = socket.getaddrinfo
	monkeypatch.setattr(
		socket,
		"getaddrinfo",
		lambda host, *more, **options: resolve(
			peer.url.split(":")[1][2:] if host == "peer.example" else host, *more, **options
		),
	)
	frappe.db.set_single_value(SETTINGS, "base_url", peer.url.replace("127.0.0.1", "peer.example"))
	frappe.clear_document_cache(SETTINGS, SETTINGS)
	told = api.test_connection()
	assert not told["ok"]
	assert "private network" in told["message"]
	assert peer.requests == []


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"requests_per_second": 0}, "between 1 and 100"),
		({"requests_per_second": 500}, "between 1 and 100"),
		({"queue": "no such queue"}, "no job queue"),
		({"token": ""}, "needs an access token"),
		({"token": "two words"}, "no access token"),
		({"token": "t\u00f6ken"}, "no access token"),
	],
)
def test_settings_with_which_nothing_would_be_sent_are_refused(settings, values, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		settings(**values)


def test_the_token_is_not_carried_to_another_server(settings):
	doc = settings()
	doc.base_url = "https://evil.example/v2"
	with pytest.raises(frappe.ValidationError, match="Enter the access token again"):
		doc.save()
	doc.reload()
	doc.update({"base_url": "https://evil.example/v2", "token": "given-anew"})
	doc.save()
	assert doc.get_password("token") == "given-anew"


def test_the_token_is_neither_in_an_answer_nor_in_a_version(on, settings, api, make_user):
	settings(token="changed-and-secret", webhook_keys=[{"label": "all", "signing_key": "the-signing-key"}])
	client = api(make_user("CRM Admin"))
	for text in (
		client.get(f"/api/resource/{SETTINGS}/{SETTINGS}").text,
		client.get("/api/method/frappe.client.get", params={"doctype": SETTINGS}).text,
		*(row.data for row in frappe.get_all("Version", {"ref_doctype": SETTINGS}, ["data"])),
	):
		assert "changed-and-secret" not in text
		assert TOKEN not in text
		assert "the-signing-key" not in text


@pytest.mark.parametrize(
	("answer", "is_ok", "sentence"),
	[
		(None, True, "The connection works."),
		((401, {}, {"message": "Unauthorized"}), False, "Copy the token anew"),
		((403, {}, {"message": "Plan"}), False, "refuses the access token: Plan"),
		((404, {}, {}), False, "The base URL leads nowhere"),
		((200, {}, {"hello": "world"}), False, "Is the base URL respond.io's?"),
		((200, {}, "<html>"), False, "The answer is no JSON"),
		((500, {}, {}), False, "Try again later"),
	],
)
def test_test_connection_says_what_is_wrong(on, peer, answer, is_ok, sentence):
	peer.next_answers = [answer] if answer else []
	told = api.test_connection()
	assert (told["ok"], sentence in told["message"]) == (is_ok, True), told


def test_test_connection_of_a_server_that_is_down(on, peer):
	peer.stop()
	told = api.test_connection()
	assert "could not be reached" in told["message"]
	peer.start_again()


def test_the_state_is_told_of_customer_and_contact(on, peer):
	customer = make_customer()
	contact = make_contact(customer=customer.name, phone=PHONE)
	assert api.get_sync_state("CRM Customer", customer.name)["status"] == "Queued"
	sent(customer)
	for record in (customer, contact):
		told = api.get_sync_state(record.doctype, record.name)
		assert (told["status"], told["can_retry"]) == ("Done", False)
	assert api.get_sync_state("CRM Contact", make_contact().name) is None


def test_what_failed_is_tried_again_from_the_beginning(on, peer):
	customer = make_customer(phone=PHONE)
	peer.next_answers = [(400, {}, {"message": "no"})]
	sent(customer)
	assert api.get_sync_state("CRM Customer", customer.name)["can_retry"]
	api.retry(row_of(customer).name)
	assert sent(customer).status == "Done"
	with pytest.raises(frappe.ValidationError, match="nothing to try again"):
		api.retry(row_of(customer).name)


def test_a_contact_that_was_deleted_there_is_added_anew(on, peer):
	customer = make_customer(phone=PHONE)
	sent(customer)
	peer.contacts.clear()
	customer.phone = "+14155550177"
	customer.save()
	frappe.db.set_value(SYNC, row_of(customer).name, {"status": "Failed"})
	api.retry(row_of(customer).name)
	assert sent(customer).status == "Done"
	assert [contact["phone"] for contact in peer.contacts.values()] == ["+14155550177"]


def test_all_failed_rows_are_tried_again(on, peer):
	customers = [make_customer(phone=f"+1415555010{number}") for number in range(3)]
	peer.next_answers = [(400, {}, {"message": "no"})] * 3
	assert {sent(customer).status for customer in customers} == {"Failed"}
	assert api.retry_all_failed() == 3
	assert {sent(customer).status for customer in customers} == {"Done"}


def test_a_rep_retries_what_they_may_change_and_nobody_elses(on, make_user):
	rep, other = make_user("CRM Sales Rep"), make_user("CRM Sales Rep")
	row = row_of(make_customer(phone=PHONE, salesperson=rep))
	frappe.db.set_value(SYNC, row.name, "status", "Failed")
	for user in (other, make_user("CRM Viewer")):
		frappe.set_user(user)
		with pytest.raises(frappe.PermissionError):
			api.retry(row.name)
	with pytest.raises(frappe.PermissionError):
		api.retry_all_failed()
	frappe.set_user(rep)
	api.retry(row.name)
	assert frappe.db.get_value(SYNC, row.name, "status") == "Queued"
