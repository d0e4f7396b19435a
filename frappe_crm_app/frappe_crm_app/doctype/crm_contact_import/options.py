"""Values of the Select fields of CRM Contact Import, and the fields that count its rows."""

from frappe_crm_app.kit.enums import StrEnum

COUNTS = ("created", "updated", "unchanged", "skipped", "repeated")


class ImportStatus(StrEnum):
	"""Where an import stands."""

	QUEUED = "Queued"
	RUNNING = "Running"
	COMPLETED = "Completed"
	FAILED = "Failed"
	UNDOING = "Undoing"
	UNDONE = "Undone"


class ImportMode(StrEnum):
	"""Which rows an import takes."""

	BOTH = "Create and Update"
	ONLY_CREATE = "Only Create"
	ONLY_UPDATE = "Only Update"


class SharedEmails(StrEnum):
	"""What becomes of people who have the email of somebody with another name."""

	LEFT_OUT = "Leave Out"
	OWN_CONTACT = "Own Contact"
	SAME_PERSON = "Same Person"


class ShownRows(StrEnum):
	"""Which rows of a preview are shown."""

	ALL = "All"
	NEW = "New"
	CHANGED = "Changed"
	SKIPPED = "Skipped"
	NOTED = "Noted"


COLOR_OF_STATUS = {
	ImportStatus.QUEUED: "gray",
	ImportStatus.RUNNING: "blue",
	ImportStatus.COMPLETED: "green",
	ImportStatus.FAILED: "red",
	ImportStatus.UNDOING: "orange",
	ImportStatus.UNDONE: "gray",
}
