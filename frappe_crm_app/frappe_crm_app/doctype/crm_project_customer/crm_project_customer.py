from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMProjectCustomer(PartOfRecord):
	"""A further customer of a project."""
