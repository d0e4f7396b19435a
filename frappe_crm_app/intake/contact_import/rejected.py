"""The rows of a file that were not taken, as CSV, each with its row number and the reason."""

import csv
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

import frappe
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import_row.options import RowOutcome
from frappe_crm_app.intake.contact_import.files import open_file, path_of
from frappe_crm_app.intake.contact_import.start import reading_of
from frappe_crm_app.kit.spreadsheet_formulas import neutralise_cell

PAGE = 1000


def write_rejected(contact_import: Document) -> IO[bytes]:
	"""Return a CSV file (UTF-8 with byte order mark, as Excel wants it) with the columns of the imported one."""
	path = path_of(frappe.get_doc("File", contact_import.file))
	reasons = skipped_rows(contact_import.name)
	file = TemporaryFile("w+", encoding="utf-8-sig", newline="")  # noqa: SIM115 the response closes it
	with open_file(path, reading_of(contact_import)) as table:
		writer = csv.writer(file)
		write(writer, [*table.header, frappe._("Row"), frappe._("Reason")])
		number, reason = next(reasons, (None, ""))
		for row in table.rows:
			if number is None:
				break
			if row.number == number:
				cells = [*row.cells, *[""] * len(table.header)][: len(table.header)]
				write(writer, [*cells, number, reason])
				number, reason = next(reasons, (None, ""))
	file.flush()
	content = file.detach()
	content.seek(0)
	return content


def write(writer: csv.writer, cells: list) -> None:
	"""Write one row of cells that no spreadsheet calculates."""
	writer.writerow([neutralise_cell(cell) for cell in cells])


def skipped_rows(contact_import: str) -> Iterator[tuple[int, str]]:
	"""Yield row number and reason of the rows not taken, in the order of the file."""
	last = 0
	while True:
		page = frappe.get_all(
			"CRM Contact Import Row",
			filters={
				"contact_import": contact_import,
				"outcome": RowOutcome.SKIPPED,
				"file_row": (">", last),
			},
			fields=["file_row", "reason"],
			order_by="file_row asc, name asc",
			limit=PAGE,
		)
		yield from ((row.file_row, row.reason) for row in page)
		if len(page) < PAGE:
			return
		last = page[-1].file_row
