"""How many submissions came within the hour, counted in Redis for all workers together."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import frappe

from frappe_crm_app.intake.lead_forms.keys import Purpose, keyed_hash
from frappe_crm_app.kit.client_address import client_address

if TYPE_CHECKING:
	from frappe_crm_app.frappe_crm_app.doctype.crm_lead_form.crm_lead_form import CRMLeadForm

HOUR = 3600
# What an address sends beyond this many times the limit is not even stored, and is told so.
FLOOD = 10


@dataclass(frozen=True)
class Rate:
	"""How many have come this hour, the present one included."""

	from_address: int
	overall: int


def hash_of_address() -> str:
	"""Return what stands for the address of the request: as the site's proxies tell it, not as its sender does."""
	return keyed_hash(Purpose.ADDRESS, client_address())


def count(form: "CRMLeadForm", ip_hash: str, nonce: str | None) -> Rate:
	"""Count a submission, and return the counts.

	`nonce` is that of its token. What comes without one, or with one that came before, is counted apart: whoever sends many of these
	uses up nobody else's limit.
	"""
	hour = int(time.time()) // HOUR
	kind = "page" if nonce and is_first_use(nonce) else "elsewhere"
	keys = [
		frappe.cache.make_key(f"crm_lead_form:{form.name}:{kind}:{who}:{hour}") for who in (ip_hash, "all")
	]
	pipeline = frappe.cache.pipeline(transaction=False)
	for key in keys:
		pipeline.incr(key)
		pipeline.expire(key, HOUR)
	counts = pipeline.execute()
	return Rate(counts[0], counts[2])


def is_first_use(nonce: str) -> bool:
	"""Return whether a token's nonce comes for the first time, and remember it for a day."""
	return bool(
		frappe.cache.set(frappe.cache.make_key(f"crm_lead_form_token:{nonce}"), 1, nx=True, ex=24 * HOUR)
	)


def is_flood(form: "CRMLeadForm", rate: Rate) -> bool:
	"""Return whether so many came that no more are stored."""
	return is_over(rate.from_address, form.limit_per_address * FLOOD) or is_over(
		rate.overall, form.limit_overall * FLOOD
	)


def is_over(number: int, limit: int) -> bool:
	"""Return whether `number` exceeds `limit`, of which 0 is none."""
	return bool(limit) and number > limit
