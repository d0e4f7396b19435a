"""Every hostile request of `hostile.py`, by everybody: a guest, people without and with roles, and each role of the CRM."""

import json
from collections.abc import Iterator
from pprint import pformat

import frappe
import pytest

from frappe_crm_app.kit.frappe_version import major_version
from tests.factories import insert, make_contact, make_customer, make_note
from tests.site.visibility import hostile, matrix
from tests.site.visibility.in_process import Answer, InProcess, application
from tests.stack.http import _authorization
from tests.stack.site import new_rows_removed, new_user, reset_locals

SECRET = "zyxwvq7351"
CALLERS = (*matrix.ROLES, "Desk User", "Inbox User", "Website Manager")
# They see every record of ours; what is hidden from the others is no secret to them.
SEEING = ("CRM Admin", "CRM Manager", "CRM Viewer", "CRM Marketer")


@pytest.fixture(scope="module")
def callers(site) -> Iterator[dict[str | None, tuple[str | None, frappe._dict]]]:
	"""Each caller's signature, and what they ask about; made once, since every request is rolled back."""
	reset_locals()
	with new_rows_removed():
		hidden = hidden_records()
		found = {}
		for role in CALLERS:
			user = None if role == "Guest" else new_user(*([role] if role else []))
			found[role] = (
				_authorization(user) if user else None,
				frappe._dict(hidden, **own_records(user, hidden)),
			)
		frappe.db.commit()
		yield found


def hidden_records() -> dict:
	customer = make_customer(customer_name=f"{SECRET} Ltd", annotations=SECRET)
	contact = make_contact(last_name=SECRET, email=f"{SECRET}@example.com", customer=customer.name)
	event = insert(
		"Event",
		{
			"subject": SECRET,
			"event_type": "Private",
			"starts_on": "2026-01-05 10:00:00",
			"event_participants": [
				{
					"reference_doctype": contact.doctype,
					"reference_docname": contact.name,
					"email": f"{SECRET}@example.com",
				}
			],
		},
	)
	about = {"reference_doctype": contact.doctype, "reference_name": contact.name}
	linked = [{"link_doctype": contact.doctype, "link_name": contact.name}]
	insert("Address", {**hostile.ADDRESS, "links": linked})
	mail = insert("Communication", {**hostile.MAIL, "content": SECRET, **about, "timeline_links": linked})
	return {
		"customer": customer.name,
		"comment": insert("Comment", {"comment_type": "Comment", "content": SECRET, **about}).name,
		"mail": mail.name,
		"source": frappe.db.get_value("CRM Source", {}),
		"contact": contact.name,
		"note": make_note(customer, content=SECRET).name,
		"event": event.name,
		"like": {"last_name": ["like", "zyxwv%"]},
	}


def own_records(user: str | None, hidden: dict) -> dict:
	contact, customer = make_contact(contact_owner=user), make_customer(salesperson=user)
	frappe.db.set_value("CRM Contact", contact.name, "customer", hidden["customer"])
	frappe.db.set_value("CRM Customer", customer.name, "referred_by", hidden["customer"])
	return {"own_contact": contact.name, "own_customer": customer.name}


@pytest.fixture
def asking(site, isolation, monkeypatch) -> Iterator[InProcess]:
	with application(site, monkeypatch) as asking:
		yield asking


def answers(asking: InProcess, callers: dict, ask: hostile.Ask) -> Iterator[tuple[str | None, Answer]]:
	for role, (authorization, records) in callers.items():
		path = ask.path.format(**{key: value for key, value in records.items() if isinstance(value, str)})
		yield role, asking.ask(authorization, ask.verb, path, ask.arguments(records))


def told(answer: Answer, target: str) -> tuple:
	"""Return what an answer says, without the name that was asked about."""
	body = json.loads(answer.text)
	messages = [json.loads(each)["message"] for each in json.loads(body.get("_server_messages") or "[]")]
	messages += [(each["type"], each.get("message")) for each in body.get("errors") or []]
	return answer.status, body.get("exc_type"), str(messages).replace(target, "…")


def versioned(asks: list[hostile.Ask]) -> list:
	return [pytest.param(ask, id=f"{number}-{ask}") for number, ask in enumerate(asks)]


@pytest.mark.parametrize("ask", versioned(hostile.REFUSED))
def test_what_no_honest_request_asks_for_is_refused_to_everybody(asking, callers, ask):
	if major_version() not in ask.versions:
		pytest.skip("This Frappe has no such function.")
	wrong = {
		role: (answer.status, answer.text[-400:])
		for role, answer in answers(asking, callers, ask)
		if answer.is_ok or answer.status >= 500 or SECRET in answer.text
	}
	assert not wrong, pformat(wrong)


@pytest.mark.parametrize("ask", versioned([*hostile.LINKED, *hostile.PRIVATE]))
def test_nothing_hidden_is_told(asking, callers, ask):
	wrong = {
		role: (answer.status, answer.text[-600:])
		for role, answer in answers(asking, callers, ask)
		if SECRET in answer.text and (ask in hostile.PRIVATE or role not in SEEING)
	}
	assert not wrong, pformat(wrong)


@pytest.mark.parametrize("ask", versioned(hostile.LINKED))
def test_sorting_and_filtering_by_hidden_columns_tells_nothing_either(asking, callers, ask):
	"""A filter that finds one's own record by what its hidden link holds would tell it letter by letter."""
	authorization, records = callers["CRM Sales Rep"]
	path = ask.path.format(**{key: value for key, value in records.items() if isinstance(value, str)})
	answer = asking.ask(authorization, ask.verb, path, ask.arguments(records))
	if "expand" not in str(ask.arguments(records)) or "resource" in ask.path:
		assert answer.status in (403, 417), answer.text[-500:]


def test_a_tag_of_a_hidden_record_is_not_guessed(committed, asking, callers):
	"""Frappe answers alike for a tag that is there, and refuses one that is not: that told which tags there are."""
	authorization, records = callers["CRM Sales Rep"]
	frappe.get_doc("CRM Contact", records.contact).add_tag("rich")
	frappe.db.commit()
	told = [
		asking.ask(
			authorization,
			"POST",
			f"{hostile.METHOD}frappe.desk.doctype.tag.tag.{function}",
			{"tag": tag, "dt": "CRM Contact", "dn": records.contact},
		).status
		for function in ("add_tag", "remove_tag")
		for tag in ("rich", "poor")
	]
	assert told == [403] * 4


def test_a_guest_calls_no_method_of_our_documents(asking, callers):
	_nobody, records = callers["Guest"]
	for path, arguments in (
		("/api/method/run_doc_method", {"dt": "CRM Contact", "dn": records.contact, "method": "get_url"}),
		(
			"/api/method/run_doc_method",
			{"docs": {"doctype": "CRM Contact", "name": "nothing"}, "method": "get_url"},
		),
		("/api/v2/method/run_doc_method", {"document": {"doctype": "CRM Contact"}, "method": "get_url"}),
		(f"/api/resource/CRM Contact/{records.contact}?run_method=get_url", {}),
		(f"/api/v2/document/CRM Contact/{records.contact}/method/get_url", {}),
	):
		assert asking.ask(None, "POST", path, arguments).status == 403, path


def test_a_guest_is_told_the_same_of_what_there_is_and_what_there_is_not(asking, callers):
	_nobody, records = callers["Guest"]
	for path in ("/api/resource/CRM Contact/", "/api/v2/document/CRM Contact/"):
		told = [asking.ask(None, "GET", path + name, {}) for name in (records.contact, "nothing")]
		assert [answer.status for answer in told] == [403, 403]


@pytest.mark.parametrize("ask", versioned(hostile.LINKS))
def test_a_link_to_a_hidden_record_is_refused_as_one_to_none(asking, callers, ask):
	not_found = []
	for role, (authorization, records) in callers.items():
		answers = {
			target: asking.ask(
				authorization, ask.verb, ask.path, ask.arguments(frappe._dict(records, target=target))
			)
			for target in (records.contact, "nothing123")
		}
		hidden, missing = answers[records.contact], answers["nothing123"]
		assert not missing.is_ok
		if role in SEEING:
			continue
		assert not hidden.is_ok, (role, hidden.text[-400:])
		assert SECRET not in hidden.text
		assert told(hidden, records.contact) == told(missing, "nothing123"), role
		not_found += [role] if hidden.status == 417 else []
	assert not_found


def test_who_sees_a_record_links_to_it_and_reads_what_hangs_on_it(asking, callers):
	authorization, records = callers["CRM Manager"]
	for ask in (hostile.LINKS[0], hostile.LINKS[4], hostile.LINKS[6]):
		answer = asking.ask(
			authorization, ask.verb, ask.path, ask.arguments(frappe._dict(records, target=records.contact))
		)
		assert answer.is_ok, (ask, answer.text[-400:])


@pytest.mark.parametrize("ask", versioned(hostile.BESIDE))
def test_what_hangs_on_a_hidden_record_is_hidden(asking, callers, ask):
	wrong = {}
	# Frappe 16 lists a row with the record in which it stands: an address says where it leads, whoever may see what is there.
	is_named = "Dynamic Link" in ask.path and major_version() >= 16
	for role, answer in answers(asking, callers, ask):
		contact = callers[role][1].contact
		if role not in SEEING and (SECRET in answer.text or (contact in answer.text and not is_named)):
			wrong[role] = (answer.status, answer.text[-400:])
	assert not wrong, pformat(wrong)


def test_the_server_names_records(asking, callers):
	authorization, records = callers["CRM Sales Rep"]
	sent = {"first_name": "Attr", "last_name": "Inject", "name": 'zz" onpointerenter="x" data-y="'}
	for path in ("/api/v2/document/CRM Contact", "/api/resource/CRM Contact"):
		answer = asking.ask(authorization, "POST", path, sent)
		assert answer.is_ok, answer.text[-400:]
		assert len(json.loads(answer.text)["data"]["name"]) == 10
		assert "onpointerenter" not in answer.text
	row = {"customer": records.own_customer, "name": 'zz" onx="', "__islocal": 1}
	path = f"/api/resource/CRM Contact/{records.own_contact}"
	answer = asking.ask(authorization, "PUT", path, {"affiliations": [row]})
	assert answer.is_ok, answer.text[-400:]
	assert "onx" not in answer.text
