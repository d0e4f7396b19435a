from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMDocumentAssignee(PartOfRecord):
	"""For whom a document is meant: a user, who sees it, or a customer, who is to have it."""
