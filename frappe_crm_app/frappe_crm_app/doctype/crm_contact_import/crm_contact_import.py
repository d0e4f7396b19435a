from frappe.model.document import Document


class CRMContactImport(Document):
	"""One run of one file: what was asked for, how far it came, what it did."""
