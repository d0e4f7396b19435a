"""Values of the Select fields of CRM Bulk Change."""

from frappe_crm_app.kit.enums import StrEnum


class BulkAction(StrEnum):
	"""What is done to the records."""

	REASSIGN = "Reassign"
	DELETE = "Delete"
	HAND_OVER = "Hand Over"
