"""Another stage, by the rules that every move follows."""

from collections.abc import Mapping
from dataclasses import dataclass

import frappe
from frappe import _, _lt

from frappe_crm_app.kit.sentences import sentence
from frappe_crm_app.kit.step_inputs import Input, InputKind
from frappe_crm_app.kit.workflow_steps import (
	Context,
	Done,
	Reading,
	StepType,
	refuse,
	refuse_unknown_keys,
	shown,
)
from frappe_crm_app.records.pipeline.kinds import KIND_OF_DOCTYPE, KIND_OF_TRACKS
from frappe_crm_app.records.pipeline.moves import move, read_values_of
from frappe_crm_app.visibility.labels import label_of

LABEL = _lt("Change the stage")


@dataclass(frozen=True)
class Move:
	"""The stage, and what it asks for."""

	stage: str
	values: Mapping[str, object]


def read(given: dict, reading: Reading) -> Move:
	"""Return where the record is to be moved."""
	refuse_unknown_keys(given, ("stage", "values"), LABEL)
	stage = given.get("stage")
	if reading.record_type not in KIND_OF_DOCTYPE:
		refuse(_("{0} stands in no stage.").format(label_of(reading.record_type)))
	pipeline = frappe.db.get_value("CRM Stage", stage, "pipeline") if isinstance(stage, str) else None
	if not pipeline:
		refuse(_("There is no stage “{0}”.").format(shown(stage)))
	tracks = frappe.db.get_value("CRM Pipeline", pipeline, "tracks")
	if KIND_OF_TRACKS[tracks].doctype != reading.record_type:
		refuse(_("{0} does not stand in such a stage.").format(label_of(reading.record_type)))
	return Move(stage, read_values_of(reading.record_type, stage, given.get("values") or {}))


def run(context: Context, wanted: Move) -> Done:
	"""Move the record; what the stage refuses stops the run with its sentence."""
	doc = context.doc()
	if doc.stage == wanted.stage:
		return Done(_("It stood there already."))
	move(doc, wanted.stage, dict(wanted.values))
	name = frappe.get_cached_value("CRM Stage", wanted.stage, "stage_name")
	return Done(sentence(_("Moved to {0}."), name))


INPUTS = (
	Input("stage", _lt("To"), InputKind.STAGE, is_needed=True),
	Input("values", _lt("With"), InputKind.VALUES, ("stage",)),
)
STAGE = StepType(
	"stage", LABEL, read, run, inputs=INPUTS, is_for=lambda record_type: record_type in KIND_OF_DOCTYPE
)
