"""Values of the Select fields of CRM Contact."""

from frappe_crm_app.kit.enums import StrEnum


class ContactStatus(StrEnum):
	"""How far a person has come with us."""

	LEAD = "Lead"
	QUALIFIED = "Qualified"
	CUSTOMER = "Customer"
	INACTIVE = "Inactive"


class ContactType(StrEnum):
	"""What a person is to us."""

	CUSTOMER = "Customer"
	CONTRACTOR = "Contractor"
	VENDOR = "Vendor"
	PARTNER = "Partner"
	OTHER = "Other"


COLOR_OF_STATUS = {
	ContactStatus.LEAD: "orange",
	ContactStatus.QUALIFIED: "blue",
	ContactStatus.CUSTOMER: "green",
	ContactStatus.INACTIVE: "gray",
}
COLOR_OF_TYPE = {
	ContactType.CUSTOMER: "blue",
	ContactType.CONTRACTOR: "orange",
	ContactType.VENDOR: "purple",
	ContactType.PARTNER: "green",
	ContactType.OTHER: "gray",
}
