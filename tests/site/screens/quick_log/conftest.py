from collections.abc import Callable

import frappe
import pytest

from frappe_crm_app.screens.quick_log.api import send
from tests.factories import make_contact, make_deal, make_note
from tests.stack.site import refresh


@pytest.fixture
def rep(committed: None, make_user) -> str:
	return make_user("CRM Sales Rep", first_name="Grace", last_name="Hopper")


@pytest.fixture
def ada(rep):
	return make_contact(
		first_name="Ada",
		last_name="King",
		contact_owner=rep,
		phone="+14155550199",
		email="ada@harbor.example",
	)


@pytest.fixture
def deal(ada, rep):
	return make_deal(title="Crane", contact=ada.name, deal_owner=rep)


@pytest.fixture
def call(deal, rep):
	"""A call that was due an hour ago."""
	moment = frappe.utils.add_to_date(frappe.utils.now_datetime(), hours=-1)
	return make_note(
		deal, subject="Ask again", action="Call", status="Open", scheduled_on=moment, assigned_to=rep
	)


@pytest.fixture
def sent(rep) -> Callable[..., list[dict]]:
	"""``sent(entry, ...)`` -> what became of each, sent by the rep, or by `by`."""

	def post(*entries: dict, by: str = "") -> list[dict]:
		before = frappe.session.user
		frappe.db.commit()
		frappe.set_user(by or rep)
		try:
			return send(by or rep, list(entries))["results"]
		finally:
			frappe.set_user(before)
			refresh()

	return post
