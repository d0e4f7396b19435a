"""Requests that no page of ours sends, to uploads, downloads and public links: none is an error of ours, none reads or writes anything foreign."""

import io
import json
import random
import zipfile
from collections import Counter
from collections.abc import Iterator

import frappe
import pytest

from frappe_crm_app.work.documents.sharing.links import Receiver, make
from tests.factories import make_document
from tests.site.intake.lead_forms.hostile import TEXTS, THINGS
from tests.site.work.documents.conftest import API, PDF, PNG, PUBLIC
from tests.stack.site import refresh

SEED = 20261127
OWN = (
	"get_library", "get_document", "upload", "add_version_of", "check_out", "check_in", "add_link", "remove_link", "set_tags", "download",
	"preview", "make_public_link", "revoke_public_link", "get_adoptable", "adopt",
)  # fmt: skip
STRANGERS = ("get_document", "saw", "get_file", "view")
FIELDS = (
	"document", "version", "link", "folder", "kind", "tags", "tag", "text", "title", "comment", "link_doctype", "link_name", "doctype", "name",
	"hours", "contact", "customer", "label", "expires_on", "files", "start", "page_length", "check_in", "is_mine", "token",
)  # fmt: skip
FOREIGN = ("cmd_", "ignore_permissions", "flags", "user", "docs", "self", "owner", "file_url", "file")
NAMES = (
	"../../x.pdf",
	"a\x00b.pdf",
	"<svg onload=1>.svg",
	"x" * 400,
	"",
	"x.php",
	"con.pdf",
	"\u202egpj.exe",
	"a;b=c\r\nX: y.png",
)


def bomb() -> bytes:
	packed = io.BytesIO()
	with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
		archive.writestr("word/document.xml", b"0" * 5_000_000)
	return packed.getvalue()


CONTENTS = (
	b"",
	PDF,
	PNG,
	b"MZ",
	b"<html>",
	b"\x00" * 900,
	b"%PDF-1.7\n" + b"\xff" * 900,
	bomb(),
	b"GIF89a<script>",
	b"#!/bin/sh",
)


def requests_of(seed: int, number: int, known: list[str], tokens: list[str]) -> Iterator[tuple]:
	"""Yield whether somebody without a login asks, method, path and options of requests, the same for the same seed."""
	dice = random.Random(seed)
	for _number in range(number):
		is_stranger = dice.random() < 0.4
		body = {
			field: dice.choice((*known, *tokens, *TEXTS, *THINGS, json.dumps(known)))
			for field in dice.sample((*FIELDS, *FOREIGN), dice.randint(0, 6))
		}
		if is_stranger:
			body["token"] = dice.choice((*tokens, *TEXTS, *THINGS))
		name = dice.choice(STRANGERS if is_stranger else OWN)
		headers = {"X-Forwarded-For": f"{dice.randint(1, 223)}.{dice.randint(0, 255)}.1.1"}
		method = dice.choices(("POST", "GET", "PUT", "DELETE"), (70, 22, 4, 4))[0]
		yield (
			is_stranger,
			method,
			(PUBLIC if is_stranger else API) + name,
			{**sent(dice, body), "headers": headers},
		)


def sent(dice: random.Random, body: dict) -> dict:
	"""Return how a body is sent: as JSON, as a form with files, as a query, or broken."""
	way, form = dice.random(), {key: str(value).encode(errors="replace") for key, value in body.items()}
	if way < 0.35:
		return {"data": json.dumps(body), "is_json": True}
	if way < 0.7:
		parts = [
			("file", (dice.choice(NAMES), dice.choice(CONTENTS)))
			for _each in range(dice.choice((1, 1, 1, 2, 25)))
		]
		return {"data": form, "files": parts}
	if way < 0.9:
		return {
			"params": {
				key: value.encode(errors="replace") for key, value in body.items() if isinstance(value, str)
			}
		}
	return {"data": dice.choice((b"{", b"[1]", b"\xff\xfe", b'"x"', b"null", b"{" * 5000))}


WRITTEN = {
	"CRM Document", "CRM Document Version", "CRM Document Link", "CRM Document Public Link", "CRM Document Delivery", "File", "Version",
	"CRM Domain Event", "Sessions", "Scheduled Job Log", "Error Log", "Activity Log", "Comment",
}  # fmt: skip


def counts() -> dict[str, int]:
	"""Return how many rows each table has that no such request may add to."""
	refresh()
	names = {
		table.removeprefix("tab") for table in frappe.db.get_tables(cached=False) if table.startswith("tab")
	}
	stored = {name for name in names - WRITTEN if frappe.db.exists("DocType", {"name": name, "issingle": 0})}
	return {name: frappe.db.count(name) for name in stored}


@pytest.mark.split
def test_hostile_requests_break_nothing_and_reach_nothing_foreign(
	committed, rep, customer, document, client_of, full_size
):
	secret = make_document(title="Somebody else’s secret crane", content=b"secret", name="secret.txt")
	links = [make(each, Receiver(), None, None) for each in (document, document, secret)]
	frappe.delete_doc("CRM Document Public Link", links[-1]["name"], force=True, ignore_permissions=True)
	frappe.db.commit()
	known = [
		document.name,
		secret.name,
		customer.name,
		*frappe.get_all("CRM Document Version", pluck="name"),
		*frappe.get_all("File", {"attached_to_doctype": "CRM Document"}, pluck="name"),
		*(link["name"] for link in links),
		*("CRM Customer", "CRM Document"),
	]
	tokens = [link["url"].partition("?t=")[2] for link in links]
	foreign, before, states = frappe.get_doc("CRM Document", secret.name).as_json(), counts(), Counter()
	number = 5000 if full_size else 500
	for is_stranger, method, path, options in requests_of(SEED, number, known, tokens):
		headers = {**options.pop("headers"), "Accept": "application/json"}
		headers |= {"Content-Type": "application/json"} if options.pop("is_json", False) else {}
		client = client_of(None if is_stranger else rep)
		answer = client.request(method, path, headers=headers, allow_redirects=False, **options)
		states[answer.status_code] += 1
		assert answer.status_code < 500, f"{method} {path} {options}\n{answer.text[-3000:]}"
		assert "secret" not in answer.text
		assert "Traceback" not in answer.text
	print(f"{number} requests: {dict(states)}")
	assert states[200]
	assert states[410]
	after = counts()
	assert {name: (before[name], count) for name, count in after.items() if count != before.get(name)} == {}
	assert frappe.get_doc("CRM Document", secret.name).as_json() == foreign
	for version in frappe.get_all("CRM Document Version", fields=["file_name", "content_type"]):
		assert not set("/\\<>\r\n\0") & set(version.file_name)
