"""Values of the Select fields of CRM Consent."""

from frappe_crm_app.kit.enums import StrEnum


class Channel(StrEnum):
	"""By what somebody may be written to."""

	EMAIL = "Email"
	SMS = "SMS"
	WHATSAPP = "WhatsApp"


MESSAGING = (Channel.SMS, Channel.WHATSAPP)


class ConsentState(StrEnum):
	"""What a person said."""

	GIVEN = "Given"
	WITHDRAWN = "Withdrawn"


class ConsentSource(StrEnum):
	"""By what way it came; also of a CRM Subscription."""

	FORM = "Form"
	IMPORT = "Import"
	PREFERENCE_PAGE = "Preference Page"
	ONE_CLICK = "One-Click"
	COMPLAINT = "Complaint"
	DESK = "Desk"
	API = "API"
	MESSAGE = "Message"
	MERGE = "Merge"
