"""Values of the Select fields of CRM Mailbox."""

from frappe_crm_app.kit.enums import StrEnum


class MailSharing(StrEnum):
	"""What of a mail somebody sees who sees a record that it is about, and does not share its mailbox."""

	NOTHING = "Nothing"
	EXCHANGED = "That a mail was exchanged"
	SUBJECT = "Subject"
	EVERYTHING = "Everything"


class MailboxStatus(StrEnum):
	"""How fetching a mailbox goes."""

	CONNECTED = "Connected"
	FETCHING = "Fetching"
	FAILING = "Failing"
	PAUSED = "Paused"


DUE = (MailboxStatus.CONNECTED, MailboxStatus.FAILING)
COLOR_OF_STATUS = {
	MailboxStatus.CONNECTED: "green",
	MailboxStatus.FETCHING: "blue",
	MailboxStatus.FAILING: "red",
	MailboxStatus.PAUSED: "gray",
}
