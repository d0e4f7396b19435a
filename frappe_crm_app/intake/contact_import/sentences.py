"""What people are told about files and rows."""

import frappe
from frappe import _, _lt

from frappe_crm_app.intake.contact_import.columns import missing_fields
from frappe_crm_app.intake.contact_import.planned_rows import LONGEST_VALUE
from frappe_crm_app.intake.contact_import.reading import MOST_COLUMNS
from frappe_crm_app.intake.contact_import.remarks import SHARING, Remark, RowNote, RowProblem
from frappe_crm_app.intake.contact_import.tables import FileProblem, UnreadableFile
from frappe_crm_app.intake.contact_import.text_files import MOST_LINES
from frappe_crm_app.intake.contact_import.workbook_size import MOST_ROWS


def sentence_about_file(error: UnreadableFile) -> str:
	"""Return why a file cannot be imported."""
	return {
		FileProblem.EMPTY: _("The file is empty."),
		FileProblem.BINARY: _("The file holds no text that can be read. Save it as CSV (UTF-8) or XLSX."),
		FileProblem.PROTECTED: _(
			"The workbook is protected by a password. Take the protection off and save it again."
		),
		FileProblem.OPEN_DOCUMENT: _("This is an OpenDocument spreadsheet (ODS). Save it as XLSX or CSV."),
		FileProblem.NUMBERS: _("This is a Numbers document. Export it as CSV or Excel (XLSX)."),
		FileProblem.BINARY_WORKBOOK: _("This is a binary workbook (XLSB). Save it as XLSX or CSV."),
		FileProblem.OTHER_DOCUMENT: _(
			"This is a document and no spreadsheet. Save its table as XLSX or CSV."
		),
		FileProblem.WEB_PAGE: _(
			"The file is a web page (HTML or XML), whatever its name says. Open it in a spreadsheet and save it as XLSX or CSV."
		),
		FileProblem.VCARD: _(
			"The file holds visiting cards (vCard). Export the contacts as CSV, or open the file in an address book that can."
		),
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
		FileProblem.TOO_MANY_LINES: _("The file has more than {0} lines.").format(MOST_LINES),
		FileProblem.NO_SUCH_SHEET: _("The workbook has no such sheet."),
		FileProblem.NO_SUCH_HEADER: _("The row that was chosen for the headings is empty."),
		FileProblem.NO_SUCH_ENCODING: _("There is no such encoding to choose."),
		FileProblem.NO_NAMES: _("The file has no columns for first name and last name, and both are needed."),
	}[error.problem]


def sentence_about_missing(mapping: dict[int, str]) -> str:
	"""Return which required fields still lack a column, `""` where none does."""
	labels = [label_of(field) for field in missing_fields(mapping)]
	return _("Choose the column for: {0}.").format(", ".join(labels)) if labels else ""


def sentence_about_row(remark: Remark) -> str:
	"""Return why a row is not taken, or what else is to be said about it."""
	text, other = remark.text[:100], remark.other[:100]
	if remark.code in ABOUT_FIELDS:
		text = label_of(text)
	template = (
		SHARED_WITH_HIDDEN[remark.code] if remark.code in SHARING and not other else SENTENCES[remark.code]
	)
	return str(template).format(text, LONGEST_VALUE if remark.code == RowProblem.TOO_LONG else other)


ABOUT_FIELDS = (
	RowProblem.TOO_LONG,
	RowProblem.FORMULA,
	RowProblem.DIGITS_LOST,
	RowNote.NOT_OVERWRITTEN,
)
SENTENCES = {
	RowProblem.NO_FIRST_NAME: _lt("First name is missing."),
	RowProblem.NO_LAST_NAME: _lt("Last name is missing."),
	RowProblem.EMAIL_AS_NAME: _lt("“{0}” is no name: maybe the cells of this row are shifted."),
	RowProblem.BAD_EMAIL: _lt("“{0}” is not an email address."),
	RowProblem.BAD_PHONE: _lt("“{0}” is not a phone number."),
	RowProblem.BAD_OPT_OUT: _lt("“{0}” says neither yes nor no to an opt-out."),
	RowProblem.BAD_VALUE: _lt("“{0}” cannot be read for certain as {1}."),
	RowProblem.CUT_ID: _lt(
		"“{0}” is no ID any more: a spreadsheet has cut its digits. Export it again with that column as text."
	),
	RowProblem.TOO_LONG: _lt("{0} is longer than {1} characters."),
	RowProblem.BROKEN_QUOTES: _lt(
		"A quotation mark is not closed, or stands inside a cell without being written twice: where the cells end is not sure."
	),
	RowProblem.SHIFTED_CELLS: _lt(
		"The row has more cells than the headings: maybe a cell with a comma stands without quotation marks."
	),
	RowProblem.FORMULA: _lt(
		"{0} is a formula without a value. Open the workbook in a spreadsheet and save it again."
	),
	RowProblem.DIGITS_LOST: _lt(
		"{0} is a number of more than 15 digits, of which a spreadsheet keeps 15. Export it again with that column as text."
	),
	RowProblem.EXISTS: _lt("There is such a contact already."),
	RowProblem.UNKNOWN: _lt("There is no such contact yet."),
	RowProblem.NOT_WRITABLE: _lt("There is such a contact already, and you may not change it."),
	RowProblem.TWO_CONTACTS: _lt("The emails or the external ID of this row belong to different contacts."),
	RowProblem.ID_OF_ANOTHER: _lt(
		"The contact with the external ID {0} has another name and another email: the ID may be of another system."
	),
	RowProblem.SEVERAL_CONTACTS: _lt(
		"Several contacts are called so: which of them is meant cannot be told."
	),
	RowProblem.SHARED_EMAIL: _lt(
		"{0} is the email of {1}. Choose what becomes of people who share an email."
	),
	RowProblem.REFUSED: "{0}",
	RowNote.UNKNOWN_STATUS: _lt("The status “{0}” is unknown and not taken."),
	RowNote.UNKNOWN_TYPE: _lt("The contact type “{0}” is unknown and not taken."),
	RowNote.UNKNOWN_STAGE: _lt("There is no follow-up stage “{0}”; it is not taken."),
	RowNote.UNKNOWN_OWNER: _lt(
		"Nobody to whom you may give contacts is called “{0}”; the owner is not taken."
	),
	RowNote.UNKNOWN_SOURCE: _lt("There is no source “{0}”; it is not taken."),
	RowNote.SURPLUS_CELLS: _lt("There are more cells than columns; those beyond are not taken."),
	RowNote.STRAY_BYTES: _lt("Some characters do not belong to the encoding and were read as Windows-1252."),
	RowNote.GARBLED: _lt(
		"“{0}” looks garbled: it was so when the file was written, or the encoding is another."
	),
	RowNote.HTML_REMOVED: _lt("“{0}” holds HTML, which is not stored."),
	RowNote.ONE_NAME: _lt("There is one name only."),
	RowNote.NO_JOB: _lt("“{0}” is no job and not taken for one."),
	RowNote.NO_PHONE: _lt("“{0}” is not a phone number and not taken."),
	RowNote.FURTHER_COMPANIES: _lt("Further companies are not taken: {0}."),
	RowNote.OTHER_NAME: _lt("Row {1} gives another name: {0}."),
	RowNote.OWN_CONTACT: _lt("{0} is the email of {1}: this is a contact without it."),
	RowNote.SAME_PERSON: _lt("{0} is the email of {1}: taken for the same person."),
	RowNote.NOT_OVERWRITTEN: _lt("{0} is filled and not overwritten by “{1}”."),
	RowNote.COMPANY_KEPT: _lt(
		"The company is that of the contact’s customer and not overwritten by “{0}”: choose the customer on the contact."
	),
	RowNote.STATUS_KEPT: _lt("The status stays {1} and is not lowered to {0}."),
	RowNote.ONLY_OF_NEW: _lt("Tags, note and address are taken of new contacts only."),
	RowNote.POSSIBLE_DUPLICATE: _lt("There is a contact called {0} already, who may be the same person."),
}
# The same where whose email it is must not be told.
SHARED_WITH_HIDDEN = {
	RowProblem.SHARED_EMAIL: _lt("{0} is the email of a contact with another name."),
	RowNote.OWN_CONTACT: _lt(
		"{0} is the email of a contact with another name: this is a contact without it."
	),
	RowNote.SAME_PERSON: _lt("{0} is the email of a contact with another name: taken for the same person."),
}


def label_of(fieldname: str) -> str:
	"""Return what people call a field of a contact, or what else a column can fill."""
	if fieldname in LABELS:
		return str(LABELS[fieldname])
	return _(frappe.get_meta("CRM Contact").get_label(fieldname))


LABELS = {
	"full_name": _lt("Full Name (is split)"),
	"further_email": _lt("Further Email"),
	"further_phone": _lt("Further Phone"),
	"owned_by": _lt("Owner"),
	"tags": _lt("Tags"),
	"prospect_stage": _lt("Stage of the Prospect"),
	"notes": _lt("Note"),
	"address_line1": _lt("Address"),
	"city": _lt("City"),
	"state": _lt("State"),
	"postal_code": _lt("Postal Code"),
	"country": _lt("Country"),
}
