"""Projects on the pages of customers, deals and contacts (hooks `crm_customer_sections`, `crm_deal_sections`, `crm_contact_sections`)."""

import frappe
from frappe import _
from pypika.terms import Criterion

from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.visibility.guarded import DEAL, PROJECT
from frappe_crm_app.visibility.permlevels import empty_hidden
from frappe_crm_app.visibility.user_criteria import UserCriteria
from frappe_crm_app.visibility.visible import is_there
from frappe_crm_app.work.projects.progress import figures_of, health_of, seen

PARTICIPANT, FURTHER = "CRM Project Participant", "CRM Project Customer"
FIELDS = ("title", "status", "health", "ends_on")


def projects_of_customer(customer: str, limit: int) -> dict | None:
	"""Return the section of the projects for a customer, further ones included."""
	row, project = frappe.qb.DocType(FURTHER), frappe.qb.DocType(PROJECT)
	further = frappe.qb.from_(row).select(row.parent).where(row.customer == customer)
	return section((project.customer == customer) | project.name.isin(further), limit)


def projects_of_deal(deal: str, limit: int) -> dict | None:
	"""Return the section of the projects that began with a deal, with a button that starts the first where it is won."""
	found = section(frappe.qb.DocType(PROJECT).deal == deal, limit)
	if found and not found["rows"] and may_start(deal):
		found["add"] = {
			"label": _("Start Project"),
			"asked_by": "start_project",
			"values": deal,
		}
	return found


def may_start(deal: str) -> bool:
	"""Return whether the session's user may start a project with a deal."""
	may_create = frappe.has_permission(PROJECT, "create")
	return bool(may_create) and frappe.db.get_value(DEAL, deal, "outcome") == Outcome.WON


class ContactProjects:
	"""The projects in which a contact takes part, or of which they are the contact."""

	tab = "projects"

	def is_offered(self) -> bool:
		"""Return whether the session's user may read projects."""
		return bool(frappe.has_permission(PROJECT, "read"))

	def of_contact(self, contact: frappe._dict, limit: int) -> dict | None:
		"""Return the section of a CRM Contact."""
		row, project = frappe.qb.DocType(PARTICIPANT), frappe.qb.DocType(PROJECT)
		part = frappe.qb.from_(row).select(row.parent).where(row.contact == contact.name)
		return section((project.contact == contact.name) | project.name.isin(part), limit)


CONTACT_PROJECTS = ContactProjects()


def section(is_such: Criterion, limit: int) -> dict | None:
	"""Return the section of such projects that the session's user sees, those that end last first; `None` where they read none."""
	if not frappe.has_permission(PROJECT, "read"):
		return None
	rows, criteria = rows_of(is_such, limit + 1), UserCriteria()
	figures = figures_of([row.name for row in rows[:limit]], criteria)
	for row in rows[:limit]:
		row.health = health_of(row.health, figures[row.name])
		row.progress = figures[row.name]["percent"]
	empty_hidden(PROJECT, rows)
	return {
		"name": "crm_projects",
		"label": _("Projects"),
		"doctype": PROJECT,
		"title_field": "title",
		"columns": columns(),
		"rows": rows[:limit],
		"has_more": len(rows) > limit,
		"is_limited": not rows and criteria.criterion(PROJECT) is not None and is_there(PROJECT, is_such),
	}


def rows_of(is_such: Criterion, limit: int) -> list[frappe._dict]:
	"""Return such projects that the session's user sees."""
	project = frappe.qb.DocType(PROJECT)
	query = (
		frappe.qb.from_(project).select(project.name, *(project[field] for field in FIELDS)).where(is_such)
	)
	query = seen(query, UserCriteria().criterion(PROJECT))
	return (
		query.orderby(project.ends_on, order=frappe.qb.desc)
		.orderby(project.name)
		.limit(limit)
		.run(as_dict=True)
	)


def columns() -> list[dict]:
	"""Return what the columns are called and how their values are written."""
	meta = frappe.get_meta(PROJECT)
	known = [
		{
			"fieldname": name,
			"label": _(meta.get_label(name)),
			"fieldtype": meta.get_field(name).fieldtype,
			"options": None,
		}
		for name in FIELDS
	]
	progress = {"fieldname": "progress", "label": _("Progress"), "fieldtype": "Percent", "options": None}
	return [*known[:3], progress, known[3]]
