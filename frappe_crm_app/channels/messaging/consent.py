"""What a person allowed by a channel. A message to one person is no advertising and may be sent all the same; who sends it is told."""

from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_consent.options import ConsentState
from frappe_crm_app.records.consent.standing import standing_of


def withdrawn_by(contact: str) -> set[str]:
	"""Return the channels by which a contact wants no messages: what the person said last of each."""
	standing = standing_of([contact]).get(contact, {})
	return {str(channel) for channel, state in standing.items() if state == ConsentState.WITHDRAWN}


def is_withdrawn(contact: str, channel: str) -> bool:
	"""Return whether a contact wants no messages by a channel."""
	return channel in withdrawn_by(contact)


def warning(channel: str) -> str:
	"""Return what whoever writes all the same is told."""
	return _("This contact wants no messages by {0}. Send one only where it is not advertising.").format(
		_(channel)
	)
