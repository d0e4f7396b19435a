"""Tells the users who take part in a project that its plan has moved."""

import frappe
from frappe import _
from frappe.utils import escape_html, get_fullname

from frappe_crm_app.kit.telling import Reason, tell
from frappe_crm_app.visibility.guarded import PROJECT
from frappe_crm_app.visibility.guards import can_hold


def tell_participants(project: frappe._dict, sentence: str) -> int:
	"""Tell owner and participants, but for whoever moved it; return how many were told."""
	filters = {"parent": project.name, "user": ("is", "set")}
	users = {
		*frappe.get_all("CRM Project Participant", filters, pluck="user", order_by=None),
		project.project_owner,
	}
	told = [user for user in sorted(filter(None, users)) if user != frappe.session.user and can_hold(user)]
	for user in told:
		said = _("{0} changed the plan of {1}: {2}").format(
			escape_html(get_fullname(frappe.session.user)),
			frappe.bold(escape_html(project.title)),
			escape_html(sentence),
		)
		tell(user, said, Reason.ASSIGNMENT, PROJECT, project.name)
	return len(told)
