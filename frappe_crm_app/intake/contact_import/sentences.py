"""What people are told about files and rows."""

import frappe
from frappe import _

from frappe_crm_app.intake.contact_import.columns import missing_fields
from frappe_crm_app.intake.contact_import.planning import LONGEST_VALUE, Remark, RowNote, RowProblem
from frappe_crm_app.intake.contact_import.reading import MOST_COLUMNS, FileProblem, UnreadableFile
from frappe_crm_app.intake.contact_import.workbook_size import MOST_ROWS


def sentence_about_file(error: UnreadableFile) -> str:
	"""Return why a file cannot be imported."""
	return {
		FileProblem.EMPTY: _("The file is empty."),
		FileProblem.BINARY: _("The file holds no text that can be read. Save it as CSV (UTF-8) or XLSX."),
		FileProblem.OLD_EXCEL: _("This is a workbook of an old Excel. Save it as XLSX or CSV."),
		FileProblem.BROKEN: _("The file cannot be read: it is damaged, or no spreadsheet."),
		FileProblem.TOO_MUCH_TEXT: _(
			"The workbook holds more text than can be read at once. Save it as CSV."
		),
		FileProblem.LINE_TOO_LONG: _("Line {0} of the file is too long for a list of people.").format(
			error.row
		),
		FileProblem.CELL_TOO_LONG: _(
			"Row {0} has a cell that is too long. Maybe a quotation mark is not closed there."
		).format(error.row),
		FileProblem.TOO_MANY_COLUMNS: _("The file has more than {0} columns.").format(MOST_COLUMNS),
		FileProblem.TOO_MANY_ROWS: _("The file has more than {0} rows.").format(MOST_ROWS),
		FileProblem.NO_NAMES: _("The file has no columns for first name and last name, and both are needed."),
	}[error.problem]


def sentence_about_missing(mapping: dict[int, str]) -> str:
	"""Return which required fields still lack a column, `""` where none does."""
	labels = [label_of(field) for field in missing_fields(mapping)]
	return _("Choose the column for: {0}.").format(", ".join(labels)) if labels else ""


def sentence_about_row(remark: Remark) -> str:
	"""Return why a row is not taken, or what else is to be said about it."""
	text = remark.text[:100]
	return {
		RowProblem.NO_FIRST_NAME: _("First name is missing."),
		RowProblem.NO_LAST_NAME: _("Last name is missing."),
		RowProblem.BAD_EMAIL: _("“{0}” is not an email address."),
		RowProblem.BAD_PHONE: _("“{0}” is not a phone number."),
		RowProblem.TOO_LONG: _("{0} is longer than {1} characters."),
		RowProblem.EXISTS: _("There is such a contact already."),
		RowProblem.UNKNOWN: _("There is no such contact yet."),
		RowProblem.NOT_WRITABLE: _("There is such a contact already, and you may not change it."),
		RowProblem.TWO_CONTACTS: _("The email belongs to one contact and the external ID to another."),
		RowProblem.REFUSED: "{0}",
		RowNote.UNKNOWN_STATUS: _("The status “{0}” is unknown and not taken."),
		RowNote.UNKNOWN_TYPE: _("The contact type “{0}” is unknown and not taken."),
		RowNote.SURPLUS_CELLS: _("There are more cells than columns; those beyond are not taken."),
	}[remark.code].format(label_of(text) if remark.code == RowProblem.TOO_LONG else text, LONGEST_VALUE)


def label_of(fieldname: str) -> str:
	"""Return what people call a field of a contact."""
	return _(frappe.get_meta("CRM Contact").get_label(fieldname))
