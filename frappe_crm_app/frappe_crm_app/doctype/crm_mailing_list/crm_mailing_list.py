from frappe.model.document import Document

from frappe_crm_app.kit.field_values import read_values
from frappe_crm_app.records.audiences.lists import refuse_repeated_rows, refuse_while_subscribed


class CRMMailingList(Document):
	"""What people subscribe to, and leave again."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from frappe_crm_app.frappe_crm_app.doctype.crm_mailing_list_customer.crm_mailing_list_customer import (
			CRMMailingListCustomer,
		)
		from frappe_crm_app.frappe_crm_app.doctype.crm_mailing_list_form.crm_mailing_list_form import (
			CRMMailingListForm,
		)

		customers: DF.Table[CRMMailingListCustomer]
		description: DF.SmallText | None
		is_public: DF.Check
		lead_forms: DF.Table[CRMMailingListForm]
		list_name: DF.Data
		needs_confirmation: DF.Check
		wording: DF.SmallText | None
	# end: auto-generated types

	def validate(self) -> None:
		read_values(self)
		refuse_repeated_rows(self)

	def on_trash(self) -> None:
		refuse_while_subscribed(self)
