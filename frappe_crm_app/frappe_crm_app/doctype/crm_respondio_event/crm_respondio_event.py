from frappe.model.document import Document


class CRMRespondioEvent(Document):
	"""An event that respond.io told us of, once for each `event_id`: the row that `respondio/events.py` works off."""

	# begin: auto-generated types
	# end: auto-generated types
