from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMTemplateTask(PartOfRecord):
	"""A task that projects of a template get."""
