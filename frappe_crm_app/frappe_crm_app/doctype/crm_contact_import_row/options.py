"""Values of the Select fields of CRM Contact Import Row."""

from frappe_crm_app.kit.enums import StrEnum


class RowOutcome(StrEnum):
	"""What became of a row of the file, or of the contact that it was about when the import was undone."""

	CREATED = "Created"
	UPDATED = "Updated"
	SKIPPED = "Skipped"
	UNDONE = "Undone"
	KEPT = "Kept"
