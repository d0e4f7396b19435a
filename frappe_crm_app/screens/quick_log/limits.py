"""How often somebody's phone may ask within an hour: many times what a day's work takes."""

import frappe

from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.request_limits import RequestLimits


class Asked(StrEnum):
	"""What is counted apart."""

	SENDING = "sending"
	RECORDS = "records"


LIMITS = RequestLimits("quick_log", {Asked.SENDING: 600, Asked.RECORDS: 600})


def refuse_more_of(asked: Asked) -> None:
	"""Raise `TooManyRequestsError` where the session's user asks too often for this."""
	LIMITS.refuse_flood_by(asked, frappe.session.user)
