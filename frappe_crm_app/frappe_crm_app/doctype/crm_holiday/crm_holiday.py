from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMHoliday(PartOfRecord):
	"""A day on which nobody works."""
