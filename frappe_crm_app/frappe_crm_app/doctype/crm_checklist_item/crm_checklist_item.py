from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMChecklistItem(PartOfRecord):
	"""One thing to tick off in a task."""
