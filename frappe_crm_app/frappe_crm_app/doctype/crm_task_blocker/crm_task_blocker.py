from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMTaskBlocker(PartOfRecord):
	"""A task that has to be done before another one begins."""
