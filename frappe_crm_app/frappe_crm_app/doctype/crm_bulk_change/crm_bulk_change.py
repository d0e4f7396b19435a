from frappe.model.document import Document


class CRMBulkChange(Document):
	"""A change to more records than one request can take, which a job works off."""
