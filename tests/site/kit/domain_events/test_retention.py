"""Events are kept for 90 days, and for as long as something refers to them."""

from datetime import timedelta

import frappe
import pytest
from frappe.core.doctype.log_settings.log_settings import run_log_clean_up
from frappe.utils import now_datetime

from frappe_crm_app.kit.domain_events import retention
from frappe_crm_app.kit.exceptions import HistoryError
from tests.factories import make_contact, make_event
from tests.site.kit.domain_events.conftest import EVENT
from tests.stack.other_apps import make_doctype

OTHER = "Waiting Script"
QUOTE = {"mariadb": "`", "postgres": '"'}


@pytest.fixture
def event(committed):
	"""`event(days old, ...)` -> the name of an event."""
	contact = make_contact()

	def make(days: int, **values) -> str:
		name = make_event(contact, **values).name
		table = frappe.qb.DocType(EVENT)
		moment = now_datetime() - timedelta(days=days)
		frappe.qb.update(table).set(table.creation, moment).where(table.name == name).run()
		return name

	return make


def left(*names: str) -> list[bool]:
	return [bool(frappe.db.exists(EVENT, name)) for name in names]


def test_log_settings_forget_what_is_older_than_90_days(event):
	old, young = event(91), event(89)
	run_log_clean_up()
	assert left(old, young) == [False, True]


def test_one_to_which_a_younger_one_refers_stays_with_all_that_led_to_it(event):
	first = event(200)
	second = event(150, cause_event=first)
	third = event(10, cause_event=second)
	retention.forget_older_than(90)
	assert left(first, second, third) == [True] * 3
	retention.forget_older_than(5)
	assert left(first, second, third) == [False] * 3


@pytest.fixture
def other_doctype(committed):
	"""A DocType of another app that links to events."""
	make_doctype(OTHER, (f"because_of:Link:{EVENT}",))
	frappe.db.commit()
	yield OTHER
	frappe.db.rollback()
	frappe.delete_doc("DocType", OTHER, force=True)
	frappe.db.sql_ddl("drop table if exists `tabWaiting Script`".replace("`", QUOTE[frappe.db.db_type]))
	frappe.db.commit()
	frappe.cache.delete_value("db_tables")


def test_one_to_which_a_row_of_another_doctype_links_stays(event, other_doctype):
	old = event(200)
	waiting = frappe.get_doc({"doctype": other_doctype, "name": "one", "because_of": old}).insert()
	retention.forget_older_than(90)
	assert left(old) == [True]
	waiting.delete()
	retention.forget_older_than(90)
	assert left(old) == [False]


def test_one_that_was_not_told_stays(event):
	owed = event(200, status="Owed")
	retention.forget_older_than(90)
	assert left(owed) == [True]


def test_many_are_forgotten_in_chunks(event, monkeypatch):
	monkeypatch.setattr(retention, "CHUNK", 2)
	names = [event(100) for _ in range(5)]
	retention.forget_older_than(90)
	assert left(*names) == [False] * 5


def test_nobody_changes_or_deletes_what_happened(event):
	doc = frappe.get_doc(EVENT, event(1))
	with pytest.raises(HistoryError):
		doc.save()
	with pytest.raises(HistoryError):
		doc.delete()


def test_scripts_read_events_over_rest(event, api, make_user):
	name = event(1, changes='{"title":[null,"Cranes"]}', kind="deal.created")
	client = api(make_user("CRM Manager"))
	frappe.db.commit()
	rows = client.get(
		f"/api/resource/{EVENT}",
		params={"filters": '{"kind": "deal.created"}', "fields": '["name", "changes"]'},
	)
	assert [row["name"] for row in rows.json()["data"]] == [name]
	assert frappe.parse_json(rows.json()["data"][0]["changes"]) == {"title": [None, "Cranes"]}
	other = api(make_user("CRM Sales Rep"))
	frappe.db.commit()
	assert other.get(f"/api/resource/{EVENT}/{name}").status_code == 403
