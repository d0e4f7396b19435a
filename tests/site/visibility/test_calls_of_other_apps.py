"""What the desks of ERPNext, Helpdesk and Frappe CRM ask for is answered with us as without us.

`tests/data/calls_of_other_apps.json` has their calls, written down from their clients' code (ERPNext 15 and 16, Helpdesk and Frappe CRM of
August 2026): lists with their filters and indicators, link fields, forms, saves with any text, comments, charts, exports. They are about
Frappe's own DocTypes and about stand-ins for theirs, of the same names and fields.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from pprint import pformat

import frappe
import pytest

from tests.site.visibility.in_process import Answer, InProcess, application, without_guards
from tests.stack.http import _authorization
from tests.stack.site import new_rows_removed, new_user, reset_locals

FILE = Path(__file__).parents[2] / "data" / "calls_of_other_apps.json"
RECORDED = json.loads(FILE.read_text())
RIGHTS = ("read", "write", "create", "delete", "report", "export", "share", "print", "email")
# What differs from one request to the next, or tells where an error was raised.
VOLATILE = re.compile(
	r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d+)?|\b[0-9a-z]{10}\b|[0-9a-f]{32,}|(?<=\"execution_time\":)[\d.e-]+"
)
WHERE = ("exc", "exception", "_exc_source", "_error_message", "_debug_messages", "exc_type")
NAMED = {
	"Task": "TASK-1",
	"Item": "ITEM-1",
	"Customer": "CUST-1",
	"HD Ticket": "HDT-1",
	"CRM Task": "CT-1",
	"ToDo": "TODO-1",
	"Note": "NOTE-1",
}


@pytest.fixture(scope="module")
def stand_ins(site) -> Iterator[str]:
	"""The stand-ins with one record each, and the signature of somebody who may do everything with them."""
	reset_locals()
	with new_rows_removed():
		for doctype, fields in RECORDED["doctypes"].items():
			make_doctype(doctype, fields)
		for doctype, name in NAMED.items():
			make_record(doctype, name)
		authorization = _authorization(new_user("System Manager"))
		frappe.db.commit()
		yield authorization
		frappe.db.rollback()
		frappe.set_user("Administrator")
		for doctype, name in NAMED.items():
			if doctype not in RECORDED["doctypes"]:
				frappe.delete_doc(doctype, name, force=True, ignore_missing=True)
		for doctype in RECORDED["doctypes"]:
			frappe.delete_doc("DocType", doctype, force=True)
			frappe.db.sql_ddl(f"drop table if exists {quoted(doctype)}")
		frappe.db.commit()
	frappe.cache.delete_value("db_tables")


def quoted(doctype: str) -> str:
	mark = "`" if frappe.db.db_type == "mariadb" else '"'
	return f"{mark}tab{doctype}{mark}"


def make_doctype(doctype: str, fields: list[str]) -> None:
	if frappe.db.exists("DocType", doctype):  # left by a run that was interrupted
		return
	rows = [
		{"fieldname": fieldname, "label": frappe.unscrub(fieldname), "fieldtype": "Small Text"}
		for fieldname in fields
	]
	values = {"name": doctype, "module": "Custom", "custom": 1, "autoname": "hash", "fields": rows}
	permissions = [{"role": "System Manager", **dict.fromkeys(RIGHTS, 1)}]
	frappe.get_doc({"doctype": "DocType", **values, "permissions": permissions}).insert()


def make_record(doctype: str, name: str) -> None:
	if frappe.db.exists(doctype, name):
		return
	values = {"ToDo": {"description": "x"}, "Note": {"title": name}}.get(doctype, {"status": "Open"})
	frappe.get_doc({"doctype": doctype, **values}).insert(set_name=name)


@pytest.fixture
def asking(site, committed, monkeypatch) -> Iterator[InProcess]:
	with application(site, monkeypatch) as asking:
		yield asking


def replay(asking: InProcess, authorization: str, call: dict) -> Answer:
	text = re.sub(r"\{modified:([^:}]+):([^}]+)\}", modified, json.dumps(call["arguments"]))
	return asking.ask(authorization, call["verb"], call["path"], json.loads(text))


def modified(match: re.Match) -> str:
	frappe.db.rollback()
	return str(frappe.db.get_value(match[1], match[2], "modified"))


def told(answer: Answer) -> tuple:
	"""Return what an answer says, without what differs each time."""
	text = VOLATILE.sub("0", answer.text)
	try:
		said = json.loads(text)
	except ValueError:
		return answer.status, text
	return answer.status, {key: value for key, value in said.items() if key not in WHERE}


def test_there_are_enough_of_each():
	apps = [call["app"] for call in RECORDED["calls"]]
	assert len(apps) >= 300
	assert min(apps.count(app) for app in ("erpnext", "helpdesk", "crm")) >= 50


def test_every_call_is_answered_as_without_us(asking, stand_ins):
	differing, answered = [], 0
	for call in RECORDED["calls"]:
		ours = told(replay(asking, stand_ins, call))
		with pytest.MonkeyPatch.context() as patch:
			without_guards(patch)
			theirs = told(replay(asking, stand_ins, call))
		answered += theirs[0] < 400
		if ours != theirs:
			differing.append((call, str(ours)[:400], str(theirs)[:400]))
	assert not differing, f"{len(differing)} differ: " + pformat(differing[:10])
	assert answered >= 300, f"Only {answered} were answered at all."
