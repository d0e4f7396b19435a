"""Reported files through Frappe's own Data Import."""

import csv
from pathlib import Path

import frappe
import pytest

from frappe_crm_app.kit.exceptions import UnreadableDateError, UnreadableNumberError
from tests.factories import make_customer, stage

REPORTED = Path(__file__).parents[3] / "data" / "import" / "reported"


@pytest.fixture
def data_import(committed):
	"""``data_import("CRM Sales Deal", text)`` -> a saved Data Import of this CSV."""

	def make(doctype: str, text: str, **values):
		file = frappe.get_doc(
			{"doctype": "File", "file_name": "rows.csv", "content": text.encode(), "is_private": 1}
		).insert()
		doc = frappe.new_doc("Data Import")
		doc.update(
			{"reference_doctype": doctype, "import_type": "Insert New Records", "import_file": file.file_url}
		)
		return doc.update(values).insert()

	return make


def rows_of(name: str) -> tuple[list[str], list[list[str]]]:
	with (REPORTED / name).open(newline="") as file:
		header, *rows = csv.reader(file)
	return header, rows


def text_of(*rows: list[str]) -> str:
	return "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)


def test_80_each_amount_that_is_no_number_is_refused_with_its_row(data_import):
	header, rows = rows_of("80_deals_import.csv")
	keep = [header.index(name) for name in ("Title", "Value")]
	title, values = [header[place] for place in keep], [[row[place] for place in keep] for row in rows]
	for row in values[:5]:
		with pytest.raises(UnreadableNumberError, match=r"Row 3: .*is not a number"):
			data_import("CRM Sales Deal", text_of(title, ["Fine", "1,200.50"], row))
	assert data_import("CRM Sales Deal", text_of(title, values[5])).payload_count == 1


def test_81_each_date_that_is_none_in_the_sites_order_is_refused_with_its_row(data_import):
	"""Frappe takes `08.03.2026` for the 8th of March wherever it stands, which is the 3rd of August on this site."""
	assert not frappe.get_system_settings("date_format").startswith("dd")
	header, rows = rows_of("81_deals_dates.csv")
	for row in rows:
		with pytest.raises(UnreadableDateError, match="Row 2: "):
			data_import("CRM Sales Deal", text_of(header, row))
	assert data_import("CRM Sales Deal", text_of(header, ["Fine", "10", "2026-03-08"])).payload_count == 1


def test_85_customers_are_read_as_they_are_meant_or_refused(data_import, site):
	header, rows = rows_of("85_customers.csv")
	with pytest.raises(UnreadableNumberError, match=r"Row 2: “12\.500,00” is not a number"):
		data_import("CRM Customer", text_of(header, *rows))
	first = make_customer(
		customer_name="Hunt DC A", phone="020 7946 0018", country="United Kingdom", website="huntdc.example"
	)
	assert (first.phone, first.website, first.domain) == (
		"+442079460018", "https://huntdc.example", "huntdc.example",
	)  # fmt: skip


def test_82_83_deals_that_frappe_imports_as_closed_mail_nobody(data_import):
	for file in ("82_won_history.csv", "83_lost_history.csv"):
		header, rows = rows_of(file)
		places = [header.index(name) for name in ("Title", "Value", "Closed On")]
		wanted = [[row[place] for place in places] + [stage("Won")] for row in rows]
		doc = data_import("CRM Sales Deal", text_of([*(header[place] for place in places), "Stage"], *wanted))
		doc.get_importer().import_data()
		assert frappe.get_doc("Data Import", doc.name).status == "Success"
	assert frappe.db.count("CRM Sales Deal", {"outcome": "Won", "closed_on": "2019-05-01"}) == 3
	assert frappe.db.count("CRM Won Mail") == 0


def test_the_data_of_others_is_not_looked_at(data_import):
	assert data_import("Currency", text_of(["Currency Name", "Fraction Units"], ["Hunt Coin", "12k"])).name
