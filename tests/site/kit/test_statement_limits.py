"""A statement of a request to a path of ours that takes too long ends, and with a sentence."""

import frappe
import pytest

from frappe_crm_app.kit import statement_limits
from frappe_crm_app.screens.lists import chips
from tests.site.benchmark.visiting import THREAD, Visitor
from tests.stack.site import new_user

SLEEP = {"mariadb": "select sleep(8)", "postgres": "select pg_sleep(8)"}


@pytest.fixture
def manager(committed):
	user = new_user("CRM Manager")
	frappe.db.commit()
	return Visitor(user)


def ask(visitor: Visitor, path: str, **arguments):
	headers = {"X-Frappe-Site-Name": visitor.site, "Accept": "application/json"}
	return THREAD.submit(lambda: visitor.client.get(path, query_string=arguments, headers=headers)).result()


def test_a_statement_that_takes_too_long_ends_with_a_sentence(manager, monkeypatch):
	monkeypatch.setattr(statement_limits, "allowed_seconds", lambda: 1)
	monkeypatch.setattr(chips, "counts", lambda *_arguments: frappe.db.multisql(SLEEP))
	answer = ask(manager, "/api/method/frappe_crm_app.list_views.api.get_chips", doctype="CRM Contact")
	told = answer.get_data(as_text=True)
	assert answer.status_code == 503, told
	assert "takes the database too long" in told
	assert "Traceback" not in told


@pytest.mark.parametrize(
	("path", "is_limited"),
	[
		("/api/method/frappe_crm_app.respondio.api.get_sync_state", True),
		("/api/resource/CRM Contact", True),
		("/api/v2/document/CRM Contact", True),
		("/api/resource/ToDo", False),
		("/api/method/ping", False),
	],
)
def test_requests_to_paths_of_ours_are_limited_and_no_others(manager, monkeypatch, path, is_limited):
	limits = []
	for each in type(frappe.local.db).__mro__:
		if "set_execution_timeout" in vars(each):
			monkeypatch.setattr(each, "set_execution_timeout", lambda _self, seconds: limits.append(seconds))
	ask(manager, path, doctype="CRM Contact", name="nothing")
	assert limits == ([30] if is_limited else [])


def test_the_site_config_says_how_long(monkeypatch):
	monkeypatch.setitem(frappe.local.conf, "crm_statement_seconds", 5)
	assert statement_limits.allowed_seconds() == 5
	monkeypatch.setitem(frappe.local.conf, "crm_statement_seconds", 0)
	assert statement_limits.allowed_seconds() == 0
