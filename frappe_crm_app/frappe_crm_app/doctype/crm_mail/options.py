"""Values of the Select fields of CRM Mail."""

from frappe_crm_app.kit.enums import StrEnum


class Direction(StrEnum):
	"""Whether a mail was sent to us or by us."""

	IN = "In"
	OUT = "Out"


class DeliveryState(StrEnum):
	"""What became of a mail that is written here; of others it is empty."""

	NONE = ""
	DRAFT = "Draft"
	OWED = "Owed"
	SENDING = "Sending"
	SENT = "Sent"
	FAILED = "Failed"
	BOUNCED = "Bounced"


COLOR_OF_STATE = {
	DeliveryState.DRAFT: "gray",
	DeliveryState.OWED: "orange",
	DeliveryState.SENDING: "blue",
	DeliveryState.SENT: "green",
	DeliveryState.FAILED: "red",
	DeliveryState.BOUNCED: "red",
}
