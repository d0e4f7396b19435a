"""Values of the Select fields of CRM Sales Product, and of the lines of quotes."""

from frappe_crm_app.kit.enums import StrEnum


class Recurrence(StrEnum):
	"""How often a price is due."""

	ONCE = "Once"
	MONTHLY = "Monthly"
	YEARLY = "Yearly"
