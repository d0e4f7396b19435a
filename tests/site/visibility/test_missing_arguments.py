"""No function of ours stumbles over a call without arguments: it answers, or says in a sentence what is missing."""

from collections.abc import Iterator
from pprint import pformat

import frappe
import pytest

from frappe_crm_app.kit.overrides import replaced_paths
from tests.site.visibility.callers import people_of_all_kinds
from tests.site.visibility.in_process import InProcess, application
from tests.stack.http import _authorization
from tests.stack.site import own_endpoints

SENTENCE = "These arguments are missing: {0}."
FINDING = (
	"frappe_crm_app.identity.search.find_contacts",
	"frappe_crm_app.identity.search.find_customers",
	"frappe_crm_app.records.pipeline.search.find_deals",
	"frappe_crm_app.selling.quote_desk.search.find_quotes",
	"frappe_crm_app.visibility.people_search.find_users",
)


@pytest.fixture(scope="module")
def callers(site) -> Iterator[dict[str, str | None]]:
	for people in people_of_all_kinds():
		authorizations = {kind: _authorization(user) if user else None for kind, user in people.items()}
		frappe.db.commit()
		yield authorizations


@pytest.fixture
def asking(site, isolation, monkeypatch) -> Iterator[InProcess]:
	with application(site, monkeypatch) as asking:
		yield asking


def paths() -> list[str]:
	"""Return the addresses of our functions, and those of Frappe's in whose place they stand."""
	return sorted({*(f"frappe_crm_app.{path}" for path in own_endpoints()), *replaced_paths()})


@pytest.mark.parametrize("kind", ["CRM Manager", "CRM Admin", "Guest"])
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_a_call_without_arguments_is_no_error_of_ours(asking, callers, kind, verb):
	wrong = {}
	for path in paths():
		answer = asking.ask(callers[kind], verb, f"/api/method/{path}", {})
		tells_code = path.startswith("frappe_crm_app.") and "Traceback" in answer.text
		if answer.status >= 500 or tells_code:
			wrong[path] = (answer.status, answer.text[-400:])
	assert not wrong, pformat(wrong)


@pytest.mark.parametrize("path", FINDING)
@pytest.mark.parametrize("api", ["/api/method/", "/api/v2/method/"])
def test_what_link_fields_call_says_what_it_needs(asking, callers, api, path):
	sent = {"doctype": "CRM Contact", "txt": ""}
	for arguments, missing in (({}, "doctype, txt, "), (sent, "")):
		answer = asking.ask(callers["CRM Manager"], "GET", api + path, arguments)
		assert answer.status == 417, answer.text
		assert SENTENCE.format(f"{missing}searchfield, start, page_len") in answer.text


def test_a_function_that_nobody_may_call_does_not_tell_what_it_needs(asking, callers):
	path = "/api/method/frappe_crm_app.records.search.finding.find"
	answer = asking.ask(callers["CRM Manager"], "GET", path, {})
	assert answer.status == 403, answer.text
	assert "missing" not in answer.text
