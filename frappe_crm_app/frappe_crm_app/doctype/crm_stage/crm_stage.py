import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.frappe_crm_app.doctype.crm_pipeline.options import Tracks
from frappe_crm_app.frappe_crm_app.doctype.crm_stage.options import Outcome
from frappe_crm_app.kit.exceptions import StageError
from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.records.identity.normalise import clean_text
from frappe_crm_app.records.pipeline.archiving import refuse_archiving_needed_stage
from frappe_crm_app.records.pipeline.defaults import next_position, refuse_change_of_meaning
from frappe_crm_app.records.pipeline.forecast import category_of_stage
from frappe_crm_app.records.pipeline.stage_table import refuse_losing_records

DOCTYPE_OF = {Tracks.DEALS: "CRM Sales Deal", Tracks.FOLLOW_UPS: "CRM Customer"}
CERTAIN = {Outcome.WON: 100, Outcome.LOST: 0}


class CRMStage(Document):
	"""One column of a pipeline."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from frappe_crm_app.frappe_crm_app.doctype.crm_stage_required_field.crm_stage_required_field import (
			CRMStageRequiredField,
		)

		color: DF.Color | None
		forecast_category: DF.Literal["", "Pipeline", "Best Case", "Commit", "Omitted"]
		is_archived: DF.Check
		outcome: DF.Literal["Open", "Won", "Lost"]
		pipeline: DF.Link
		position: DF.Int
		probability: DF.Percent
		required_fields: DF.Table[CRMStageRequiredField]
		rot_after_days: DF.Int
		stage_group: DF.Data | None
		stage_name: DF.Data
	# end: auto-generated types

	def validate(self) -> None:
		read_values(self)
		self.stage_name = clean_text(self.stage_name)
		self.outcome = self.outcome or Outcome.OPEN
		if not self.pipeline:
			return  # Frappe says that it is missing
		self.refuse_second_of_name()
		self.refuse_unknown_required_fields()
		refuse_change_of_meaning(self)
		refuse_archiving_needed_stage(self)
		self.set_probability()
		self.forecast_category = category_of_stage(self)
		self.position = self.position or next_position(self.pipeline)

	def on_trash(self) -> None:
		refuse_losing_records(self)

	def refuse_second_of_name(self) -> None:
		"""Refuse a name that another stage of the pipeline has, and keeps."""
		others = ("not in", [self.name, *(self.flags.renamed_later or ())])
		namesake = {"pipeline": self.pipeline, "stage_name": self.stage_name, "name": others}
		if frappe.db.exists("CRM Stage", namesake):
			frappe.throw(
				_("The pipeline already has a stage “{0}”.").format(
					frappe.utils.escape_html(self.stage_name)
				),
				StageError,
			)

	def refuse_unknown_required_fields(self) -> None:
		"""Refuse required fields that the records in this stage do not have."""
		doctype = DOCTYPE_OF[frappe.db.get_value("CRM Pipeline", self.pipeline, "tracks")]
		fieldnames = [row.fieldname for row in self.required_fields if row.fieldname]
		unknown = [fieldname for fieldname in fieldnames if not frappe.get_meta(doctype).has_field(fieldname)]
		if unknown:
			names = frappe.utils.escape_html(", ".join(map(str, unknown)))
			frappe.throw(_("{0} has no field {1}.").format(_(doctype), names), StageError)

	def set_probability(self) -> None:
		"""Make what is won certain, what is lost impossible; an open stage has its own probability, in percent."""
		self.probability = CERTAIN.get(self.outcome, self.probability)
		if not 0 <= (self.probability or 0) <= 100:
			frappe.throw(_("A probability lies between 0 and 100 percent."), StageError)
