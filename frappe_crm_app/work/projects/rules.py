"""What saving a project asks: an owner, the customer of its deal, an end after its start."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from frappe_crm_app.frappe_crm_app.doctype.crm_project.options import ProjectStatus, SeenBy
from frappe_crm_app.kit.exceptions import PeriodError
from frappe_crm_app.kit.field_values import is_changed
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import CONTACT, CUSTOMER, DEAL
from frappe_crm_app.visibility.guards import can_hold

FROM_DEAL = {"customer": CUSTOMER, "contact": CONTACT}
NOTED = ("removed_rows", "address_number")


def name_an_owner(project: Document) -> None:
	"""Give a new project to whoever makes it, unless somebody is named; say whether it is for its participants only."""
	if project.is_new() and not project.project_owner and can_hold(frappe.session.user):
		project.project_owner = frappe.session.user
	project.is_for_participants = int(project.visibility == SeenBy.PARTICIPANTS)


def follow_deal(project: Document) -> None:
	"""Fill customer and contact from the deal where they are empty, as far as the user sees them."""
	if not project.deal or not is_changed(project, "deal"):
		return
	deal = frappe.db.get_value(DEAL, project.deal, list(FROM_DEAL), as_dict=True)
	for fieldname, doctype in FROM_DEAL.items():
		name = deal and deal[fieldname]
		if name and not project.get(fieldname) and policy.may(doctype, name):
			project.set(fieldname, name)


def keep_customers_apart(project: Document) -> None:
	"""List each further customer once, and not the project's own; the first one is the project's where it has none."""
	if project.customers and not project.customer:
		project.customer = project.customers[0].customer
	seen, kept = {project.customer}, []
	for row in project.customers:
		if row.customer not in seen:
			kept.append(row)
		seen.add(row.customer)
	project.set("customers", kept)


def refuse_end_before_start(project: Document) -> None:
	"""Raise `PeriodError` where a project ends before it starts."""
	if project.starts_on and project.ends_on and getdate(project.ends_on) < getdate(project.starts_on):
		frappe.throw(_("A project cannot end before it starts."), PeriodError)


def keep_noted(project: Document) -> None:
	"""Let no save change what is noted beside a project, whatever was sent: which rows of templates were removed from it, the number of its address."""
	before = project.get_doc_before_save()
	for fieldname in NOTED:
		project.set(fieldname, before.get(fieldname) if before else None)


def mark_completion(project: Document) -> None:
	"""Note on which day a project was completed, whatever was sent for it."""
	before = project.get_doc_before_save()
	if project.status != ProjectStatus.COMPLETED:
		project.completed_on = None
	elif before and before.status == ProjectStatus.COMPLETED:
		project.completed_on = before.completed_on
	else:
		project.completed_on = today()
