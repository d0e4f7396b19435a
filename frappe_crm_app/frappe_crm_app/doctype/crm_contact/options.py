"""Values of the Select fields of CRM Contact."""

from frappe_crm_app.kit.enums import StrEnum


class ContactStatus(StrEnum):
	"""How far a person has come with us."""

	LEAD = "Lead"
	QUALIFIED = "Qualified"
	CUSTOMER = "Customer"
	INACTIVE = "Inactive"
