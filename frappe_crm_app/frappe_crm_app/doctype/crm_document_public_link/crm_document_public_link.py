from frappe_crm_app.visibility.record import VisibleRecord
from frappe_crm_app.work.documents.rules import refuse_by_hand


class CRMDocumentPublicLink(VisibleRecord):
	"""A link by which a document is opened without a login: of its token, only the hash is stored."""

	def validate(self) -> None:
		refuse_by_hand(self)
