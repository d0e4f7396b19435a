from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMTemplateMilestone(PartOfRecord):
	"""A milestone that projects of a template get."""
