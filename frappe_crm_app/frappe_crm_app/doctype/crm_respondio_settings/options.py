"""Values of the Select fields of CRM Respondio Settings."""

from frappe_crm_app.kit.enums import StrEnum


class UnknownContacts(StrEnum):
	"""What is done about an event of somebody who is no contact."""

	IGNORE = "Ignore"
	CREATE_LEAD = "Create Lead"
