"""How many submissions came within the hour, counted in Redis for all workers together."""

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import frappe

from frappe_crm_app.intake.lead_forms.keys import Purpose, keyed_hash

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
	"""Return what stands for the address of the request: as Frappe finds it, also behind a proxy."""
	return keyed_hash(Purpose.ADDRESS, frappe.local.request_ip or "")


def count(form: "CRMLeadForm", ip_hash: str) -> Rate:
	"""Count a submission, and return the counts."""
	hour = int(time.time()) // HOUR
	keys = [frappe.cache.make_key(f"crm_lead_form:{form.name}:{who}:{hour}") for who in (ip_hash, "all")]
	pipeline = frappe.cache.pipeline(transaction=False)
	for key in keys:
		pipeline.incr(key)
		pipeline.expire(key, HOUR)
	counts = pipeline.execute()
	return Rate(counts[0], counts[2])


def is_flood(form: "CRMLeadForm", rate: Rate) -> bool:
	"""Return whether so many came that no more are stored."""
	return is_over(rate.from_address, form.limit_per_address * FLOOD) or is_over(
		rate.overall, form.limit_overall * FLOOD
	)


def is_over(number: int, limit: int) -> bool:
	"""Return whether `number` exceeds `limit`, of which 0 is none."""
	return bool(limit) and number > limit
