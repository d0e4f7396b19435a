from frappe.model.document import Document

from frappe_crm_app.work.documents.folders import refuse_bad_folder


class CRMDocumentFolder(Document):
	"""Where documents are filed, for all: it shows to nobody what is in it."""

	def validate(self) -> None:
		refuse_bad_folder(self)
