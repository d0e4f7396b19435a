import json

import frappe
from frappe import _
from frappe.model.document import Document

from frappe_crm_app.records.identity.normalise import clean_text
from frappe_crm_app.screens.board.views import filters_of


class CRMBoardView(Document):
	"""What a board shows, under a name, for others to choose: filters, order and fields on cards. One's own are among one's settings."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from frappe_crm_app.frappe_crm_app.doctype.crm_board_view_role.crm_board_view_role import (
			CRMBoardViewRole,
		)

		filters: DF.SmallText | None
		pipeline: DF.Link
		roles: DF.Table[CRMBoardViewRole]
		title: DF.Data
	# end: auto-generated types

	def validate(self) -> None:
		self.title = clean_text(self.title)
		if self.pipeline:  # else Frappe says that it is missing
			self.filters = json.dumps(filters_of(self.filters, self.pipeline))
			self.refuse_second_of_title()

	def refuse_second_of_title(self) -> None:
		"""Refuse a name that another view of the pipeline has."""
		namesake = {"pipeline": self.pipeline, "title": self.title, "name": ("!=", self.name)}
		if frappe.db.exists("CRM Board View", namesake):
			frappe.throw(
				_("The pipeline already has a view “{0}”.").format(frappe.utils.escape_html(self.title))
			)
