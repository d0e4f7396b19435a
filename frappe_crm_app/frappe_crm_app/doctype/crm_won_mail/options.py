"""Values of the Select fields of CRM Won Mail."""

from frappe_crm_app.kit.enums import StrEnum


class WonMailStatus(StrEnum):
	"""What became of a mail that was owed."""

	OWED = "Owed"
	QUEUED = "Queued"
	NOT_SENT = "Not Sent"


COLOR_OF_STATUS = {
	WonMailStatus.OWED: "orange",
	WonMailStatus.QUEUED: "green",
	WonMailStatus.NOT_SENT: "red",
}
