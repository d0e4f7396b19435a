"""Values of the Select fields of CRM Project."""

from frappe_crm_app.kit.enums import StrEnum


class ProjectStatus(StrEnum):
	"""Where a project stands."""

	PLANNED = "Planned"
	ACTIVE = "Active"
	ON_HOLD = "On Hold"
	COMPLETED = "Completed"
	CANCELLED = "Cancelled"


class Health(StrEnum):
	"""How it goes; what somebody says of it stands before what milestones and tasks say."""

	ON_TRACK = "On Track"
	AT_RISK = "At Risk"
	OFF_TRACK = "Off Track"


class SeenBy(StrEnum):
	"""Who sees a project beside its owner, whoever takes part, and managers."""

	CUSTOMER_AND_DEAL = "Customer and Deal"
	PARTICIPANTS = "Participants"


COLOR_OF_STATUS = {
	ProjectStatus.PLANNED: "gray",
	ProjectStatus.ACTIVE: "blue",
	ProjectStatus.ON_HOLD: "orange",
	ProjectStatus.COMPLETED: "green",
	ProjectStatus.CANCELLED: "gray",
}
COLOR_OF_HEALTH = {Health.ON_TRACK: "green", Health.AT_RISK: "orange", Health.OFF_TRACK: "red"}
RUNNING = (ProjectStatus.PLANNED, ProjectStatus.ACTIVE, ProjectStatus.ON_HOLD)
