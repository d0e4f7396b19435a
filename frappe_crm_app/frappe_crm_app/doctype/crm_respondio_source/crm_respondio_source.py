from frappe_crm_app.part_of_record import PartOfRecord


class CRMRespondioSource(PartOfRecord):
	"""A source whose prospects are sent to respond.io."""

	# begin: auto-generated types
	# end: auto-generated types
