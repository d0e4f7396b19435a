"""Values of the Select fields of CRM Quote Certificate."""

from frappe_crm_app.kit.enums import StrEnum


class CertificateStatus(StrEnum):
	"""What became of a signed PDF that was owed."""

	OWED = "Owed"
	MADE = "Made"
	NOT_MADE = "Not Made"
