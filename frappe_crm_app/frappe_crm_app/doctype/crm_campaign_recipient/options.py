"""Values of the Select fields of CRM Campaign Recipient."""

from frappe_crm_app.kit.enums import StrEnum


class RecipientStatus(StrEnum):
	"""What became of a campaign for one person."""

	PENDING = "Pending"
	SENDING = "Sending"
	SENT = "Sent"
	UNSURE = "Unsure"
	"""A worker or a connection broke off when the mail may have been taken: a person settles it, nothing resends it."""
	FAILED = "Failed"
	LEFT_OUT = "Left Out"


class Reason(StrEnum):
	"""Why somebody is left out, or why sending failed."""

	NONE = ""
	EXCLUDED = "Excluded"
	NO_ADDRESS = "No Address"
	OPTED_OUT = "Opted Out"
	NO_CONSENT = "No Consent"
	BOUNCED_ADDRESS = "Bounced Address"
	PAUSED_ADDRESS = "Paused Address"
	SHARED_ADDRESS = "Shared Address"
	CONTACT_REMOVED = "Contact Removed"
	CANCELLED = "Cancelled"
	REFUSED = "Refused"
	UNREACHABLE = "Unreachable"
	NOT_ACCEPTED = "Not Accepted"


class BounceKind(StrEnum):
	"""Whether an address will not work next time either."""

	NONE = ""
	HARD = "Hard"
	SOFT = "Soft"


COLOR_OF_STATUS = {
	RecipientStatus.PENDING: "gray",
	RecipientStatus.SENDING: "blue",
	RecipientStatus.SENT: "green",
	RecipientStatus.UNSURE: "orange",
	RecipientStatus.FAILED: "red",
	RecipientStatus.LEFT_OUT: "gray",
}
