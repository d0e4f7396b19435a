"""Who reads the rows of a report that were prepared in a job: whoever they were prepared for (hooks of Prepared Report, and the request guard).

They are what that user saw. Frappe shows them to everybody who may run the report; who does not see all records of the report's DocType
of ours reads only their own.
"""

import frappe
from frappe.core.doctype.prepared_report import prepared_report
from frappe.model.document import Document

from frappe_crm_app.kit.own_doctypes import own_doctypes
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.criteria import as_condition
from frappe_crm_app.visibility.guarded import GUARDED


def is_readable(owner: str, report: str, user: str | None = None) -> bool:
	"""Return whether the user, or the session's, reads rows of `report` that were prepared for `owner`."""
	user = user or frappe.session.user
	return owner == user or user == "Administrator" or report not in restricted_reports(user)


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None, **options) -> bool:
	"""Return whether the user reads these rows (hook of the same name): on Frappe 15 the last one of these hooks decides alone."""
	return is_readable(doc.owner, doc.report_name, user) and prepared_report.has_permission(doc, user)


def condition(user: str | None = None, **options) -> str:
	"""Return the SQL condition of the rows that the user reads (hook `permission_query_conditions`)."""
	user = user or frappe.session.user
	reports = [] if user == "Administrator" else restricted_reports(user)
	if not reports:
		return ""
	table = frappe.qb.DocType("Prepared Report")
	return as_condition((table.owner == user) | table.report_name.notin(reports))


def restricted_reports(user: str) -> list[str]:
	"""Return the reports about DocTypes of ours of which the user does not see all records."""
	restricted = sorted(
		doctype
		for doctype in own_doctypes()
		if doctype in GUARDED and policy.criterion(doctype, user) is not None
	)
	if not restricted:
		return []
	return frappe.get_all("Report", filters={"ref_doctype": ("in", restricted)}, pluck="name")
