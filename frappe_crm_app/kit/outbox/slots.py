"""Limits shared by all workers of a site, kept in Redis by Redis's own clock: how many at once, how many in a second.

There are so many slots. One is taken before the work and comes back after it, or `rest` seconds after it: with as many slots as
requests per second and a rest of a second, no second holds more requests than there are slots, whenever within its time a
request is counted.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import frappe

from frappe_crm_app.kit.outbox.outcomes import MustWait

LONGEST_SLEEP = 0.1  # seconds

TAKE = """
local now = redis.call('TIME')
local at = now[1] + now[2] / 1000000
local paused = redis.call('PTTL', KEYS[2])
if paused > 0 then return tostring(paused / 1000) end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.6f', at))
if redis.call('ZCARD', KEYS[1]) < tonumber(ARGV[1]) then
	redis.call('ZADD', KEYS[1], string.format('%.6f', at + tonumber(ARGV[3])), ARGV[2])
	redis.call('EXPIRE', KEYS[1], ARGV[4])
	return '0'
end
local first = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return tostring(math.max(first[2] - at, 0.001))
"""
HOLD = """
local now = redis.call('TIME')
local at = now[1] + now[2] / 1000000
redis.call('ZADD', KEYS[1], string.format('%.6f', at + tonumber(ARGV[2])), ARGV[1])
"""


@dataclass(frozen=True)
class Slots:
	"""A limit by its name in Redis; `held_at_most` seconds after which a slot whose worker died comes back."""

	name: str
	rest: float = 0  # seconds
	held_at_most: float = 60

	@contextmanager
	def slot(self, count: int, patience: float = 0) -> Iterator[str]:
		"""Hold one of `count` slots, and yield its mark; raises `MustWait` where that takes longer than `patience` seconds."""
		mark = frappe.generate_hash(length=16)
		self.take(mark, count, patience)
		try:
			yield mark
		finally:
			self.hold(mark, self.rest)

	def take(self, mark: str, count: int, patience: float) -> None:
		"""Return once a slot is taken under this mark."""
		end = time.monotonic() + patience
		lifetime = int(self.held_at_most + self.rest) + 60
		given = (self.key("slots"), self.key("pause"), count, mark, self.held_at_most, lifetime)
		while seconds := float(frappe.cache.eval(TAKE, 2, *given)):
			if seconds > self.held_at_most or time.monotonic() + min(seconds, LONGEST_SLEEP) > end:
				raise MustWait(seconds)
			time.sleep(min(seconds, LONGEST_SLEEP))

	def hold(self, mark: str, seconds: float | None = None) -> None:
		"""Keep a slot for so long from now, by default as long as one may be held."""
		seconds = self.held_at_most if seconds is None else seconds
		frappe.cache.eval(HOLD, 1, self.key("slots"), mark, seconds)

	def pause(self, seconds: float) -> None:
		"""Let nobody take a slot for so long: where the other side says so, it is about all requests."""
		milliseconds = int(seconds * 1000) + 1
		if (frappe.cache.pttl(self.key("pause")) or 0) < milliseconds:
			frappe.cache.execute_command("SET", self.key("pause"), 1, "PX", milliseconds)

	def forget(self) -> None:
		"""Give back all slots and end a pause."""
		frappe.cache.execute_command("DEL", self.key("slots"), self.key("pause"))

	def key(self, what: str) -> bytes | str:
		"""Return the site's own key."""
		return frappe.cache.make_key(f"{self.name}_{what}")
