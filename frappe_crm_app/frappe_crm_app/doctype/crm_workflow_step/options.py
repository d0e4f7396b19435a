"""Values of the Select fields of CRM Workflow Step."""

from frappe_crm_app.kit.enums import StrEnum


class StepStatus(StrEnum):
	"""What became of a step of a run. What is owed to the outside is tried until it is done or failed."""

	DONE = "Done"
	WAITING = "Waiting"
	OWED = "Owed"
	TRYING = "Trying Again"
	RUNNING = "Running"
	FAILED = "Failed"
