"""How often an address of the net may subscribe somebody."""

import frappe
from frappe import _

from frappe_crm_app.intake.lead_forms.limits import hash_of_address
from frappe_crm_app.kit.exceptions import TooManySubmissionsError
from frappe_crm_app.kit.request_limits import counted

MOST_PER_HOUR = 30


def refuse_flood() -> None:
	"""Count this request; raises `TooManySubmissionsError` where as many came from its address within the hour as may."""
	most = frappe.conf.get("crm_subscriptions_per_hour") or MOST_PER_HOUR
	if counted(f"subscriptions:{hash_of_address()}") > int(most):
		frappe.throw(_("Too many requests at once. Please try again in an hour."), TooManySubmissionsError)
