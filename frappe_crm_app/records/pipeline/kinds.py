"""What moves through pipelines: deals and customers, and which of their fields a board shows and adds up."""

from dataclasses import dataclass

from frappe_crm_app.frappe_crm_app.doctype.crm_pipeline.options import Tracks


@dataclass(frozen=True)
class Kind:
	"""One kind of record on a board, by the names of its fields.

	`amount` is shown on the card in the record's `currency`; `summed` is what columns add up.
	"""

	doctype: str
	title: str
	owner: str
	amount: str
	summed: str
	contact: str
	customer: str | None
	closing: str
	note_link: str


DEALS = Kind(
	doctype="CRM Sales Deal",
	title="title",
	owner="deal_owner",
	amount="value",
	summed="base_value",
	contact="contact",
	customer="customer",
	closing="expected_close_date",
	note_link="deal",
)
FOLLOW_UPS = Kind(
	doctype="CRM Customer",
	title="customer_name",
	owner="salesperson",
	amount="account_value",
	summed="account_value",
	contact="primary_contact",
	customer=None,
	closing="estimated_close_date",
	note_link="customer",
)
KIND_OF_TRACKS = {Tracks.DEALS: DEALS, Tracks.FOLLOW_UPS: FOLLOW_UPS}
KIND_OF_DOCTYPE = {kind.doctype: kind for kind in KIND_OF_TRACKS.values()}
