"""Values of the Select fields of CRM Document Version."""

from frappe_crm_app.kit.enums import StrEnum


class TextState(StrEnum):
	"""Whether the words of a file are known to the search."""

	NONE = "None"
	OWED = "Owed"
	READ = "Read"
	NOT_READABLE = "Not Readable"
