"""How often something was asked for, counted in Redis for all workers together."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import frappe
from frappe import _

from frappe_crm_app.kit.client_address import client_address
from frappe_crm_app.kit.exceptions import TooManyRequestsError
from frappe_crm_app.kit.site_keys import keyed_hash

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


@dataclass(frozen=True)
class RequestLimits:
	"""How often an address, or whoever has a link, may ask for each of some things within the hour; each is counted for itself."""

	about: str
	most: Mapping[str, int]

	def refuse_flood_from_address(self, asked: str) -> None:
		"""Count a request from its address, which is kept as a hash only; raises `TooManyRequestsError`."""
		self.refuse_flood_by(asked, keyed_hash(f"address that asks for {self.about}", client_address()))

	def refuse_flood_by(self, asked: str, who: str) -> None:
		"""Count what was asked for with a link, or by a user; raises `TooManyRequestsError`."""
		refuse_more(f"{self.about}:{asked}:{who}", self.most[asked])
