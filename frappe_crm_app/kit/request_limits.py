"""How often something was asked for, counted in Redis for all workers together."""

import time

import frappe

HOUR = 3600


def counted(what: str, seconds: int = HOUR) -> int:
	"""Count one more of `what` and return how many there were in this stretch of so many seconds, this one included."""
	key = frappe.cache.make_key(f"crm_counted:{what}:{int(time.time()) // seconds}")
	pipeline = frappe.cache.pipeline(transaction=False)
	pipeline.incr(key)
	pipeline.expire(key, seconds)
	return pipeline.execute()[0]
