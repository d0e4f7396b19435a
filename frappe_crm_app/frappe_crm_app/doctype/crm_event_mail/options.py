"""Values of the Select fields of CRM Event Mail."""

from frappe_crm_app.kit.enums import StrEnum


class EventMailKind(StrEnum):
	"""What a mail brings: an invitation, what changed, that it is cancelled, or that there is a seat after all."""

	INVITATION = "Invitation"
	CHANGE = "Change"
	CANCELLATION = "Cancellation"
	SEAT = "Seat"


class EventMailStatus(StrEnum):
	"""What became of a mail that was owed."""

	OWED = "Owed"
	QUEUED = "Queued"
	NOT_SENT = "Not Sent"
