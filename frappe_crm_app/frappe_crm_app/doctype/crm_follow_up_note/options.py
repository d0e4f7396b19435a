"""Values of the Select fields of CRM Follow-up Note."""

from frappe_crm_app.kit.enums import StrEnum


class Action(StrEnum):
	"""What was done or is to be done."""

	NOTE = "Note"
	CALL = "Call"
	WHATSAPP = "WhatsApp"
	EMAIL = "Email"
	MEETING = "Meeting"
	SMS = "SMS"
	CHAT = "Chat"
	DEMO = "Demo"
	DECISION = "Decision"
	HANDOFF = "Handoff"
	TASK = "Task"
	OTHER = "Other"


class NoteStatus(StrEnum):
	"""Whether a note is still to be done."""

	OPEN = "Open"
	DONE = "Done"
	CANCELLED = "Cancelled"
