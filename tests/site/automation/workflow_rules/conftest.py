"""Rules of one test are none of the next: who listens is asked anew."""

from collections.abc import Iterator

import frappe
import pytest

from frappe_crm_app.automation.workflow_rules.tasks import RUNS
from frappe_crm_app.kit.domain_events import listening


@pytest.fixture(autouse=True)
def _rules_of_this_test(isolation: None) -> Iterator[None]:
	listening.forget_now()
	RUNS.forget_waking()
	yield
	frappe.db.rollback()
	listening.forget_now()
