from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMEventLink(PartOfRecord):
	"""What an event is about."""
