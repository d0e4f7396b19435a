"""Frappe's Auto Email Report: of our DocTypes it shows the rows of who wrote it, and to nobody else's order.

Frappe runs it as the user whom a field names, Administrator perhaps, whoever wrote that there, and mails it to any address. Frappe 16
mixes `ReportOfItsWriter` into its class (hook `extend_doctype_class`), 15 takes `CRMAutoEmailReport` in its place.
"""

from functools import cache

import frappe
from frappe import _
from frappe.email.doctype.auto_email_report.auto_email_report import AutoEmailReport
from frappe.model.document import Document

from frappe_crm_app.kit.overrides import class_standing_before
from frappe_crm_app.kit.own_doctypes import own_doctypes
from frappe_crm_app.visibility.satellites import is_request

OVERRIDE = "CRMAutoEmailReport"


class ReportOfItsWriter:
	"""What is mixed into Frappe's Auto Email Report."""

	def get_report_content(self) -> object:
		if is_request():
			refuse_rows_of_others(self)
		elif self.modified_by not in (self.user, "Administrator") and is_about_ours(self):
			refuse()
		return super().get_report_content()


def refuse_rows_of_others(report: Document, method: str | None = None) -> None:
	"""Raise `frappe.PermissionError` where a request writes or runs it for somebody else (hook `validate`)."""
	if is_request() and report.user != frappe.session.user and is_about_ours(report):
		refuse()


def is_about_ours(report: Document) -> bool:
	"""Return whether it is on a report about a DocType of ours."""
	return frappe.db.get_value("Report", report.report, "ref_doctype") in own_doctypes()


def refuse() -> None:
	frappe.throw(
		_("A report about records of the CRM is mailed with the rows of whoever sets it up."),
		frappe.PermissionError,
	)


@cache
def with_class(base: type[Document]) -> type[Document]:
	"""Return the class that stands for `base`; the same one each time."""
	return type(OVERRIDE, (ReportOfItsWriter, base), {"__module__": __name__})


def __getattr__(name: str) -> type[Document]:
	"""Return `CRMAutoEmailReport`, which depends on the apps that stand before this one."""
	if name != OVERRIDE:
		raise AttributeError(name)
	return with_class(class_standing_before("Auto Email Report", f"{__name__}.{OVERRIDE}") or AutoEmailReport)
