"""How often somebody may try to connect a mailbox: it makes the site's server knock at others."""

import frappe

MOST, SECONDS = 10, 600


def is_over(user: str) -> bool:
	"""Count an attempt, and return whether there were too many in these ten minutes."""
	key = frappe.cache.make_key(f"crm_mailbox_connecting:{user}")
	pipeline = frappe.cache.pipeline(transaction=True)
	pipeline.incr(key)
	pipeline.expire(key, SECONDS)
	return pipeline.execute()[0] > MOST
