"""A tag put on the record, or taken off."""

from dataclasses import dataclass

import frappe
from frappe import _, _lt

from frappe_crm_app.automation.workflow_rules.steps.linked import about, subject
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

LABEL = _lt("Tag")
LONGEST = 60


@dataclass(frozen=True)
class Tagging:
	"""Which tag, and whether it is taken off."""

	tag: str
	is_taken_off: bool


def read(given: dict, _reading: Reading) -> Tagging:
	"""Return which tag is meant."""
	refuse_unknown_keys(given, ("tag", "take_off"), LABEL)
	tag = given.get("tag")
	if not isinstance(tag, str) or not tag.strip() or len(tag) > LONGEST or "," in tag:
		refuse(_("A tag is a word of at most {0} characters, without a comma.").format(LONGEST))
	return Tagging(tag.strip(), bool(given.get("take_off")))


def run(context: Context, wanted: Tagging) -> Done:
	"""Tag the record."""
	record = subject(context)
	with about(record):
		doc = frappe.get_doc(*record)
		doc.check_permission("write")
		if wanted.is_taken_off:
			doc.remove_tag(wanted.tag)
			return Done(sentence(_("Tag taken off: {0}."), wanted.tag), record)
		doc.add_tag(wanted.tag)
	return Done(sentence(_("Tagged: {0}."), wanted.tag), record)


INPUTS = (
	Input("tag", _lt("Tag"), InputKind.TEXT, is_needed=True),
	Input("take_off", _lt("Take it off"), InputKind.FLAG),
)
TAG = StepType("tag", LABEL, read, run, inputs=INPUTS)
