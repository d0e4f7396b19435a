"""A file of people: its preview beside reading it, its import beside inserting the rows."""

import csv
import io
from collections.abc import Iterator

import frappe
from phonenumbers import is_possible_number, parse

from frappe_crm_app.benchmark.bare import BARE
from frappe_crm_app.benchmark.cleaning import remove_imported
from frappe_crm_app.benchmark.measure import Measure, World
from frappe_crm_app.benchmark.rows import IMPORT_DOMAIN, PREFIX, STANDARD, person
from frappe_crm_app.intake.contact_import import api, running

ROWS, CHUNK = 10_000, 1_000
FIELDS = ("first_name", "last_name", "email", "phone", "company_name", "job_title")
LABELS = ("First Name", "Last Name", "Email", "Phone", "Company", "Job Title")


def measures(world: World) -> Iterator[Measure]:
	rows = [
		person(row // 2 % world.contacts) if row % 2 else person(row, IMPORT_DOMAIN) for row in range(ROWS)
	]
	text = as_csv(rows)
	yield Measure(
		"preview",
		f"preview of an import of {ROWS:,} rows",
		lambda: api.process(upload(text)),
		lambda: (upload(text), read_bare(text)),
		"storing and reading the file, parsing its phones, looking up its emails",
		budget=50,
		is_page=False,
		rounds=5,
		warm_up=1,
	)
	yield Measure(
		"import",
		f"import of {ROWS:,} rows, half of them updates",
		lambda: import_file(text),
		lambda: (upload(text), insert_bare(rows)),
		"frappe.db.bulk_insert of the rows",
		budget=400,
		is_page=False,
		rounds=1,
		warm_up=0,
		clean=remove_imported,
	)


def as_csv(rows: list[tuple[str, ...]]) -> str:
	stream = io.StringIO()
	csv.writer(stream).writerows([LABELS, *rows])
	return stream.getvalue()


def upload(text: str) -> str:
	values = {"doctype": "File", "file_name": f"{PREFIX}people.csv", "is_private": 1, "content": text}
	return frappe.get_doc(values).insert().file_url


def read_bare(text: str) -> list:
	"""Read the rows, parse each phone number with the library that everybody uses for it, and look up the emails."""
	rows = list(csv.reader(io.StringIO(text)))[1:]
	possible = [is_possible_number(parse(row[3])) for row in rows]
	contact = frappe.qb.DocType("CRM Contact")
	query = frappe.qb.from_(contact).select(*(contact[fieldname] for fieldname in ("name", *FIELDS)))
	known = [
		query.where(contact.email.isin([row[2] for row in rows[first : first + CHUNK]])).run(as_dict=True)
		for first in range(0, ROWS, CHUNK)
	]
	return [rows, possible, known]


def import_file(text: str) -> None:
	"""Import with the function that the job calls; it commits."""
	name = api.start(upload(text))
	frappe.db.commit()
	running.run(name)


def insert_bare(rows: list[tuple[str, ...]]) -> None:
	frappe.db.bulk_insert(BARE, (*STANDARD, *FIELDS), [(*standard(), *row) for row in rows])


def standard() -> tuple:
	now = frappe.utils.now()
	return (frappe.generate_hash(length=10), "Administrator", now, now, "Administrator", 0, 0)
