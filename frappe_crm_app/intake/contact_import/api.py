"""What the page "Import contacts" and scripts call."""

import frappe
from frappe import _
from werkzeug.wrappers import Response
from werkzeug.wsgi import FileWrapper

from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import.options import ShownRows
from frappe_crm_app.frappe_crm_app.doctype.crm_contact_import_row.options import RowOutcome
from frappe_crm_app.intake.contact_import import undo as undoing
from frappe_crm_app.intake.contact_import.choices import check_permissions, read_options
from frappe_crm_app.intake.contact_import.files import path_of, readable_file
from frappe_crm_app.intake.contact_import.preview import Page, preview_file
from frappe_crm_app.intake.contact_import.rejected import write_rejected
from frappe_crm_app.intake.contact_import.start import start_import
from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.exceptions import ImportChoiceError

SHOWN_CONTACTS = 20


@frappe.whitelist(methods=["POST"])
def process(
	file_url: str,
	mapping: str | dict | None = None,
	options: str | dict | None = None,
	show: str = "All",
	start: int = 0,
) -> dict:
	"""Return what an import of an uploaded file would do; writes nothing.

	`mapping` is `{header: fieldname, or "" for a column not to be taken}`; columns it does not name are guessed, or, where
	none is given, mapped as the user last did for the same headers. `options` are those of `start`.

	Answers `columns` (`[{header, fieldname, example}]`), `mapping`, `missing` (a sentence where a name still has no column),
	`fields` that a column can fill, `rows_total`, of which `rows_counted` were looked at, `to_create` and `to_update`
	(contacts, `unchanged` of them already as their rows say), `to_skip` (rows), `rows_repeated` (rows about a person of another row), `preview` (ten rows as they will be
	stored: `[{row, rows, action, values, reason, notes, changes, further, known_by}]`, `changes` as `[{fieldname, label, before, after}]`,
	`known_by` saying by what people find a row that cannot be read), `page` (`{show, start, length, totals}`: the rows that `show`
	asks for (All, New, Changed, Skipped, Noted), from the one at `start`, of so many), `problems` (`[{row, reason, name}]`, the first 500), `notes` (`[{row, note}]`), `shared_emails` (`[{row, name,
	email, holder}]`: who has the email of somebody with another name), `name_changes` (`[{row, before, after}]`), `reading`
	(`{encoding, encodings, sheet, sheets, header_row, first_rows}`: how the file is read, and what can be chosen) and
	`slower_because` (sentences).
	"""
	chosen = read_options(read_dict(options))
	check_permissions(chosen)
	page = read_page(show, start)
	return preview_file(path_of(readable_file(file_url)), read_dict(mapping), chosen, page)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def start(file_url: str, mapping: str | dict | None = None, options: str | dict | None = None) -> str:
	"""Queue the import of an uploaded file and return the name of its CRM Contact Import.

	`options`: `mode` (Create and Update, Only Create, Only Update), and for new contacts `source`, `contact_owner`, `tag` and
	`create_prospects`, and `send_to_respondio` for these. How the file is read: `encoding`, `sheet`, `header_row` (-1 for none).
	`shared_emails`: what becomes of people with the email of somebody with another name (Leave Out, Own Contact, Same Person).
	`overwrite` (1 unless it is named): whether an update changes filled fields; `lower_status`: also the status downwards.
	`one_name`: people with one name are taken; `leave_bad_phones`: those whose phone is none, without it; `phone_country`: that of
	phones without a prefix. `has_consented`: all have agreed to mails, in the words of `consent_wording`, and are subscribed to `mailing_list`.
	"""
	chosen = read_options(read_dict(options))
	check_permissions(chosen)
	return start_import(readable_file(file_url), read_dict(mapping), chosen)


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def undo(import_name: str) -> str:
	"""Queue the undoing of an import and return its name."""
	contact_import = frappe.get_doc("CRM Contact Import", import_name)
	contact_import.check_permission("read")
	undoing.start_undo(contact_import)
	return contact_import.name


@frappe.whitelist(methods=["GET"])
def get_state(import_name: str) -> dict:
	"""Return how far an import is: status, counts, and some of the contacts that it has made or updated."""
	contact_import = frappe.get_doc("CRM Contact Import", import_name)
	contact_import.check_permission("read")
	return {
		**contact_import.progress(),
		"contacts": some_contacts(import_name),
		"kept_rows": kept_rows(import_name),
	}


@frappe.whitelist(methods=["GET"])
def download_rejected(import_name: str) -> Response:
	"""Answer the rows that were not taken, with their reasons, as a CSV file."""
	contact_import = frappe.get_doc("CRM Contact Import", import_name)
	contact_import.check_permission("read")
	frappe.has_permission("CRM Contact", "import", throw=True)
	content = FileWrapper(write_rejected(contact_import))
	response = Response(content, mimetype="text/csv", direct_passthrough=True)
	response.headers.set("Content-Disposition", "attachment", filename="rows-not-taken.csv")
	return response


def some_contacts(import_name: str) -> list[dict]:
	"""Return name and full name of the first contacts of an import that the user may see."""
	names = frappe.get_all(
		"CRM Contact Import Row",
		filters={"contact_import": import_name, "outcome": ("in", [RowOutcome.CREATED, RowOutcome.UPDATED])},
		order_by="file_row asc, name asc",
		limit=SHOWN_CONTACTS,
		pluck="contact",
	)
	if not names:
		return []
	return frappe.get_list(
		"CRM Contact",
		filters={"name": ("in", names)},
		fields=["name", "full_name"],
		order_by="creation asc, name asc",
	)


def kept_rows(import_name: str) -> list[dict]:
	"""Return the first rows whose contacts stayed when the import was undone, and why."""
	return frappe.get_all(
		"CRM Contact Import Row",
		filters={"contact_import": import_name, "outcome": RowOutcome.KEPT},
		fields=["file_row", "contact", "reason"],
		order_by="file_row asc, name asc",
		limit=SHOWN_CONTACTS,
	)


def read_page(show: str, start: int) -> Page:
	"""Return which rows of a preview are asked for; raises `ImportChoiceError`."""
	try:
		return Page(ShownRows(show or ShownRows.ALL), max(0, start))
	except ValueError:
		frappe.throw(_("There are no such rows to show."), ImportChoiceError)


def read_dict(given: str | dict | None) -> dict:
	"""Return a caller's argument as a dict; raises `ImportChoiceError` where it is none."""
	try:
		read = frappe.parse_json(given) if given else {}
	except ValueError:
		read = None
	if not isinstance(read, dict):
		frappe.throw(_("A mapping or options must be an object."), ImportChoiceError)
	return read
