"""Values of the Select field of CRM Record Scope, and the records that it is about."""

from frappe_crm_app.kit.enums import StrEnum


class Scope(StrEnum):
	"""Which records a role reaches. All contains every other; Clients, Partners and Team contain Own."""

	ALL = "All"
	CLIENTS = "Clients"
	PARTNERS = "Partners"
	TEAM = "Team"
	OWN = "Own"
	LINKED = "Linked"
	NONE = "None"


# Whatever else there is (notes, locations, moves) is seen through one of these.
SCOPED_RECORDS = ("CRM Contact", "CRM Customer", "CRM Sales Deal")
