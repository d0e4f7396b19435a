"""How often something was asked for, counted in Redis for all workers together."""

import time

import frappe
from frappe import _

from frappe_crm_app.kit.exceptions import TooManyRequestsError

HOUR = 3600


def counted(what: str, seconds: int = HOUR) -> int:
	"""Count one more of `what` and return how many there were in this stretch of so many seconds, this one included."""
	key = frappe.cache.make_key(f"crm_counted:{what}:{int(time.time()) // seconds}")
	pipeline = frappe.cache.pipeline(transaction=False)
	pipeline.incr(key)
	pipeline.expire(key, seconds)
	return pipeline.execute()[0]


def refuse_more(what: str, most: int) -> None:
	"""Count one more of `what`; raises `TooManyRequestsError` where that makes more than `most` within the hour."""
	if counted(what) > most:
		frappe.throw(_("Too many requests at once. Please try again in an hour."), TooManyRequestsError)
