"""Values of the Select fields of CRM Campaign, and of its `audience`."""

from frappe_crm_app.kit.enums import StrEnum


class Channel(StrEnum):
	"""How a campaign reaches people."""

	EMAIL = "Email"
	SMS = "SMS"
	WHATSAPP = "WhatsApp"


class CampaignStatus(StrEnum):
	"""Where a campaign stands."""

	DRAFT = "Draft"
	SCHEDULED = "Scheduled"
	RUNNING = "Running"
	PAUSED = "Paused"
	CANCELLED = "Cancelled"
	FINISHED = "Finished"


class SendingState(StrEnum):
	"""Whether the outbox is to come to a campaign: it does while that is scheduled or running."""

	NONE = ""
	DUE = "Due"
	WORKING = "Working"
	FAILED = "Failed"


class FollowsWho(StrEnum):
	"""Which of those who got the campaign that it follows."""

	CLICKED = "Clicked"
	NOT_CLICKED = "Did Not Click"
	ANSWERED = "Answered"
	NOT_ANSWERED = "Did Not Answer"


SEGMENT, MAILING_LIST = "CRM Segment", "CRM Mailing List"
AUDIENCES = (SEGMENT, MAILING_LIST)

COLOR_OF_STATUS = {
	CampaignStatus.DRAFT: "gray",
	CampaignStatus.SCHEDULED: "orange",
	CampaignStatus.RUNNING: "blue",
	CampaignStatus.PAUSED: "yellow",
	CampaignStatus.CANCELLED: "red",
	CampaignStatus.FINISHED: "green",
}
