"""What moved in the plan of a project, in its timeline (hook `crm_timeline_sources`)."""

import frappe
from frappe import _
from pypika.queries import Table
from pypika.terms import Criterion, Term, ValueWrapper

from frappe_crm_app.kit.timeline_source import TimelineSource
from frappe_crm_app.visibility.guarded import PLAN_CHANGE, PROJECT


def changes_of(doctype: str, name: str) -> Criterion:
	"""Return the criterion for the changes of a project's plan."""
	change = frappe.qb.DocType(PLAN_CHANGE)
	return (change.project == name) if doctype == PROJECT else (ValueWrapper(1) == 0)


def columns(change: Table) -> dict[str, Term]:
	"""Return what a change says."""
	return {"by": change.owner, "subject": change.summary, "moment": change.undone_on}


def tell_changes(_doctype: str, rows: list[frappe._dict]) -> dict[str, dict]:
	"""Return what moved, and whether it was undone."""
	return {
		row.name: {
			"headline": _("The plan changed, and it was undone") if row.moment else _("The plan changed"),
			"text": row.subject,
			"undone_on": row.moment,
		}
		for row in rows
	}


PLAN_CHANGES = TimelineSource(
	"plan_change", PLAN_CHANGE, changes_of, columns, tell_changes, doctypes=(PROJECT,)
)
