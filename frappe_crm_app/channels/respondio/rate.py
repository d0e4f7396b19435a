"""One rate limit for all workers, kept in Redis by Redis's own clock.

There are as many slots as requests per second. One is taken before a request and comes back a second after its answer:
whenever within that time respond.io counts the request, no second holds more of them than there are slots.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import frappe

SLOTS, PAUSE = "crm_respondio_slots", "crm_respondio_pause"
HELD_AT_MOST = 60  # seconds after which a slot whose worker died comes back; longer than any request
LONGEST_SLEEP = 0.1  # seconds

TAKE = """
local now = redis.call('TIME')
local at = now[1] + now[2] / 1000000
local paused = redis.call('PTTL', KEYS[2])
if paused > 0 then return tostring(paused / 1000) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.6f', at))
if redis.call('ZCARD', KEYS[1]) < tonumber(ARGV[1]) then
	redis.call('ZADD', KEYS[1], string.format('%.6f', at + tonumber(ARGV[3])), ARGV[2])
	redis.call('EXPIRE', KEYS[1], 120)
	return '0'
end
local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return tostring(math.max(first[2] - at, 0.001))
"""
GIVE_BACK = """
local now = redis.call('TIME')
local at = now[1] + now[2] / 1000000
redis.call('ZADD', KEYS[1], string.format('%.6f', at + 1), ARGV[1])
"""


class MustWait(Exception):
	"""No slot comes free within the patience of a job; `seconds` until it is worth asking again."""

	def __init__(self, seconds: float) -> None:
		super().__init__(f"{seconds} s")
		self.seconds = seconds


@contextmanager
def slot(per_second: int, patience: float) -> Iterator[None]:
	"""Hold one of the slots; raises `MustWait` where that takes longer than `patience` seconds."""
	mark = frappe.generate_hash(length=16)
	wait_for_slot(mark, per_second, patience)
	try:
		yield
	finally:
		frappe.cache.eval(GIVE_BACK, 1, key(SLOTS), mark)


def wait_for_slot(mark: str, per_second: int, patience: float) -> None:
	"""Return once a slot is taken under this mark."""
	end = time.monotonic() + patience
	while True:
		seconds = float(frappe.cache.eval(TAKE, 2, key(SLOTS), key(PAUSE), per_second, mark, HELD_AT_MOST))
		if not seconds:
			return
		if seconds > HELD_AT_MOST or time.monotonic() + min(seconds, LONGEST_SLEEP) > end:
			raise MustWait(seconds)
		time.sleep(min(seconds, LONGEST_SLEEP))


def pause(seconds: float) -> None:
	"""Let nobody send for so long: the limit is the organisation's, so a 429 is about all requests."""
	milliseconds = int(seconds * 1000) + 1
	if (frappe.cache.pttl(key(PAUSE)) or 0) < milliseconds:
		frappe.cache.execute_command("SET", key(PAUSE), 1, "PX", milliseconds)


def forget() -> None:
	"""Give back all slots and end a pause."""
	frappe.cache.execute_command("DEL", key(SLOTS), key(PAUSE))


def key(name: str) -> bytes | str:
	"""Return the site's own key."""
	return frappe.cache.make_key(name)
