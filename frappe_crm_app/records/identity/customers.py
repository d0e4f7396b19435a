"""Finding or creating a customer by the name somebody typed."""

from collections.abc import Mapping

import frappe

from frappe_crm_app.kit.conflicts import undoing
from frappe_crm_app.records.identity.normalise import clean_text, name_key


def find_or_create_customer(
	customer_name: str,
	salesperson: str | None = None,
	values: Mapping | None = None,
	flags: Mapping | None = None,
) -> str:
	"""Return the name of the customer called `customer_name` (case and spaces aside), creating it where there is none.

	A new one gets `values` besides, and `flags` before it is inserted.

	Safe when two requests type the same new name at once: `typed_name_key` is unique, so the later insert waits for the
	earlier one, fails, and links what the earlier one made.
	"""
	key = name_key(customer_name)
	found = find_customer(key)
	if found:
		return found
	try:
		with undoing("typed_customer", frappe.UniqueValidationError):
			return create_customer(customer_name, key, salesperson, values or {}, flags or {})
	except frappe.UniqueValidationError:
		frappe.clear_last_message()
		return find_customer(key, for_update=True)


def find_customer(key: str, for_update: bool = False) -> str | None:
	"""Return the oldest customer whose name has this `name_key`; `for_update` also sees what others just committed."""
	customer = frappe.qb.DocType("CRM Customer")
	query = (
		frappe.qb.from_(customer)
		.select(customer.name)
		.where(customer.customer_name_key == key)
		.orderby(customer.creation, customer.name)
		.limit(1)
	)
	rows = (query.for_update() if for_update else query).run()
	return rows[0][0] if rows else None


def create_customer(
	customer_name: str, key: str, salesperson: str | None, values: Mapping, flags: Mapping
) -> str:
	"""Insert a customer for whoever may write the contact that names it, and return its name."""
	customer = frappe.new_doc("CRM Customer")
	customer.flags.update({**flags, "is_typed": True})
	customer.update(
		{
			**values,
			"customer_name": clean_text(customer_name),
			"typed_name_key": key,
			"salesperson": salesperson or frappe.session.user,
		}
	)
	customer.insert(ignore_permissions=True)
	return customer.name
