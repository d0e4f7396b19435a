"""At most so many runs of a rule in any minute: each further one is told how long to wait, and none fails.

Redis keeps when the last runs begin, in its own time, some of them later than now; one more begins a minute after the one that came
so many before.
"""

import frappe

MINUTE = 60
TAKE = """
local now = redis.call('TIME')
local at = now[1] + now[2] / 1000000
local before = redis.call('LINDEX', KEYS[1], -tonumber(ARGV[1]))
local begins = at
if before and before + tonumber(ARGV[2]) > at then begins = before + tonumber(ARGV[2]) end
redis.call('RPUSH', KEYS[1], string.format('%.6f', begins))
redis.call('LTRIM', KEYS[1], -tonumber(ARGV[1]), -1)
redis.call('EXPIRE', KEYS[1], math.ceil(begins - at) + tonumber(ARGV[2]))
return tostring(begins - at)
"""


def seconds_to_wait(rule: frappe._dict) -> float:
	"""Return how long the next run of a rule is to wait, and count it."""
	most = rule.most_runs_a_minute
	if not most:
		return 0
	return float(frappe.cache.eval(TAKE, 1, key_of(rule.name), most, MINUTE))


def key_of(rule: str) -> bytes | str:
	"""Return the site's own key."""
	return frappe.cache.make_key(f"crm_workflow_pace_{rule}")
