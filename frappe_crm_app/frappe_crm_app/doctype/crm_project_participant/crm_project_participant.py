from frappe_crm_app.visibility.part_of_record import PartOfRecord


class CRMProjectParticipant(PartOfRecord):
	"""Somebody who takes part in a project: a contact or a user, in a role and maybe in a group."""
