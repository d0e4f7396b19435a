"""The second user, installed: its DocTypes, and in the hooks, as another app's, its outboxes and a function that hears of events."""

import frappe
import pytest

from tests.site.channels.messaging.peer import PROVIDERS
from tests.site.kit.outbox import second_user
from tests.stack.other_apps import make_doctype
from tests.stack.site import _delete_all_but, refresh

DOCTYPES = (second_user.PARCEL, second_user.CALL)
OUTBOXES = [f"{second_user.HERE}.PARCELS", f"{second_user.HERE}.CALLS"]


@pytest.fixture(scope="session")
def _doctypes(site):
	frappe.set_user("Administrator")
	for doctype in DOCTYPES:
		make_doctype(doctype, second_user.FIELDS)
	frappe.db.commit()
	yield
	frappe.db.rollback()
	frappe.set_user("Administrator")
	quote = "`" if frappe.db.db_type == "mariadb" else '"'
	for doctype in DOCTYPES:
		frappe.delete_doc("DocType", doctype, force=True)
		frappe.db.sql_ddl(f"drop table if exists {quote}tab{doctype}{quote}")
	frappe.db.commit()
	frappe.cache.delete_value("db_tables")


@pytest.fixture
def installed(_doctypes, committed, monkeypatch):
	"""What the second user has is listed by the hooks, here and, since hooks are kept in Redis, in every worker."""
	from frappe_crm_app import hooks

	monkeypatch.setattr(hooks, "crm_outboxes", [*hooks.crm_outboxes, *OUTBOXES])
	monkeypatch.setattr(hooks, "crm_messaging_providers", PROVIDERS)
	monkeypatch.setattr(hooks, "crm_domain_event", [f"{second_user.HERE}.hear"], raising=False)
	forget_hooks()
	assert OUTBOXES[0] in frappe.get_hooks("crm_outboxes")
	yield
	frappe.db.rollback()
	for doctype in DOCTYPES:
		_delete_all_but(doctype, [])
	refresh()
	monkeypatch.undo()
	forget_hooks()


def forget_hooks() -> None:
	frappe.cache.delete_value("app_hooks")
	if hasattr(frappe.local, "request_cache"):  # it comes with the first that is kept there
		frappe.local.request_cache.clear()
	if hasattr(frappe, "client_cache"):  # Frappe 16
		frappe.client_cache.delete_value("app_hooks")


def effects() -> list[str]:
	refresh()
	return frappe.get_all("ToDo", pluck="description", order_by="creation asc")
