"""Values of the Select fields of CRM Respondio Sync."""

from frappe_crm_app.kit.enums import StrEnum


class Operation(StrEnum):
	"""What is owed to respond.io."""

	ADD = "Add Prospect"
	MERGE = "Merge Contacts"


class SyncStatus(StrEnum):
	"""How it stands with what is owed. Waiting is a Queued that was tried before."""

	QUEUED = "Queued"
	RUNNING = "Running"
	WAITING = "Waiting"
	DONE = "Done"
	FAILED = "Failed"
	CANCELLED = "Cancelled"


class Step(StrEnum):
	"""The steps of adding a prospect, in their order; a row holds the last one that was reached."""

	NONE = ""
	UPSERT = "Upsert"
	OPEN = "Open"
	ASSIGN = "Assign"
	LIFECYCLE = "Lifecycle"
	VERIFY = "Verify"


DUE = (SyncStatus.QUEUED, SyncStatus.WAITING)
COLOR_OF_STATUS = {
	SyncStatus.QUEUED: "blue",
	SyncStatus.RUNNING: "blue",
	SyncStatus.WAITING: "orange",
	SyncStatus.DONE: "green",
	SyncStatus.FAILED: "red",
	SyncStatus.CANCELLED: "gray",
}
