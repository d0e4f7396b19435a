"""What the tests of visibility ask: does somebody see this, by list and alone?"""

import frappe
import pytest
from frappe.model.document import Document

from frappe_crm_app.visibility import breadth, given
from tests.site.visibility.paths import PARENT_OF


def listed(doctype: str, user: str) -> set[str]:
	"""Return the names of the records that a list shows the user."""
	frappe.set_user(user)
	try:
		parent = PARENT_OF.get(doctype)
		return set(frappe.get_list(doctype, parent_doctype=parent, pluck="name", limit_page_length=0))
	except frappe.PermissionError:
		return set()
	finally:
		frappe.set_user("Administrator")


@pytest.fixture
def sees():
	"""``sees(user, doc)``; list and single record are both asked, and must agree."""

	def ask(user: str, doc: Document) -> bool:
		is_listed = doc.name in listed(doc.doctype, user)
		is_open = bool(frappe.has_permission(doc.doctype, "read", doc.name, user=user))
		assert is_listed == is_open, f"{user} and {doc.doctype}: listed {is_listed}, alone {is_open}"
		return is_open

	return ask


@pytest.fixture
def rep(make_user):
	return make_user("CRM Sales Rep")


@pytest.fixture
def acting():
	"""``acting(user)`` lets what follows be done by the user; the test ends as Administrator."""
	yield frappe.set_user
	frappe.set_user("Administrator")


@pytest.fixture
def set_scope():
	def change(role: str, doctype: str, scope: str) -> None:
		name = frappe.db.exists("CRM Record Scope", {"role": role, "record_type": doctype})
		record = frappe.get_doc("CRM Record Scope", name) if name else frappe.new_doc("CRM Record Scope")
		record.update({"role": role, "record_type": doctype, "scope": scope})
		record.save()

	return change


@pytest.fixture(params=["for few", "for many"])
def written(request, monkeypatch) -> str:
	"""Have criteria written as for few records, and as for many (`breadth.py`)."""
	has_many = request.param == "for many"
	monkeypatch.setattr(breadth, "is_wide", lambda scope, who: has_many)
	monkeypatch.setattr(breadth, "has_many", lambda kind: has_many)
	if has_many:  # people of deals: not named, but asked for
		monkeypatch.setattr(given, "MANY_PEOPLE", 0)
		monkeypatch.setattr(given, "LARGE_TEAM", 0)
	return request.param
