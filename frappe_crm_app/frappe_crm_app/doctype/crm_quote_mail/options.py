"""Values of the Select fields of CRM Quote Mail."""

from frappe_crm_app.kit.enums import StrEnum


class QuoteMailKind(StrEnum):
	"""What a mail brings: the quote, or a reminder that it expires."""

	QUOTE = "Quote"
	REMINDER = "Reminder"


class QuoteMailStatus(StrEnum):
	"""What became of a mail that was owed."""

	OWED = "Owed"
	QUEUED = "Queued"
	NOT_SENT = "Not Sent"


COLOR_OF_STATUS = {
	QuoteMailStatus.OWED: "orange",
	QuoteMailStatus.QUEUED: "green",
	QuoteMailStatus.NOT_SENT: "red",
}
