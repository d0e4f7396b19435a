"""Values of the Select fields of CRM Deal Contact."""

from frappe_crm_app.kit.enums import StrEnum


class DealRole(StrEnum):
	"""What somebody has to say in a deal."""

	DECISION_MAKER = "Decision Maker"
	CHAMPION = "Champion"
	INFLUENCER = "Influencer"
	BUYER = "Buyer"
	USER = "User"
	TECHNICAL_CONTACT = "Technical Contact"
	BLOCKER = "Blocker"
	OTHER = "Other"
