from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMEventAttendee(PartOfRecord):
	"""Somebody who is invited to an event: a contact or a user, with what they said."""
