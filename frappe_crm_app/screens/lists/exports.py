"""What Frappe exports of our DocTypes and of reports about them, without cells that a spreadsheet would calculate.

Replaces Frappe's two functions over HTTP (hook `override_whitelisted_methods`), for our DocTypes only. What is exported to be imported
again (Data Export, templates of Data Import) is left as it is: it must come back as it went.
"""

import csv
from collections.abc import Callable

import frappe
from frappe.desk import query_report, reportview
from frappe.desk.utils import pop_csv_params, provide_binary_file, send_report_email
from frappe.utils import cint

from frappe_crm_app.kit.received import parsed
from frappe_crm_app.kit.spreadsheet_formulas import neutralise_csv, neutralise_workbook
from frappe_crm_app.screens.lists.list_file import list_file
from frappe_crm_app.visibility.satellites import is_ours

LIST, REPORT = "list", "report"
NEUTRALISE: dict[str, Callable[[bytes], bytes]] = {"csv": neutralise_csv, "xlsx": neutralise_workbook}


@frappe.whitelist()
def export_list() -> None:
	"""`frappe.desk.reportview.export_query`, of a list."""
	export(LIST, frappe.form_dict.get("doctype"), "frappe.desk.reportview.export_query")


@frappe.whitelist()
def export_report() -> None:
	"""`frappe.desk.query_report.export_query`, of a report."""
	doctype = frappe.db.get_value("Report", frappe.form_dict.get("report_name"), "ref_doctype")
	export(REPORT, doctype, "frappe.desk.query_report.export_query")


def export(kind: str, doctype: object, path: str) -> None:
	"""Answer what Frappe's function at `path` does, harmless where it is about a DocType of ours."""
	if not isinstance(doctype, str) or not is_ours(doctype):
		return frappe.call(frappe.get_attr(path))
	if kind == LIST:
		refuse_computed_columns()
	frappe.form_dict.csv_quoting = csv.QUOTE_NONNUMERIC  # so that texts can be told from numbers
	if cint(frappe.form_dict.get("export_in_background")):
		return export_later(kind, doctype)
	if kind == LIST:
		title, extension, content = exported(kind)
		return provide_binary_file(title, extension, NEUTRALISE[extension](content))
	frappe.call(frappe.get_attr(path))
	answer = frappe.response
	extension = str(answer.get("filename") or "").rpartition(".")[2]
	if answer.get("type") == "binary" and extension in NEUTRALISE:
		answer["filecontent"] = NEUTRALISE[extension](answer["filecontent"])


def refuse_computed_columns() -> None:
	"""Raise `frappe.ValidationError` for what Frappe 16 calls `{"COUNT": "name"}`: the file has columns of records."""
	fields = parsed(frappe.form_dict.get("fields"))
	if isinstance(fields, dict) or (
		isinstance(fields, list) and not all(isinstance(each, str) for each in fields)
	):
		frappe.throw(frappe._("A list is exported with the columns of its records, none that are computed."))


def export_later(kind: str, doctype: str) -> None:
	"""Have the export made by a job, which mails where it is."""
	from frappe_crm_app.screens.lists.tasks import enqueue_export

	frappe.has_permission(doctype, "export", throw=True)
	email = frappe.get_cached_value("User", frappe.session.user, "email")
	enqueue_export(kind, email, dict(frappe.form_dict))
	frappe.msgprint(
		frappe._("The export is being made. You will get a mail to {0} with a link to it.").format(email)
	)


def make_export(kind: str, email: str, arguments: dict) -> None:
	"""Make an export, keep it as a private file and mail its address (job)."""
	frappe.local.form_dict = frappe._dict(arguments)
	name, extension, content = exported(kind)
	if extension in NEUTRALISE:
		content = NEUTRALISE[extension](content)
	send_report_email(email, name, extension, content, attached_to_name=name)


def exported(kind: str) -> tuple[str, str, bytes]:
	"""Return name, extension and content of what `frappe.form_dict` asks for."""
	parameters = frappe._dict(frappe.local.form_dict)
	if kind == LIST:
		parameters = reportview.get_form_params()
	csv_parameters = pop_csv_params(parameters)
	parameters.pop("export_in_background", None)
	if kind == LIST:
		return list_file(parameters, csv_parameters)
	query_report.clean_params(parameters)
	query_report.parse_json(parameters)
	return query_report._export_query(parameters, csv_parameters, populate_response=False)
