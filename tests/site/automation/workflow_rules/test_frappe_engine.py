"""Events are registered for the engine that Frappe is building, and cost nothing where it is not there."""

import importlib.util

import frappe
import pytest

from frappe_crm_app.automation.workflow_rules import frappe_engine
from frappe_crm_app.kit.domain_events.kinds import all_kinds
from frappe_crm_app.kit.domain_events.listening import heard


def test_every_kind_of_event_is_registered_with_the_record_that_it_is_about():
	(registered,) = [
		each for each in frappe.get_hooks("automation_events") if "frappe_crm_app.deal.won" in each
	]
	assert {name: schema["subject"]["doctype"] for name, schema in registered.items()} == {
		f"frappe_crm_app.{kind.name}": kind.doctype for kind in all_kinds().values()
	}


@pytest.mark.skipif(
	importlib.util.find_spec("frappe.automation_engine") is not None, reason="this Frappe has the engine"
)
def test_where_there_is_no_such_engine_nobody_listens():
	assert frappe_engine.kinds_wanted() == set()
	assert "contact.tagged" not in heard()
	frappe_engine.heard("contact.tagged", "nothing")
