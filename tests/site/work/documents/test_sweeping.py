"""What a killed process left on disk is removed a month later; what anybody names, and what is not ours, never."""

import os
import time

import frappe
import pytest

from frappe_crm_app.visibility.file_addresses import PRIVATE
from frappe_crm_app.work.documents import store
from frappe_crm_app.work.documents.tasks import remove_unnamed_files
from tests.factories import make_document

DAY = 24 * 3600
MONTH = 30 * DAY
NAME = "document-" + "0a" * 10


def put(name: str, seconds_ago: int) -> str:
	"""Write a private file by this name, so long ago, and return its path."""
	path = store.path_of(PRIVATE + name)
	with open(path, "wb") as file:
		file.write(b"Written by a process that was killed")
	age(path, seconds_ago)
	return path


def age(path: str, seconds_ago: int) -> None:
	moment = time.time() - seconds_ago
	os.utime(path, (moment, moment))


@pytest.fixture
def written(isolation):
	"""``written(name, seconds_ago)`` -> the path of a private file, beside a document; it is gone after the test."""
	paths = []
	make_document(content=b"Of today")

	def write(name: str, seconds_ago: int = 2 * MONTH) -> str:
		paths.append(put(name, seconds_ago))
		return paths[-1]

	yield write
	for path in paths:
		if os.path.lexists(path):
			os.remove(path)


def test_a_file_that_a_killed_process_left_is_removed_a_month_later(written):
	path = written(NAME, MONTH - 600)
	remove_unnamed_files()
	assert os.path.exists(path)
	age(path, MONTH + 600)
	remove_unnamed_files()
	assert not os.path.exists(path)


def test_what_the_store_writes_has_a_name_that_the_sweep_knows(isolation):
	make_document(content=b"Of today")
	path = store.path_of(store.write(b"Nobody names this"))
	age(path, 2 * MONTH)
	remove_unnamed_files()
	assert not os.path.exists(path)


def test_the_file_of_a_version_stays_however_old(isolation):
	document = make_document(content=b"As old as the hills")
	file = frappe.db.get_value("CRM Document Version", {"document": document.name}, "file")
	path = store.path_of(frappe.db.get_value("File", file, "file_url"))
	age(path, 900 * DAY)
	remove_unnamed_files()
	assert store.content_of(file) == b"As old as the hills"


@pytest.mark.parametrize(
	"name", [f"{NAME}.pdf", f"my-{NAME}", NAME[:-1], f"{NAME}0", NAME.upper(), "document-of-somebody-else"]
)
def test_what_our_store_does_not_name_so_stays(written, name):
	path = written(name)
	remove_unnamed_files()
	assert os.path.exists(path)


def test_a_link_by_such_a_name_stays_and_so_does_where_it_leads(written):
	target = written("somewhere-else")
	path = store.path_of(PRIVATE + NAME)
	os.symlink(target, path)
	try:
		remove_unnamed_files()
		assert os.path.islink(path)
		assert os.path.exists(target)
	finally:
		os.remove(path)


def test_beside_the_database_of_another_time_nothing_is_removed(written, logged):
	paths = [written(f"document-{number:020x}") for number in range(60)]
	remove_unnamed_files()
	assert all(os.path.exists(path) for path in paths)
	assert len(logged) == 1


def test_before_the_database_is_restored_nothing_is_removed(written):
	path = written(NAME)
	frappe.db.delete("CRM Document Version")
	remove_unnamed_files()
	assert os.path.exists(path)


def test_many_are_asked_for_in_few_statements(written, count_queries):
	for number in range(30):
		written(f"document-{number:020x}")
	assert count_queries(remove_unnamed_files) <= 2
	assert not os.path.exists(store.path_of(f"{PRIVATE}document-{5:020x}"))
