"""Values of the Select fields of CRM Bulk Change."""

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.resumable_job.status import WorkStatus


class BulkAction(StrEnum):
	"""What is done to the records."""

	REASSIGN = "Reassign"
	DELETE = "Delete"
	HAND_OVER = "Hand Over"
	MOVE = "Move"
	TAG = "Tag"


COLOR_OF_STATUS = {
	WorkStatus.QUEUED: "gray",
	WorkStatus.RUNNING: "blue",
	WorkStatus.COMPLETED: "green",
	WorkStatus.FAILED: "red",
}
