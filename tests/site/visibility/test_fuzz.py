"""No function of Frappe's or ours gives away what is hidden, whatever it is asked with (`fuzzing.py`).

By default two of three callers ask each function once, each with other values than the one before; `--full-size` asks with all of them.
"""

import itertools
import json
import zlib
from collections.abc import Callable, Iterator

import frappe
import pytest

from frappe_crm_app.kit.own_doctypes import own_doctypes
from tests.factories import insert, make_contact, make_customer, make_deal, make_location, make_note
from tests.site.visibility import fuzzing
from tests.site.visibility.fuzzing import SECRET, Hidden, Way, asked
from tests.site.visibility.in_process import Answer, InProcess, application, without_guards
from tests.stack.http import _authorization

BLIND = (
	"Guest",
	"Website User",
	"Desk User",
	"CRM Sales Rep",
	"CRM Account Rep",
	"CRM External",
	"CRM Partner Manager",
	"CRM Location Manager",
	"CRM Reassigner",
)
OWNERS = (
	"CRM Sales Rep",
	"CRM Account Rep",
	"CRM Partner Manager",
)  # of records whose links lead to hidden ones


@pytest.fixture
def asking(site, committed, monkeypatch) -> Iterator[InProcess]:
	with application(site, monkeypatch) as asking:
		yield asking


@pytest.fixture
def secrets(committed) -> dict[str, str]:
	"""Hidden records with the secret in every text of theirs and beside them; their names by DocType."""
	customer = make_customer(
		customer_name=f"{SECRET} Ltd",
		annotations=SECRET,
		email=f"{SECRET}@example.com",
		domain=f"{SECRET}.example",
		website=f"https://{SECRET}.example",
		profile_visibility="Private",
	)
	contact = make_contact(
		first_name=SECRET,
		last_name=SECRET,
		email=f"{SECRET}.b@example.com",
		company_name=SECRET,
		job_title=SECRET,
		customer=customer.name,
	)
	deal = make_deal(title=f"{SECRET} deal", contact=contact.name, description=SECRET)
	note = make_note(customer, subject=SECRET, content=SECRET)
	location = make_location(location_name=SECRET, customer=customer.name, city=SECRET, address_line1=SECRET)
	for doc in (customer, contact, deal):
		doc.add_comment("Comment", SECRET)
		doc.add_tag("rare")  # the words of tags are one list that everybody reads
		attach(doc)
	insert("ToDo", {"description": SECRET, "reference_type": contact.doctype, "reference_name": contact.name})
	insert("Event", {"subject": SECRET, "event_type": "Private", "starts_on": frappe.utils.now()})
	return {doc.doctype: doc.name for doc in (customer, contact, deal, note, location)}


def attach(doc) -> None:
	values = {"file_name": f"{SECRET}.txt", "content": SECRET, "is_private": 1}
	insert("File", {**values, "attached_to_doctype": doc.doctype, "attached_to_name": doc.name})


Caller = tuple[str | None, Hidden]  # how they sign in, and what they ask about


@pytest.fixture
def sign_up(secrets, make_user) -> Callable[[str], Caller]:
	"""Make one of those who see none of it."""

	def make(role: str) -> Caller:
		user = None if role == "Guest" else make_user(*([] if role == "Website User" else [role]))
		own = own_records(user, secrets) if role in OWNERS else {}
		frappe.db.commit()
		return _authorization(user) if user else None, Hidden(secrets, own)

	return make


@pytest.fixture
def callers(sign_up) -> dict[str, Caller]:
	return {role: sign_up(role) for role in BLIND}


def own_records(user: str, secrets: dict[str, str]) -> dict[str, str]:
	"""Make records of the user's own that link to hidden ones, as somebody with more rights left them."""
	contact = make_contact(contact_owner=user)
	customer = make_customer(salesperson=user, relationship="Partner Prospect")
	frappe.db.set_value("CRM Contact", contact.name, "customer", secrets["CRM Customer"])
	frappe.db.set_value("CRM Customer", customer.name, "referred_by", secrets["CRM Customer"])
	return {"CRM Contact": contact.name, "CRM Customer": customer.name}


def values_for(hidden: Hidden, doctype: str) -> list[dict]:
	return [
		*fuzzing.straight(hidden, doctype),
		*fuzzing.linked(hidden, doctype),
		*fuzzing.queried(hidden, doctype),
	]


def chosen(values: list, way: Way, role: str) -> dict:
	"""Return one of the values: another for each caller and function, and always the same."""
	return values[zlib.crc32(f"{way.verb} {way.path} {role}".encode()) % len(values)]


@pytest.mark.parametrize("role", BLIND)
def test_no_function_gives_away_what_is_hidden(asking, sign_up, role, full_size, is_asked):
	doctypes = fuzzing.DOCTYPES if full_size else fuzzing.DOCTYPES[:3]
	authorization, hidden = sign_up(role)
	found = []
	for number, way in enumerate(fuzzing.ways()):
		if not full_size and not zlib.crc32(f"{way.path} {role}".encode()) % 3:
			continue
		if not is_asked(role, way.verb, way.path):
			continue
		of = doctypes if full_size else [doctypes[number % len(doctypes)]]
		values = [each for doctype in of for each in values_for(hidden, doctype)]
		for each in values if full_size else [chosen(values, way, role)]:
			path, arguments = asked(way, each)
			answer = asking.ask(authorization, way.verb, path, arguments)
			if SECRET in answer.text:
				found.append((way.verb, path, arguments, around(answer)))
	assert not found, json.dumps(found[:20], indent=1, default=str)


def around(answer: Answer) -> str:
	place = answer.text.index(SECRET)
	return answer.text[max(0, place - 200) : place + 60]


@pytest.mark.parametrize("role", BLIND)
def test_no_function_tells_whether_a_filter_in_the_place_of_a_name_finds_something(
	asking, sign_up, role, full_size
):
	"""The same refusal for what there is and what there is not, by everybody."""
	authorization, hidden = sign_up(role)
	found = []
	for number, way in enumerate(fuzzing.ways()):
		if not full_size and zlib.crc32(f"{way.path} {role}".encode()) % 4:
			continue
		for doctype in fuzzing.DOCTYPES if full_size else [fuzzing.DOCTYPES[number % 3]]:
			outcomes = [
				outcome(
					asking.ask(authorization, way.verb, *asked(way, fuzzing.searching(hidden, doctype, text)))
				)
				for text in (fuzzing.BEGINNING, fuzzing.NO_BEGINNING)
			]
			if outcomes[0] != outcomes[1]:
				found.append((way.verb, way.path, doctype, outcomes))
	assert not found, json.dumps(found[:20], indent=1, default=str)


def outcome(answer: Answer) -> tuple:
	"""Return what of an answer must not depend on what is hidden."""
	try:
		told = json.loads(answer.text)
	except ValueError:
		return answer.status, len(answer.text) > 0
	return answer.status, told.get("exc_type"), bool(told.get("message")), bool(told.get("data"))


def test_without_the_guard_it_finds_what_is_open(asking, callers, monkeypatch):
	"""What shows nothing might look at nothing: with the app's guard and replacements away, Frappe gives the secret."""
	without_guards(monkeypatch)
	authorization, hidden = callers["CRM Sales Rep"]
	open_ways = [
		way
		for way in fuzzing.ways()
		if way.path.endswith(
			("frappe.client.get_list", "frappe.client.get_value", "/{doctype}/{name}", "getdoc")
		)
	]
	texts, tells = [], []
	for way, doctype in itertools.product(open_ways, ("CRM Contact", "CRM Customer")):
		for values in fuzzing.linked(hidden, doctype):
			texts.append(asking.ask(authorization, way.verb, *asked(way, values)).text)
		pair = [
			outcome(
				asking.ask(authorization, way.verb, *asked(way, fuzzing.searching(hidden, doctype, text)))
			)
			for text in (fuzzing.BEGINNING, fuzzing.NO_BEGINNING)
		]
		tells.append(pair[0] != pair[1])
	assert any(SECRET in text for text in texts)
	assert any(tells)


def test_methods_of_our_documents_are_asked_too(asking, callers):
	"""Every whitelisted method of our DocTypes, on a hidden record by its name, as a document sent along, and by a filter."""
	found = []
	for role, (authorization, hidden) in callers.items():
		for doctype, method in itertools.product(fuzzing.DOCTYPES, methods()):
			name = hidden.names[doctype]
			for sent in (
				{"dt": doctype, "dn": name},
				{"docs": json.dumps({"doctype": doctype, "name": name})},
				{"docs": {"doctype": doctype, "name": {"name": ["like", f"{name[:5]}%"]}}},
			):
				answer = asking.ask(
					authorization, "POST", "/api/method/run_doc_method", {**sent, "method": method}
				)
				if answer.is_ok or SECRET in answer.text:
					found.append((role, doctype, method, sent, answer.text[:300]))
	assert not found, json.dumps(found[:10], indent=1, default=str)


def methods() -> list[str]:
	"""Return the names of the methods of our documents that a request may call."""
	from frappe.model.base_document import get_controller

	named = {
		function.__name__
		for doctype in own_doctypes()
		for function in vars_of(get_controller(doctype))
		if function in frappe.whitelisted
	}
	return sorted(named)


def vars_of(controller: type) -> Iterator:
	for name in dir(controller):
		function = getattr(controller, name, None)
		if callable(function) and getattr(function, "__hash__", None):
			yield getattr(function, "__func__", function)
