from frappe_crm_app.visibility.record import VisibleRecord
from frappe_crm_app.work.documents.rules import refuse_by_hand


class CRMDocumentDelivery(VisibleRecord):
	"""That somebody got a version of a document: by a mail that carried it, or by opening a public link."""

	def validate(self) -> None:
		refuse_by_hand(self)
