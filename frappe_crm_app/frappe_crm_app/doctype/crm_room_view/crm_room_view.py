from frappe.model.document import Document


class CRMRoomView(Document):
	"""What somebody did in their room; written by `work/events/room/` alone."""
