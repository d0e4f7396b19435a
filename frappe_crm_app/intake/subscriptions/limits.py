"""How often an address of the net may subscribe somebody, counted in Redis for all workers together."""

import time

import frappe
from frappe import _

from frappe_crm_app.intake.lead_forms.limits import HOUR, hash_of_address
from frappe_crm_app.kit.exceptions import TooManySubmissionsError

MOST_PER_HOUR = 30


def refuse_flood() -> None:
	"""Count this request; raises `TooManySubmissionsError` where as many came from its address within the hour as may."""
	hour = int(time.time()) // HOUR
	key = frappe.cache.make_key(f"crm_subscriptions:{hash_of_address()}:{hour}")
	pipeline = frappe.cache.pipeline(transaction=False)
	pipeline.incr(key)
	pipeline.expire(key, HOUR)
	most = frappe.conf.get("crm_subscriptions_per_hour") or MOST_PER_HOUR
	if pipeline.execute()[0] > int(most):
		frappe.throw(_("Too many requests at once. Please try again in an hour."), TooManySubmissionsError)
