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


class CallOutcome(StrEnum):
	"""What came of a call, in the order in which it is offered."""

	REACHED = "Reached"
	NO_ANSWER = "No Answer"
	LEFT_MESSAGE = "Left Message"
	BUSY = "Busy"
	WRONG_NUMBER = "Wrong Number"


class NoteStatus(StrEnum):
	"""Whether a note is still to be done."""

	OPEN = "Open"
	DONE = "Done"
	CANCELLED = "Cancelled"


# In the order in which the desk offers them to whoever plans or logs one; a Note is begun by a button of its own.
OFFERED_ACTIONS = (
	Action.CALL,
	Action.EMAIL,
	Action.MEETING,
	Action.WHATSAPP,
	Action.SMS,
	Action.CHAT,
	Action.DEMO,
	Action.DECISION,
	Action.HANDOFF,
	Action.TASK,
	Action.OTHER,
)
COLOR_OF_STATUS = {
	NoteStatus.OPEN: "orange",
	NoteStatus.DONE: "green",
	NoteStatus.CANCELLED: "gray",
}
