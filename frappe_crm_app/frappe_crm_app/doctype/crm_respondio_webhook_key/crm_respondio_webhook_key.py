from frappe_crm_app.part_of_record import PartOfRecord


class CRMRespondioWebhookKey(PartOfRecord):
	"""The signing key of one webhook at respond.io."""

	# begin: auto-generated types
	# end: auto-generated types
