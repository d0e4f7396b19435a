"""Values of the Select fields of CRM Workflow Run."""

from frappe_crm_app.kit.enums import StrEnum


class RunStatus(StrEnum):
	"""How far a run came. One that is skipped never began: its reason says why."""

	QUEUED = "Queued"
	WAITING = "Waiting"
	COMPLETED = "Completed"
	FAILED = "Failed"
	CANCELLED = "Cancelled"
	SKIPPED = "Skipped"


UNDER_WAY = (RunStatus.QUEUED, RunStatus.WAITING)
OVER = (RunStatus.COMPLETED, RunStatus.FAILED, RunStatus.CANCELLED, RunStatus.SKIPPED)


class ReasonKey(StrEnum):
	"""Why a run did not begin, or ended before its last step."""

	CONDITIONS = "conditions"
	BULK = "bulk"
	OFTEN = "often"
	LOOP = "loop"
	DEEP = "deep"
	OWNER = "owner"
	HIDDEN = "hidden"
	GONE = "gone"
	MERGED = "merged"
	STOPPED = "stopped"
	REFUSED = "refused"
	UNTRUE = "untrue"
	BROKEN = "broken"


COLOR_OF_STATUS = {
	RunStatus.QUEUED: "blue",
	RunStatus.WAITING: "orange",
	RunStatus.COMPLETED: "green",
	RunStatus.FAILED: "red",
	RunStatus.CANCELLED: "gray",
	RunStatus.SKIPPED: "gray",
}
