from frappe.model.document import Document

from frappe_crm_app.records.identity.normalise import clean_text
from frappe_crm_app.records.pipeline.defaults import refuse_change_of_kind, unset_other_defaults


class CRMPipeline(Document):
	"""An ordered set of stages through which deals, or customers that are followed up, move."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		currency: DF.Link | None
		is_default: DF.Check
		pipeline_name: DF.Data
		rot_after_days: DF.Int
		rotting_enabled: DF.Check
		tracks: DF.Literal["Deals", "Follow-ups"]
	# end: auto-generated types

	def validate(self) -> None:
		self.pipeline_name = clean_text(self.pipeline_name)
		refuse_change_of_kind(self)

	def on_update(self) -> None:
		if self.is_default:
			unset_other_defaults(self.name, self.tracks)
