"""The roles of the CRM. What each may do is Frappe's role permissions, in the DocTypes."""

from frappe_crm_app.kit.enums import StrEnum

_lt = str  # marks a sentence that is translated where it is said


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


# What each role is for, as somebody reads it who gives it to a person.
DESCRIPTIONS: dict[CRMRole, str] = {
	CRMRole.ADMIN: _lt("Does everything, sets the CRM up, invites people and gives them roles."),
	CRMRole.MANAGER: _lt("Reads, changes, gives on and exports everybody's records."),
	CRMRole.SALES_REP: _lt("Sells: reads and changes what is theirs, and reads whom their deals are about."),
	CRMRole.ACCOUNT_REP: _lt("Looks after clients: reads and changes these, and what is theirs."),
	CRMRole.VIEWER: _lt("Reads all records that are not private, and changes none."),
	CRMRole.EXTERNAL: _lt("Somebody from outside: reads the contact and customer linked to their login."),
	CRMRole.PARTNER_MANAGER: _lt(
		"Looks after partners: reads and changes partner prospects, and what is theirs."
	),
	CRMRole.LOCATION_MANAGER: _lt("Beside another role: changes the locations of the customers they see."),
	CRMRole.REASSIGNER: _lt("Beside another role: gives to others what they may change."),
	CRMRole.MARKETER: _lt("Makes segments, mailing lists and campaigns, and reads whom these reach."),
}
