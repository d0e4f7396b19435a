"""What importing people costs, on a site with many contacts: beside a bare bulk insert, and beside Frappe's Data Import.

    python -m benchmarks.contact_import SITE        (in the bench's `sites`)

A CSV file of `ROWS` rows, half of them about people who are there already, is previewed and imported on a site with
`CONTACTS` contacts. The floor is `frappe.db.bulk_insert` of the same rows into a bare DocType with their six fields.
Frappe's own Data Import takes `DATA_IMPORT_ROWS` of the rows (new people) for comparison. Everything made is removed.
"""

import csv
import io
import resource
import sys
import time
from collections.abc import Callable
from statistics import median

import frappe
from frappe.core.doctype.data_import.importer import Importer

from frappe_crm_app.intake.contact_import import api, running
from frappe_crm_app.records.identity.duplicates import possible_duplicates

CONTACTS = 100_000
ROWS = 20_000
DATA_IMPORT_ROWS = 1_000
DUPLICATE_CHECKS = 200
FLOOR = "Bare Person"
FIELDS = ("first_name", "last_name", "email", "phone", "company_name", "job_title")
LABELS = ("First Name", "Last Name", "Email", "Phone", "Company", "Job Title")
STANDARD = ("name", "owner", "creation", "modified", "modified_by")


def main(site: str) -> None:
	frappe.init(site)
	frappe.connect()
	try:
		make_floor()
		fill_site()
		measure_all()
	finally:
		frappe.db.rollback()
		clean_up()
		frappe.destroy()


def person(number: int, job_title: str) -> tuple[str, ...]:
	"""Return the six fields of a person."""
	phone = f"+1415{2_000_000 + number}"
	email = f"ada.{number}@benchmark.example"
	return ("Ada", f"Lovelace {number}", email, phone, f"Company {number % 5000}", job_title)


def file_rows() -> list[tuple[str, ...]]:
	"""Return the rows of the file: known people with another job in turn with new ones."""
	return [person(number // 2 if number % 2 else CONTACTS + number, "Director") for number in range(ROWS)]


def make_floor() -> None:
	"""Create the bare DocType of the floor."""
	fields = [{"fieldname": name, "label": name, "fieldtype": "Data"} for name in FIELDS]
	values = {"doctype": "DocType", "name": FLOOR, "module": "Custom", "custom": 1, "autoname": "hash"}
	frappe.get_doc({**values, "fields": fields}).insert(ignore_if_duplicate=True)


def fill_site() -> None:
	"""Put `CONTACTS` contacts there."""
	people = (person(number, "Analyst") for number in range(CONTACTS))
	extra = ("full_name", "status", "contact_type", "contact_owner")
	rows = [
		(*standard(), *values, " ".join(values[:2]), "Lead", "Customer", "Administrator") for values in people
	]
	frappe.db.bulk_insert("CRM Contact", (*STANDARD, *FIELDS, *extra), rows)
	frappe.db.commit()


def standard() -> tuple[str, ...]:
	"""Return a row's standard columns."""
	now = frappe.utils.now()
	return (frappe.generate_hash(length=10), "Administrator", now, now, "Administrator")


def measure_all() -> None:
	rows = file_rows()
	duplicates = seconds_for_duplicates()
	file_url = upload(rows)
	floor = seconds(lambda: insert_bare(rows))
	preview = seconds(lambda: api.process(file_url))
	started = api.start(file_url)
	frappe.db.commit()
	ours = seconds(lambda: running.run(started))
	done = frappe.get_doc("CRM Contact Import", started)
	undone = undo(started)
	theirs = seconds(lambda: import_with_frappe(DATA_IMPORT_ROWS))
	print(
		f"{CONTACTS} contacts, {ROWS} rows: {done.created} created, {done.updated} updated, {done.skipped} skipped"
	)
	print(f"{'':34}{'seconds':>10}{'rows/s':>10}{'ratio':>8}")
	for title, took, count in (
		("bare bulk_insert (floor)", floor, ROWS),
		("import", ours, ROWS),
		("undo", undone, ROWS),
		(f"Frappe's Data Import, {DATA_IMPORT_ROWS} rows", theirs, DATA_IMPORT_ROWS),
	):
		per_row = took / count
		print(f"{title:34}{took:10.2f}{count / took:10.0f}{per_row / (floor / ROWS):8.1f}")
	print(
		f"Data Import takes {theirs / DATA_IMPORT_ROWS / (ours / ROWS):.0f} times as long per row as the import"
	)
	print(f"possible duplicates of one contact: {duplicates * 1000:.1f} ms")
	print(
		f"preview {preview:.2f} s, largest memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10} MB"
	)


def seconds_for_duplicates() -> float:
	"""Return the median time of looking for the possible duplicates of one contact."""
	names = frappe.get_all(
		"CRM Contact", filters={"phone": ("is", "set")}, limit=DUPLICATE_CHECKS, pluck="name"
	)
	contacts = [frappe.get_doc("CRM Contact", name) for name in names]
	return median(seconds(lambda contact=contact: possible_duplicates(contact)) for contact in contacts)


def seconds(step: Callable[[], object]) -> float:
	started = time.perf_counter()
	step()
	return time.perf_counter() - started


def insert_bare(rows: list[tuple[str, ...]]) -> None:
	frappe.db.bulk_insert(FLOOR, (*STANDARD, *FIELDS), [(*standard(), *row) for row in rows])
	frappe.db.commit()


def undo(name: str) -> float:
	from frappe_crm_app.intake.contact_import import undo as undoing

	api.undo(name)
	frappe.db.commit()
	return seconds(lambda: undoing.run(name))


def import_with_frappe(count: int) -> None:
	"""Import new people with Frappe's Data Import, as its job does."""
	people = [person(2 * CONTACTS + number, "Director") for number in range(count)]
	data_import = frappe.get_doc(
		{
			"doctype": "Data Import",
			"reference_doctype": "CRM Contact",
			"import_type": "Insert New Records",
			"import_file": upload(people),
			"mute_emails": 1,
		}
	).insert()
	frappe.db.commit()
	Importer("CRM Contact", data_import=data_import).import_data()


def upload(rows: list[tuple[str, ...]]) -> str:
	stream = io.StringIO()
	csv.writer(stream).writerows([LABELS, *rows])
	values = {"doctype": "File", "file_name": "benchmark.csv", "is_private": 1}
	return frappe.get_doc({**values, "content": stream.getvalue()}).insert().file_url


def clean_up() -> None:
	"""Remove what was made."""
	for doctype in (
		"CRM Contact",
		"CRM Customer",
		"CRM Contact Affiliation",
		"CRM Contact Import",
		"CRM Contact Import Row",
	):
		frappe.db.delete(doctype)
	frappe.db.delete("__global_search")
	frappe.db.delete("Deleted Document", {"deleted_doctype": "CRM Contact"})
	for name in frappe.get_all("File", filters={"file_name": ("like", "benchmark%.csv")}, pluck="name"):
		frappe.delete_doc("File", name)
	frappe.delete_doc("DocType", FLOOR, force=True)
	frappe.db.commit()


if __name__ == "__main__":
	main(sys.argv[1])
