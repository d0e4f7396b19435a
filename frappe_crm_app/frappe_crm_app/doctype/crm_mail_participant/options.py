"""Values of the Select fields of CRM Mail Participant."""

from frappe_crm_app.kit.enums import StrEnum


class ParticipantKind(StrEnum):
	"""As what a mail names somebody. Who got a blind copy stands on the sender's entry alone."""

	FROM = "From"
	TO = "To"
	CC = "Cc"
	REPLY_TO = "Reply-To"
