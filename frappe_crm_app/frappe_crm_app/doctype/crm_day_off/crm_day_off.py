from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMDayOff(PartOfRecord):
	"""A day on which nobody works."""
