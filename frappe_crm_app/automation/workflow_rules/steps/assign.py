"""The record given to somebody: one person, or people in turns."""

import frappe
from frappe import _, _lt
from frappe.utils import get_fullname

from frappe_crm_app.automation.workflow_rules.people import Way, Who, one_of, read_who
from frappe_crm_app.automation.workflow_rules.steps.linked import about, doctype_of_subject, subject
from frappe_crm_app.kit.exceptions import RuleError
from frappe_crm_app.kit.sentences import sentence
from frappe_crm_app.kit.step_inputs import Input, InputKind
from frappe_crm_app.kit.workflow_steps import (
	Context,
	Done,
	Reading,
	StepType,
	refuse,
	refuse_unknown_keys,
)
from frappe_crm_app.visibility.guards import HOLDER_FIELD
from frappe_crm_app.visibility.labels import label_of

LABEL = _lt("Give to somebody")


def read(given: dict, reading: Reading) -> Who:
	"""Return to whom the record is to be given."""
	refuse_unknown_keys(given, ("to",), LABEL)
	if doctype_of_subject(reading.record_type) not in HOLDER_FIELD:
		refuse(_("{0} is nobody's.").format(label_of(reading.record_type)))
	return read_who(given.get("to"), str(LABEL), (Way.USER, Way.ROLE, Way.TURNS))


def run(context: Context, who: Who) -> Done:
	"""Save the record as somebody else's."""
	user = one_of(who, context)
	if not user:
		frappe.throw(_("There is nobody to give it to."), RuleError)
	record = subject(context)
	with about(record):
		doc, fieldname = frappe.get_doc(*record), HOLDER_FIELD[record[0]]
		if doc.get(fieldname) != user:
			doc.set(fieldname, user)
			doc.save()
	return Done(sentence(_("Given to {0}."), get_fullname(user)), record)


INPUTS = (Input("to", _lt("To"), InputKind.PEOPLE, (Way.USER, Way.ROLE, Way.TURNS), is_needed=True),)
ASSIGN = StepType(
	"assign",
	LABEL,
	read,
	run,
	inputs=INPUTS,
	is_for=lambda record_type: doctype_of_subject(record_type) in HOLDER_FIELD,
)
