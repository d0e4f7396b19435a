"""Who takes a withdrawal back for somebody else: managers and administrators of the CRM, nobody else."""

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import Channel, ConsentState
from frappe_crm_app.kit.set_based import lock_record
from frappe_crm_app.records.consent.boxes import CONTACT
from frappe_crm_app.records.consent.standing import standing_of
from frappe_crm_app.records.identity.contacts import check_may_lift


def has_withdrawn(contact: str, channel: Channel) -> bool:
	"""Return whether a contact's newest word on a channel is a withdrawal; they are locked, so that it stays so."""
	lock_record(CONTACT, contact)
	return standing_of([contact], is_latest=True).get(contact, {}).get(channel) == ConsentState.WITHDRAWN


def refuse_lifting(contact: str, channel: Channel) -> None:
	"""Raise `frappe.PermissionError` where the session's user would lift a contact's withdrawal and may not."""
	if has_withdrawn(contact, channel):
		check_may_lift()
