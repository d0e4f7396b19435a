from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMDocumentLink(PartOfRecord):
	"""A record that a document is about: whoever sees it sees the document."""
