"""The roles of the CRM. What each may do is Frappe's role permissions, in the DocTypes."""

from frappe_crm_app.kit.enums import StrEnum


class CRMRole(StrEnum):
	"""Roles that the app brings and, on uninstalling, takes away."""

	ADMIN = "CRM Admin"
	MANAGER = "CRM Manager"
	SALES_REP = "CRM Sales Rep"
	ACCOUNT_REP = "CRM Account Rep"
	VIEWER = "CRM Viewer"
	EXTERNAL = "CRM External"
	PARTNER_MANAGER = "CRM Partner Manager"
	LOCATION_MANAGER = "CRM Location Manager"
	REASSIGNER = "CRM Reassigner"
	MARKETER = "CRM Marketer"
