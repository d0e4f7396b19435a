"""Values of the Select fields of CRM Quote."""

from frappe_crm_app.kit.enums import StrEnum


class QuoteStatus(StrEnum):
	"""Where a quote stands; from Sent on, what it says is frozen."""

	DRAFT = "Draft"
	SENT = "Sent"
	VIEWED = "Viewed"
	ACCEPTED = "Accepted"
	DECLINED = "Declined"
	EXPIRED = "Expired"
	SUPERSEDED = "Superseded"


class Rounding(StrEnum):
	"""Of what the tax is computed and rounded: of each line, or of the sum of the lines with one rate."""

	PER_LINE = "Per Line"
	PER_TOTAL = "Per Total"


OPEN = (QuoteStatus.SENT, QuoteStatus.VIEWED)
"""Those in which a quote may be accepted or declined."""
REVISABLE = (*OPEN, QuoteStatus.DECLINED, QuoteStatus.EXPIRED)
COLOR_OF_STATUS = {
	QuoteStatus.DRAFT: "gray",
	QuoteStatus.SENT: "blue",
	QuoteStatus.VIEWED: "purple",
	QuoteStatus.ACCEPTED: "green",
	QuoteStatus.DECLINED: "red",
	QuoteStatus.EXPIRED: "orange",
	QuoteStatus.SUPERSEDED: "gray",
}
