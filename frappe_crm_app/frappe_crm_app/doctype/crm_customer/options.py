"""Values of the Select fields of CRM Customer."""

from frappe_crm_app.kit.enums import StrEnum


class Kind(StrEnum):
	"""What a customer is."""

	COMPANY = "Company"
	PERSON = "Person"
	SUPPLIER = "Supplier"
	OTHER = "Other"


class Relationship(StrEnum):
	"""What a customer is to us: a prospect is a lead's account, a client is registered."""

	PROSPECT = "Prospect"
	CLIENT = "Client"
	PARTNER_PROSPECT = "Partner Prospect"


class Profile(StrEnum):
	"""Whom a customer is open to, as far as their scopes reach."""

	EVERYONE = "Everyone"
	TEAM = "Team"
	PRIVATE = "Private"


COLOR_OF_RELATIONSHIP = {
	Relationship.PROSPECT: "orange",
	Relationship.CLIENT: "green",
	Relationship.PARTNER_PROSPECT: "purple",
}
