"""The stage in which a form puts people is not archived while the form is open."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, escape_html

from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.options import FormStatus
from frappe_crm_app.kit.exceptions import StageError


def refuse_archiving(doc: Document, _event: str | None = None) -> None:
	"""Raise `StageError` where a stage, or the pipeline of one, is archived although an open form names it (`validate`)."""
	if not cint(doc.is_archived):
		return
	is_stage = doc.doctype == "CRM Stage"
	stages = [doc.name] if is_stage else frappe.get_all("CRM Stage", {"pipeline": doc.name}, pluck="name")
	named = {"stage": ("in", stages or [""]), "status": ("!=", FormStatus.CLOSED)}
	titles = frappe.get_all("CRM Lead Form", named, pluck="form_title", limit=1)
	if titles:
		frappe.throw(
			_("The form “{0}” puts people there. Choose another stage in it first.").format(
				escape_html(titles[0])
			),
			StageError,
		)
