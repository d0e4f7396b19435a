"""Two at once: each version has its number, a file becomes one document."""

from collections.abc import Callable

import frappe
import pytest
import requests

from tests.site.work.documents.conftest import API, PNG
from tests.stack.http import send_at_once

DOCUMENT, VERSION = "CRM Document", "CRM Document Version"


@pytest.fixture
def at_once(client_of, rep) -> Callable[..., list[requests.Response]]:
	"""`at_once(endpoint, {options of requests}, ...)` sends all of them together as the rep and returns the answers."""

	def send(endpoint: str, *requested: dict) -> list[requests.Response]:
		return send_at_once(client_of(rep), *(("POST", API + endpoint, options) for options in requested))

	return send


def test_versions_that_come_together_each_have_their_number(committed, document, at_once):
	sent = [
		{"data": {"document": document.name}, "files": [("file", (f"{number}.png", PNG + bytes([number])))]}
		for number in range(4)
	]
	answers = at_once("add_version_of", *sent)
	assert [answer.status_code for answer in answers] == [200] * 4, [answer.text for answer in answers]
	assert sorted(answer.json()["message"]["number"] for answer in answers) == [2, 3, 4, 5]
	assert frappe.db.get_value(DOCUMENT, document.name, "version") == 5


def test_a_file_that_is_adopted_twice_becomes_one_document(committed, customer, at_once):
	file = frappe.new_doc("File")
	file.update({"file_name": "plan.png", "content": PNG + b"plan", "is_private": 1})
	file.update({"attached_to_doctype": customer.doctype, "attached_to_name": customer.name}).insert()
	answers = at_once("adopt", *[{"json": {"files": [file.name]}}] * 4)
	assert sorted(len(answer.json()["message"]["done"]) for answer in answers) == [0, 0, 0, 1]
	assert frappe.db.count(VERSION, {"adopted_from": file.name}) == 1
