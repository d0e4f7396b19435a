"""Values of the Select fields of CRM Message."""

from frappe_crm_app.kit.enums import StrEnum


class MessageDirection(StrEnum):
	"""Whether we sent it or the person did."""

	OUT = "Out"
	IN = "In"


class MessageStatus(StrEnum):
	"""How far a message has come. Unsure is one of which nobody knows whether the person has it: it is never sent again by itself."""

	OWED = "Owed"
	SENDING = "Sending"
	SENT = "Sent"
	DELIVERED = "Delivered"
	READ = "Read"
	FAILED = "Failed"
	UNSURE = "Unsure"
	RECEIVED = "Received"
	CANCELLED = "Cancelled"


# What a message that was taken may still become, in this order; a late answer never takes it back.
ON_ITS_WAY = (MessageStatus.SENT, MessageStatus.DELIVERED, MessageStatus.READ)
COLOR_OF_STATUS = {
	MessageStatus.OWED: "blue",
	MessageStatus.SENDING: "blue",
	MessageStatus.SENT: "light-blue",
	MessageStatus.DELIVERED: "green",
	MessageStatus.READ: "green",
	MessageStatus.FAILED: "red",
	MessageStatus.UNSURE: "orange",
	MessageStatus.RECEIVED: "purple",
	MessageStatus.CANCELLED: "gray",
}
