"""Values of the Select fields of CRM Event and its tables."""

from frappe_crm_app.kit.enums import StrEnum


class EventStatus(StrEnum):
	"""Whether an event takes place."""

	PLANNED = "Planned"
	CANCELLED = "Cancelled"


class Answer(StrEnum):
	"""What somebody said to an invitation, and afterwards, whether they came."""

	INVITED = "Invited"
	YES = "Yes"
	NO = "No"
	MAYBE = "Maybe"
	ATTENDED = "Attended"
	NO_SHOW = "No-show"


class AnsweredBy(StrEnum):
	"""How an answer came."""

	PERSON = "Person"
	LINK = "Link"
	MAIL = "Mail"
	FORM = "Form"


class Repeats(StrEnum):
	"""How often an event takes place; Custom is what its rule says."""

	NEVER = "Never"
	DAILY = "Daily"
	WEEKDAY = "Every Weekday"
	WEEKLY = "Weekly"
	FORTNIGHTLY = "Every 2 Weeks"
	MONTHLY = "Monthly"
	YEARLY = "Yearly"
	CUSTOM = "Custom"


ANSWERS = (Answer.YES, Answer.NO, Answer.MAYBE)
"""What whoever is invited can say."""
SEATED = (Answer.YES, Answer.ATTENDED, Answer.NO_SHOW)
"""With which somebody has a seat, or waits for one."""
RULES = {
	Repeats.DAILY: "FREQ=DAILY",
	Repeats.WEEKDAY: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
	Repeats.WEEKLY: "FREQ=WEEKLY",
	Repeats.FORTNIGHTLY: "FREQ=WEEKLY;INTERVAL=2",
	Repeats.MONTHLY: "FREQ=MONTHLY",
	Repeats.YEARLY: "FREQ=YEARLY",
}
