"""An import of many contacts with a listener: an event for each, and little slower than without."""

import csv
import io
import time

import frappe
import pytest

from tests.site.intake.contact_import.conftest import HEADER, import_file
from tests.site.kit.domain_events.conftest import EVENT

CONTACTS = {False: 1_500, True: 10_000}
TURNS = {False: 1, True: 5}
AT_MOST = 1.15  # of the time that it takes without


def people(number: int) -> bytes:
	stream = io.StringIO()
	rows = [
		[
			"Ada",
			f"King {row}",
			f"ada.{row}@acme.example",
			f"+1415555{row % 10_000:04}",
			"Acme",
			"Buyer",
			"Lead",
			"",
		]
		for row in range(number)
	]
	csv.writer(stream).writerows([HEADER, *rows])
	return stream.getvalue().encode()


@pytest.fixture
def timed_import(upload):
	"""`timed_import(content)` -> the seconds of an import into an empty site, and how many events there are afterwards."""

	def run(content: bytes) -> tuple[float, int]:
		file = upload(content)
		frappe.db.commit()
		start = time.perf_counter()
		import_file(file)
		seconds, found = time.perf_counter() - start, frappe.db.count(EVENT, {"kind": "contact.created"})
		for doctype in ("CRM Contact", "CRM Contact Import", "CRM Contact Import Row", EVENT):
			frappe.db.delete(doctype)
		frappe.db.delete("__global_search", {"doctype": "CRM Contact"})
		frappe.db.commit()
		return seconds, found

	return run


def test_an_import_with_a_listener_is_little_slower(timed_import, listeners, full_size, capsys):
	number = CONTACTS[full_size]
	content, seconds = people(number), {False: [], True: []}
	timed_import(content)
	for _turn in range(TURNS[full_size]):
		for listens in (False, True):
			listeners.paths["crm_event_listeners"].clear()
			if listens:
				listeners.want()
			taken, found = timed_import(content)
			assert found == (number if listens else 0)
			seconds[listens].append(taken)
	# What else the machine does only adds: the quickest of each is nearest to what the work itself takes.
	ratio = min(seconds[True]) / min(seconds[False])
	with capsys.disabled():
		print(
			f"{number} contacts: {seconds[False]} s without, {seconds[True]} s with a listener, {ratio:.3f} times"
		)
	if full_size:
		assert ratio <= AT_MOST
