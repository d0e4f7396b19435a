import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.kit.exceptions import StageError
from frappe_crm_app.records.identity.normalise import clean_text
from frappe_crm_app.records.pipeline.archiving import refuse_archiving_needed_pipeline
from frappe_crm_app.records.pipeline.defaults import refuse_change_of_kind, unset_other_defaults
from frappe_crm_app.records.pipeline.kinds import KIND_OF_TRACKS


class CRMPipeline(Document):
	"""An ordered set of stages through which deals, or customers that are followed up, move."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from frappe_crm_app.frappe_crm_app.doctype.crm_pipeline_card_field.crm_pipeline_card_field import (
			CRMPipelineCardField,
		)

		card_fields: DF.Table[CRMPipelineCardField]
		currency: DF.Link | None
		is_archived: DF.Check
		is_default: DF.Check
		pipeline_name: DF.Data
		rot_after_days: DF.Int
		rotting_enabled: DF.Check
		tracks: DF.Literal["Deals", "Follow-ups"]
	# end: auto-generated types

	def validate(self) -> None:
		self.pipeline_name = clean_text(self.pipeline_name)
		refuse_change_of_kind(self)
		refuse_archiving_needed_pipeline(self)
		self.refuse_unknown_card_fields()

	def on_update(self) -> None:
		if self.is_default:
			unset_other_defaults(self.name, self.tracks)

	def refuse_unknown_card_fields(self) -> None:
		"""Refuse fields that the records of this pipeline do not have."""
		doctype = KIND_OF_TRACKS[self.tracks].doctype if self.tracks in KIND_OF_TRACKS else None
		fieldnames = [row.fieldname for row in self.card_fields if row.fieldname and doctype]
		unknown = [fieldname for fieldname in fieldnames if not frappe.get_meta(doctype).has_field(fieldname)]
		if unknown:
			names = frappe.utils.escape_html(", ".join(map(str, unknown)))
			frappe.throw(_("{0} has no field {1}.").format(_(doctype), names), StageError)
