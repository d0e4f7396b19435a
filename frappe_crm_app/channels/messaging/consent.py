"""What a person allowed by a channel. A message to one person is no advertising and may be sent all the same; who sends it is told."""

import frappe
from frappe import _

from frappe_crm_app.kit.messaging_provider import SENDABLE
from frappe_crm_app.visibility.guarded import CONTACT


def withdrawn_by(contact: str) -> set[str]:
	"""Return the channels by which a contact wants no messages."""
	return set(SENDABLE) if frappe.db.get_value(CONTACT, contact, "messaging_opt_out") else set()


def is_withdrawn(contact: str, channel: str) -> bool:
	"""Return whether a contact wants no messages by a channel."""
	return channel in withdrawn_by(contact)


def warning(channel: str) -> str:
	"""Return what whoever writes all the same is told."""
	return _("This contact wants no messages by {0}. Send one only where it is not advertising.").format(
		_(channel)
	)
