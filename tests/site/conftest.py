"""Site tests run in this process against a real database, each in a transaction that is rolled back."""

from collections.abc import Callable
from types import SimpleNamespace

import frappe
import pytest

from frappe_crm_app.records.search.sources import all_sources
from frappe_crm_app.records.search.table import TABLE
from frappe_crm_app.records.search.writing import terms_of_doc

NOBODYS_LEVEL = 3


@pytest.fixture(autouse=True)
def _isolated(isolation: None) -> None:
	"""Applies ``isolation`` to every test of this folder."""


@pytest.fixture
def count_queries():
	"""``count_queries(work)`` -> how many statements `work()` sends to the database."""

	def count(work) -> int:
		sent, send = [], frappe.db.sql
		frappe.db.sql = lambda *arguments, **options: sent.append(arguments[0]) or send(*arguments, **options)
		try:
			work()
		finally:
			del frappe.db.sql
		return len(sent)

	return count


@pytest.fixture
def system_setting(site):
	"""Return a function that sets a field of System Settings in the open transaction, for this process at once."""

	def set_value(field: str, value) -> None:
		frappe.db.set_single_value("System Settings", field, value)
		forget_system_settings()

	yield set_value
	forget_system_settings()


def forget_system_settings() -> None:
	"""Read them anew: Frappe 16 keeps them in the process too, and hears only a moment later that Redis forgot them."""
	frappe.clear_document_cache("System Settings", "System Settings")
	if client_cache := getattr(frappe, "client_cache", None):
		client_cache.delete_value(frappe.get_document_cache_key("System Settings", "System Settings"))
	frappe.local.system_settings = None


@pytest.fixture
def another_app(monkeypatch):
	"""``another_app(crm_digest_parts=[part])`` -> an app with these hooks, after all others; a mapping is a hook of plain data."""
	get_hooks, get_attr, module, listed = frappe.get_hooks, frappe.get_attr, SimpleNamespace(), {}

	def hooks(hook=None, *arguments, **options):
		found, theirs = get_hooks(hook, *arguments, **options), listed.get(hook)
		if isinstance(theirs, dict):
			return {**found, **theirs}
		return [*found, *theirs] if theirs else found

	def attribute(path):
		return getattr(module, path.split(".")[1]) if path.startswith("another_app.") else get_attr(path)

	def install(**added) -> None:
		for hook, handlers in added.items():
			if isinstance(handlers, dict):
				listed[hook] = handlers
				continue
			names = [f"{hook}_{number}" for number, _handler in enumerate(handlers)]
			vars(module).update(zip(names, handlers, strict=True))
			listed[hook] = [f"another_app.{name}" for name in names]

	monkeypatch.setattr(frappe, "get_hooks", hooks)
	monkeypatch.setattr(frappe, "get_attr", attribute)
	return install


@pytest.fixture
def logged(monkeypatch) -> list[str]:
	"""The titles of errors that are logged during the test."""
	titles, log_error = [], frappe.log_error

	def log(title=None, *arguments, **options):
		titles.append(title)
		return log_error(title, *arguments, **options)

	monkeypatch.setattr(frappe, "log_error", log)
	return titles


@pytest.fixture
def wrong_terms() -> Callable[[], dict]:
	"""``wrong_terms()`` -> `{record: (terms that are stored, terms that it has)}` where these are not the same, records that are gone included."""

	def compare() -> dict:
		stored: dict = {}
		table = frappe.qb.DocType(TABLE)
		query = frappe.qb.from_(table).select(table.doctype, table.name, table.term).where(table.term != "")
		for doctype, name, term in query.run():
			stored.setdefault((doctype, name), set()).add(term)
		held = {
			(source.doctype, name): set(terms_of_doc(source, frappe.get_doc(source.doctype, name))) - {""}
			for source in all_sources()
			for name in frappe.get_all(source.doctype, pluck="name")
		}
		return {
			key: (stored.get(key), held.get(key))
			for key in stored.keys() | held.keys()
			if stored.get(key, set()) != held.get(key)
		}

	return compare


@pytest.fixture
def raised(site, request):
	"""``raised(doctype, *fieldnames)`` puts fields on a level that no role of the CRM reads or writes."""
	done = []

	def put(doctype: str, *fieldnames: str) -> None:
		user = frappe.session.user
		frappe.set_user("Administrator")
		for fieldname in fieldnames:
			setter = {
				"doctype": doctype,
				"fieldname": fieldname,
				"property": "permlevel",
				"value": str(NOBODYS_LEVEL),
			}
			frappe.make_property_setter({**setter, "property_type": "Int"})
			done.append((doctype, fieldname))
		frappe.clear_cache(doctype=doctype)
		frappe.set_user(user)

	yield put
	frappe.set_user("Administrator")
	for doctype, fieldname in done:
		frappe.db.delete(
			"Property Setter", {"doc_type": doctype, "field_name": fieldname, "property": "permlevel"}
		)
	if "committed" in request.fixturenames:
		frappe.db.commit()
	for doctype, _fieldname in done:
		frappe.clear_cache(doctype=doctype)
