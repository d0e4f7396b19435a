"""Values of the Select fields of CRM Document Delivery."""

from frappe_crm_app.kit.enums import StrEnum


class Channel(StrEnum):
	"""By what a version came to somebody."""

	MAIL = "Mail"
	LINK = "Link"
