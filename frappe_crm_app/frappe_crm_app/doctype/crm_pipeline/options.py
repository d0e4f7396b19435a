"""Values of the Select fields of CRM Pipeline."""

from frappe_crm_app.kit.enums import StrEnum


class Tracks(StrEnum):
	"""What moves through a pipeline: deals, or customers that are followed up."""

	DEALS = "Deals"
	FOLLOW_UPS = "Follow-ups"
