"""Limits shared by all workers of a site, kept in Redis by Redis's own clock: how many at once, how many in a second.

There are so many slots. One is taken before the work and comes back after it, or `rest` seconds after it: with as many slots as
requests per second and a rest of a second, no second holds more requests than there are slots, whenever within its time a
request is counted.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass
from threading import Event, Thread

import frappe
from redis.exceptions import RedisError

from frappe_crm_app.kit.outbox.outcomes import MustWait

LONGEST_SLEEP = 0.1  # seconds
BEATS = 4  # signs of life within the time after which a slot comes back

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
redis.call('EXPIRE', KEYS[1], ARGV[3])
"""
IS_HELD = """
local now = redis.call('TIME')
local till = redis.call('ZSCORE', KEYS[1], ARGV[1])
if till and tonumber(till) > now[1] + now[2] / 1000000 then return 1 end
return 0
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
		lifetime = self.lifetime(self.held_at_most)
		given = (self.key("slots"), self.key("pause"), count, mark, self.held_at_most, lifetime)
		while seconds := float(frappe.cache.eval(TAKE, 2, *given)):
			if seconds > self.held_at_most or time.monotonic() + min(seconds, LONGEST_SLEEP) > end:
				raise MustWait(seconds)
			time.sleep(min(seconds, LONGEST_SLEEP))

	def hold(self, mark: str, seconds: float | None = None) -> None:
		"""Keep a slot for so long from now, by default as long as one may be held."""
		seconds = self.held_at_most if seconds is None else seconds
		frappe.cache.eval(HOLD, 1, self.key("slots"), mark, seconds, self.lifetime(seconds))

	@contextmanager
	def kept(self, mark: str) -> Iterator[None]:
		"""Hold a slot for as long as the block takes, and give it back. A thread says that this process lives; one that is killed says nothing more."""
		over = Event()
		beating = Thread(target=copy_context().run, args=(self.beat, mark, over), daemon=True)
		self.hold(mark)
		beating.start()
		try:
			yield
		finally:
			over.set()
			beating.join()
			self.hold(mark, self.rest)

	def beat(self, mark: str, over: Event) -> None:
		"""Hold a slot again and again until it is over; where Redis is away for a moment, the next time."""
		while not over.wait(self.held_at_most / BEATS):
			with suppress(RedisError):
				self.hold(mark)

	def is_held(self, mark: str) -> bool:
		"""Return whether a slot is held under this mark at this moment."""
		return bool(frappe.cache.eval(IS_HELD, 1, self.key("slots"), mark))

	def lifetime(self, seconds: float) -> int:
		"""Return the seconds for which Redis keeps what it knows of the slots, when one is held for so long."""
		return int(max(seconds, self.held_at_most) + self.rest) + 60

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
