"""Colors of events: pale, so that Frappe writes dark text on them in either theme."""

from frappe_crm_app.frappe_crm_app.doctype.crm_follow_up_note.options import Action

DONE = "#e2e2e2"
OVERDUE = "#f9c6c2"
COLOR_OF = {
	Action.CALL: "#cfe3ff",
	Action.MEETING: "#d3f0dc",
	Action.DEMO: "#c9efe9",
	Action.EMAIL: "#e5dbff",
	Action.WHATSAPP: "#d8f5c8",
	Action.SMS: "#fdeecb",
	Action.CHAT: "#fde3cf",
	Action.TASK: "#fff3c4",
	Action.DECISION: "#f7d6ee",
	Action.HANDOFF: "#dfe6ee",
}
OTHER = "#ece8e1"
CLOSING = "#cfe3ff"
LIKELY = "#d3f0dc"  # from three chances in four
