"""Values of the Select fields of CRM Lead Submission."""

from frappe_crm_app.kit.enums import StrEnum


class SubmissionStatus(StrEnum):
	"""What became of what a stranger sent."""

	RECEIVED = "Received"
	AWAITING_CONFIRMATION = "Awaiting Confirmation"
	PROCESSED = "Processed"
	QUARANTINED = "Quarantined"
	FAILED = "Failed"


COLOR_OF_STATUS = {
	SubmissionStatus.RECEIVED: "blue",
	SubmissionStatus.AWAITING_CONFIRMATION: "yellow",
	SubmissionStatus.PROCESSED: "green",
	SubmissionStatus.QUARANTINED: "orange",
	SubmissionStatus.FAILED: "red",
}
