"""Values of the Select fields of CRM Template Task and CRM Template Milestone."""

from frappe_crm_app.kit.enums import StrEnum


class Anchor(StrEnum):
	"""From which day the offset of a row is counted."""

	START = "Start"
	END = "End"
	MILESTONE = "Milestone"
