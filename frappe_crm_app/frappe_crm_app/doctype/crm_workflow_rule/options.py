"""Values of the Select fields of CRM Workflow Rule."""

from frappe_crm_app.kit.enums import StrEnum


class TriggerType(StrEnum):
	"""What makes a rule look at a record."""

	EVENT = "Event"
	DATE = "Date"
	SCHEDULE = "Schedule"
	BUTTON = "Button"


class HowOften(StrEnum):
	"""How often a rule runs for one record."""

	EVERY_TIME = "Every Time"
	ONCE = "Once"
	ONCE_A_DAY = "Once a Day"
	ONCE_PER_STAGE = "Once per Stage"
