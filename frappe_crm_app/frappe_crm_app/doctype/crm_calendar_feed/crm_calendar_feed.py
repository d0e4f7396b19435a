from frappe.model.document import Document


class CRMCalendarFeed(Document):
	"""The address under which calendar programs read somebody's calendar: of its token, only the hash is stored (`work/events/feeds/`)."""
