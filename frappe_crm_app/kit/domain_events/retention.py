"""Forgets events that are old enough and to which nothing refers.

What refers is whatever has a Link to CRM Domain Event, by whichever DocType: an event that followed, and what later capabilities add.
"""

from datetime import datetime, timedelta
from functools import partial

import frappe
from frappe.utils import now_datetime
from pypika.terms import Criterion, ValueWrapper

from frappe_crm_app.frappe_crm_app.doctype.crm_domain_event.options import OVER
from frappe_crm_app.kit.conflicts import committed
from frappe_crm_app.kit.references import link_fields, stored_tables

EVENT = "CRM Domain Event"
CHUNK = 1000
DAYS = 90


def forget_older_than(days: int) -> None:
	"""Delete in chunks, each in a transaction of its own; an event to which only forgotten ones referred goes in a later chunk."""
	before = now_datetime() - timedelta(days=days)
	while committed(partial(forget_some, before)):
		pass


def forget_some(before: datetime) -> bool:
	"""Delete a chunk; return whether there was anything."""
	event = frappe.qb.DocType(EVENT)
	is_old = (event.creation < before) & event.status.isin(OVER)
	query = frappe.qb.from_(event).select(event.name).where(is_old)
	for criterion in unreferred():
		query = query.where(criterion)
	names = query.limit(CHUNK).run(pluck=True)
	if names:
		frappe.db.delete(EVENT, {"name": ("in", names)})
	return bool(names)


def unreferred() -> list[Criterion]:
	"""Return the criteria that no row of any DocType links to the event."""
	event = frappe.qb.DocType(EVENT)
	fields = [field for field in link_fields(EVENT) if field.fieldtype == "Link"]
	tables = stored_tables({field.holder for field in fields})
	criteria = []
	for field in fields:
		if field.holder in tables:
			holder = frappe.qb.DocType(field.holder).as_("referring")
			rows = (
				frappe.qb.from_(holder).select(ValueWrapper(1)).where(holder[field.fieldname] == event.name)
			)
			criteria.append(ValueWrapper(1).isin(rows).negate())
	return criteria
