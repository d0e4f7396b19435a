"""A step of workflow rules: a project begins with the deal (hook `crm_workflow_steps`)."""

import frappe
from frappe import _, _lt

from frappe_crm_app.kit.step_inputs import Input, InputKind
from frappe_crm_app.kit.workflow_steps import Context, Done, Reading, StepType, refuse, refuse_unknown_keys
from frappe_crm_app.visibility.guarded import DEAL, PROJECT
from frappe_crm_app.visibility.guards import can_hold, may_reassign
from frappe_crm_app.work.projects.starting import Start, project_of, start_from
from frappe_crm_app.work.projects.templates.reading import TEMPLATE

LABEL = _lt("Start a project")


def read(given: dict, reading: Reading) -> str | None:
	"""Return the template by its name, `None` for a project without."""
	refuse_unknown_keys(given, ("template",), LABEL)
	template = given.get("template") or None
	if reading.record_type != DEAL:
		refuse(_("A project begins with a deal."))
	if template is not None and not (isinstance(template, str) and frappe.db.exists(TEMPLATE, template)):
		refuse(_("Choose a template of projects."))
	return template


def run(context: Context, template: str | None) -> Done:
	"""Start the project, unless one has begun with the deal."""
	name = project_of(context.name)
	if name:
		return Done(_("A project has begun with this deal already."), (PROJECT, name))
	project = start_from(context.name, Start(template, owner=owner_of(context.name)))
	return Done(_("A project was started."), (PROJECT, project.name))


def owner_of(deal: str) -> str | None:
	"""Return whose the deal is, if they can have the project, and whoever the rule acts for may give it to them."""
	owner = frappe.db.get_value(DEAL, deal, "deal_owner")
	return owner if owner and can_hold(owner) and may_reassign() else None


PROJECT_STEP = StepType(
	"project",
	LABEL,
	read,
	run,
	inputs=(Input("template", _lt("Template"), InputKind.LINK, (TEMPLATE,)),),
	is_for=lambda record_type: record_type == DEAL,
)
