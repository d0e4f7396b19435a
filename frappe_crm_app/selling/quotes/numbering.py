"""Numbers of quotes: `Q-2026-0042`, without gaps and never twice.

The row of the year's counter is locked until the transaction that takes a number ends: a send that fails gives its number back, and
who sends at the same moment waits.
"""

import frappe
from frappe.utils import getdate, nowdate

from frappe_crm_app.kit.conflicts import refuse_for_now, undoing
from frappe_crm_app.kit.current_docs import current_doc

COUNTER = "CRM Quote Counter"
PREFIX = "Q"


def take_number() -> str:
	"""Return the next number of this year, by the site's clock; it is taken once the transaction is committed."""
	year = getdate(nowdate()).year
	prefix = current_doc("CRM Desk Settings").quote_number_prefix or PREFIX
	return f"{prefix}-{year}-{take_next(year):04d}"


def take_next(year: int) -> int:
	"""Return the number after the last one of a year, the year's counter locked."""
	counter = lock_counter(year) or begin_counter(year)
	number = counter.last_number + 1
	frappe.db.set_value(COUNTER, counter.name, "last_number", number, update_modified=False)
	return number


def lock_counter(year: int) -> frappe._dict | None:
	"""Return name and last number of a year's counter, locked, `None` where there is none yet."""
	return frappe.db.get_value(
		COUNTER, {"year": str(year)}, ["name", "last_number"], as_dict=True, for_update=True
	)


def begin_counter(year: int) -> frappe._dict:
	"""Return the year's counter, made unless another transaction has made it meanwhile.

	Raises `BusyError`, a conflict, where that one began so late that this one does not see what it made (PostgreSQL).
	"""
	doc = frappe.new_doc(COUNTER)
	doc.update({"year": str(year), "last_number": 0})
	try:
		with undoing("crm_quote_counter", frappe.UniqueValidationError, frappe.DuplicateEntryError):
			doc.insert(ignore_permissions=True)
	except (frappe.UniqueValidationError, frappe.DuplicateEntryError):
		frappe.clear_last_message()
	return lock_counter(year) or refuse_for_now()
