"""A project from a won deal: its customer, its people, and what a template brings."""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, today

from frappe_crm_app.frappe_crm_app.doctype.crm_project.options import ProjectStatus
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.conflicts import refused_on_conflict
from frappe_crm_app.kit.set_based import lock_record
from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import CONTACT, DEAL, PROJECT
from frappe_crm_app.work.projects.access import changed_project
from frappe_crm_app.work.projects.templates.applying import There, apply
from frappe_crm_app.work.projects.templates.applying import preview as preview_of
from frappe_crm_app.work.projects.templates.reading import template_named

TEMPLATE = "CRM Project Template"


@dataclass(frozen=True)
class Start:
	"""How a project begins: with which template, called how (as the deal where nothing is said), on which days, and whose (else the user's)."""

	template: str | None = None
	title: str | None = None
	starts_on: object = None
	ends_on: object = None
	owner: str | None = None


def start_from(deal: str, start: Start) -> Document:
	"""Make a project of a won deal that the session's user sees, and return it.

	Raises `frappe.PermissionError`, or `frappe.ValidationError` for a deal that is not won or has a project already.
	"""
	refuse_unseen(deal)
	template = template_named(start.template) if start.template else None
	lock_record(DEAL, deal)  # who clicks twice gets one project
	won = won_deal(deal, is_locked=True)
	project = frappe.new_doc(PROJECT)
	project.update(beginning(won, start))
	project.insert()
	if template:
		apply(changed_project(project.name), template)
	return project


def preview(deal: str, start: Start) -> dict:
	"""Return `{title, milestones, tasks, missing_roles}` of the project that would begin; writes nothing. Raises as `start_from`."""
	refuse_unseen(deal)
	frappe.has_permission(PROJECT, "create", throw=True)
	first = frappe._dict(beginning(won_deal(deal), start), project_owner=frappe.session.user)
	if not start.template:
		return {"title": first.title, "milestones": [], "tasks": [], "missing_roles": []}
	people = {
		row["project_role"]: (None, row["contact"]) for row in first.participants if row["project_role"]
	}
	found = preview_of(first, template_named(start.template), There({}, {}, people, 0, {}))
	return {"title": first.title, **found}


def refuse_unseen(deal: str) -> None:
	"""Raise `frappe.PermissionError` for a deal that the session's user does not see, or that is not there."""
	if not frappe.db.exists(DEAL, deal) or not frappe.has_permission(DEAL, "read", deal):
		frappe.throw(_("There is no such deal that you can see."), frappe.PermissionError)


def won_deal(name: str, is_locked: bool = False) -> Document:
	"""Return a deal with which a project may begin; `is_locked` also sees the project that others just began."""
	won = frappe.get_doc(DEAL, name)
	refuse_not_won(won)
	refuse_second_project(won, is_locked)
	return won


def beginning(deal: Document, start: Start) -> dict:
	"""Return the fields of the new project."""
	project_type = (
		frappe.get_cached_value(TEMPLATE, start.template, "project_type") if start.template else None
	)
	return {
		"title": (start.title or deal.title)[:140],
		"project_type": project_type,
		"status": ProjectStatus.ACTIVE,
		"project_owner": start.owner,
		"deal": deal.name,
		"starts_on": start.starts_on or today(),
		"ends_on": start.ends_on,
		"participants": people_of(deal),
	}


def people_of(deal: Document) -> list[dict]:
	"""Return the people of a deal whom the session's user sees, with what they had to say in it as their role."""
	roles = {row.contact: row.deal_role for row in deal.people}
	names = [name for name in dict.fromkeys([deal.contact, *roles]) if name and policy.may(CONTACT, name)]
	return [{"contact": name, "project_role": roles.get(name)} for name in names]


def refuse_not_won(deal: Document) -> None:
	"""Raise `frappe.ValidationError` for a deal that is open or lost."""
	if deal.outcome != Outcome.WON:
		frappe.throw(_("A project begins with a deal that is won. This one is not."))


def refuse_second_project(deal: Document, is_locked: bool) -> None:
	"""Raise `frappe.ValidationError` where a project has begun with the deal; it is named to who sees it."""
	name = project_of(deal.name, is_locked)
	if not name:
		return
	title = frappe.db.get_value(PROJECT, name, "title") if policy.may(PROJECT, name) else ""
	frappe.throw(_("A project has begun with this deal already: {0}").format(escape_html(title) or "…"))


@refused_on_conflict()
def project_of(deal: str, is_locked: bool = False) -> str | None:
	"""Return the project that has begun with a deal; `is_locked` also sees what others just committed, once the deal is locked."""
	of_deal = {"deal": deal, "status": ("!=", ProjectStatus.CANCELLED)}
	return frappe.db.get_value(PROJECT, of_deal, for_update=is_locked)
