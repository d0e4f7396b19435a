from frappe.model.document import Document


class CRMRoomLink(Document):
	"""The link by which a contact without a login sees their room: of its token, only the hash is stored (`work/events/room/`)."""
