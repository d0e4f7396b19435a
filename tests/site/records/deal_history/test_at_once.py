"""Two workers at the same days, and fifty thousand deals."""

import subprocess
import time
from datetime import timedelta

import frappe
import pytest
from frappe.query_builder.functions import Concat
from frappe.utils import now_datetime

from frappe_crm_app.kit.set_based import insert_records
from frappe_crm_app.records.deal_history.days import TAKEN_UNTIL
from tests.factories import make_deal, stage
from tests.site.records.deal_history.conftest import DEAL, SNAPSHOT, ago
from tests.stack.site import refresh

TAKE = """
import sys, frappe
frappe.init(sys.argv[1], sites_path=".")
frappe.connect()
from frappe_crm_app.records.deal_history import snapshots
snapshots.CHUNK = int(sys.argv[2])
from frappe_crm_app.records.deal_history.tasks import take_missing_snapshots
take_missing_snapshots()
"""
STANDARD = ("name", "owner", "creation", "modified", "modified_by", "docstatus", "idx")
FIELDS = (
	*("title", "pipeline", "stage", "outcome", "probability", "forecast_category", "stage_entered_on"),
	*("value", "currency", "conversion_rate", "base_value", "base_currency", "deal_owner"),
)


@pytest.fixture
def begins_anew(committed):
	"""No day has been written."""
	frappe.db.set_default(TAKEN_UNTIL, None)
	frappe.db.commit()
	yield
	frappe.db.rollback()
	frappe.db.set_default(TAKEN_UNTIL, None)
	frappe.db.commit()


def write_deals(count: int) -> None:
	"""Insert open deals of ten days ago, as rows."""
	lead, moment = make_deal(), now_datetime() - timedelta(days=10)
	shared = (lead.pipeline, stage("Lead"), "Open", 10, "Pipeline", moment)
	rows = [
		(f"many-{number:06}", "Administrator", moment, moment, "Administrator", 0, 0, f"Deal {number}", *shared,
			100 + number, lead.currency, 1, 100 + number, lead.base_currency, "Administrator")
		for number in range(count)
	]  # fmt: skip
	for start in range(0, count, 2000):
		insert_records(DEAL, (*STANDARD, *FIELDS), rows[start : start + 2000])
	frappe.db.delete(DEAL, {"name": lead.name})
	frappe.db.commit()


def take_in_another_process(stack, site: str, chunk: int) -> subprocess.Popen:
	python = stack.bench.sites.parent / "env" / "bin" / "python"
	command = [str(python), "-c", TAKE, site, str(chunk)]
	return subprocess.Popen(command, cwd=stack.bench.sites, env=stack.bench.full_environment)


def test_two_workers_at_once_write_each_row_once(begins_anew, stack, site):
	write_deals(400)
	workers = [take_in_another_process(stack, site, 7) for _ in range(2)]
	assert [worker.wait(120) for worker in workers] == [0, 0]
	refresh()
	assert frappe.db.count(SNAPSHOT) == 400
	assert frappe.db.count(SNAPSHOT, {"day": ago(1)}) == 400


def test_a_worker_that_is_killed_leaves_the_rest_to_the_next(begins_anew, stack, site):
	write_deals(3000)
	first = take_in_another_process(stack, site, 20)
	end = time.monotonic() + 60
	while not frappe.db.count(SNAPSHOT):
		assert time.monotonic() < end
		refresh()
	first.kill()
	first.wait()
	refresh()
	assert frappe.db.count(SNAPSHOT) < 3000
	assert take_in_another_process(stack, site, 500).wait(120) == 0
	refresh()
	assert frappe.db.count(SNAPSHOT) == 3000


def test_fifty_thousand_open_deals(begins_anew, full_size):
	from frappe_crm_app.records.deal_history.tasks import take_missing_snapshots

	count = 50_000 if full_size else 2_000
	write_deals(count)
	seconds = {"first day": timed(take_missing_snapshots)}
	assert frappe.db.count(SNAPSHOT) == count
	frappe.db.set_default(TAKEN_UNTIL, ago(2).isoformat())
	seconds["again, nothing changed"] = timed(take_missing_snapshots)
	assert frappe.db.count(SNAPSHOT) == count
	deal = frappe.qb.DocType(DEAL)
	query = (
		frappe.qb.update(deal)
		.set(deal.value, deal.value + 1)
		.set(deal.modified, now_datetime() - timedelta(days=1))
	)
	query.where(deal.name.like("many-%")).run()
	row = frappe.qb.DocType(SNAPSHOT)
	frappe.qb.update(row).set(row.day, ago(3)).set(row.name, Concat(row.deal, f"-{ago(3)}")).run()
	frappe.db.set_default(TAKEN_UNTIL, ago(2).isoformat())
	frappe.db.commit()
	seconds["all changed"] = timed(take_missing_snapshots)
	assert frappe.db.count(SNAPSHOT, {"day": ago(1)}) == count
	print(f"\n{count} open deals on {frappe.db.db_type}: {seconds}")
	assert max(seconds.values()) < 10


def timed(work) -> float:
	start = time.monotonic()
	work()
	return round(time.monotonic() - start, 2)
