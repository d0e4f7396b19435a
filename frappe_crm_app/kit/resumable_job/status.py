"""Values of `status` that every record of a resumable job has."""

from frappe_crm_app.kit.enums import StrEnum


class WorkStatus(StrEnum):
	"""Where the work stands; a DocType may have more."""

	QUEUED = "Queued"
	RUNNING = "Running"
	COMPLETED = "Completed"
	FAILED = "Failed"
