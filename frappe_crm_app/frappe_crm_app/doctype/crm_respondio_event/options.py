"""Values of the Select fields of CRM Respondio Event."""

from frappe_crm_app.kit.enums import StrEnum


class EventStatus(StrEnum):
	"""What became of an event that respond.io told us."""

	RECEIVED = "Received"
	NOTED = "Noted"
	IGNORED = "Ignored"
	FAILED = "Failed"


COLOR_OF_STATUS = {
	EventStatus.RECEIVED: "blue",
	EventStatus.NOTED: "green",
	EventStatus.IGNORED: "gray",
	EventStatus.FAILED: "red",
}
