"""Values of the Select fields of CRM Quote Acceptance."""

from frappe_crm_app.kit.enums import StrEnum


class AcceptanceKind(StrEnum):
	"""What whoever has the link did."""

	VIEWED = "Viewed"
	QUESTION = "Question"
	CODE_SENT = "Code Sent"
	ACCEPTED = "Accepted"
	DECLINED = "Declined"
