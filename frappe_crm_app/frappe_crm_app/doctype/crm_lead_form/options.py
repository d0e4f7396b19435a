"""Values of the Select fields of CRM Lead Form."""

from frappe_crm_app.kit.enums import StrEnum


class FormStatus(StrEnum):
	"""Whether strangers can send the form."""

	DRAFT = "Draft"
	PUBLISHED = "Published"
	CLOSED = "Closed"


class CustomerCreation(StrEnum):
	"""What becomes the prospect customer of a new contact."""

	COMPANY_OR_PERSON = "Company or Person"
	COMPANY_ONLY = "Company Only"
	NONE = "None"


class Assignment(StrEnum):
	"""Whose a new lead is."""

	ONE_PERSON = "One Person"
	ROUND_ROBIN = "Round Robin"


COLOR_OF_STATUS = {
	FormStatus.DRAFT: "orange",
	FormStatus.PUBLISHED: "green",
	FormStatus.CLOSED: "gray",
}
