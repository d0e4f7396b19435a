"""Forgets events that are old enough and to which nothing refers.

What refers is whatever has a Link to CRM Domain Event, by whichever DocType: an event that followed, and what later capabilities add.
"""

from datetime import datetime, timedelta

import frappe
from frappe.utils import now_datetime
from pypika.terms import Criterion, ValueWrapper

from frappe_crm_app.kit.conflicts import repeated
from frappe_crm_app.kit.references import link_fields, stored_tables

EVENT = "CRM Domain Event"
CHUNK = 1000
DAYS = 90


def forget_older_than(days: int) -> None:
	"""Delete in chunks, each in a transaction of its own; an event to which only forgotten ones referred goes in a later chunk."""
	before = now_datetime() - timedelta(days=days)
	while repeated(lambda: forget_some(before)):
		pass


def forget_some(before: datetime) -> bool:
	"""Delete a chunk and commit; return whether there was anything."""
	event = frappe.qb.DocType(EVENT)
	is_old = (event.modified < before) & (event.told == 1)
	query = frappe.qb.from_(event).select(event.name).where(is_old)
	for criterion in unreferred():
		query = query.where(criterion)
	names = query.limit(CHUNK).run(pluck=True)
	if names:
		frappe.db.delete(EVENT, {"name": ("in", names)})
		frappe.db.commit()
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
