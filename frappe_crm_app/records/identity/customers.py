"""Finding or creating a customer by the name somebody typed."""

from collections.abc import Mapping
from operator import itemgetter

import frappe
from pypika.enums import Order
from pypika.terms import ValueWrapper

from frappe_crm_app.kit.conflicts import undoing
from frappe_crm_app.kit.queries import union_all
from frappe_crm_app.kit.telling import telling_afterwards
from frappe_crm_app.records.identity.normalise import clean_text, name_key


def find_or_create_customer(
	customer_name: str,
	salesperson: str | None = None,
	values: Mapping | None = None,
	flags: Mapping | None = None,
) -> str:
	"""Return the name of the customer called `customer_name` (case and spaces aside), or of the one into which one of that name was
	merged, creating it where there is none.

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
	"""Return the oldest customer whose name has this `name_key`, else the one into which one of that name was merged.

	`for_update` also sees what others just committed.
	"""
	customer, merge = frappe.qb.DocType("CRM Customer"), frappe.qb.DocType("CRM Merge")
	by_name = (
		frappe.qb.from_(customer)
		.select(customer.name, ValueWrapper(0).as_("is_merged"))
		.where(customer.customer_name_key == key)
		.orderby(customer.creation, customer.name)
		.limit(1)
	)
	if for_update:
		rows = by_name.for_update().run()
		return rows[0][0] if rows else None
	by_merge = (
		frappe.qb.from_(merge)
		.select(merge.kept, ValueWrapper(1).as_("is_merged"))
		.where((merge.removed_name_key == key) & merge.undone_on.isnull())
		.orderby(merge.merged_on, merge.name, order=Order.desc)
		.limit(1)
	)
	found = sorted(union_all([by_name, by_merge]).run(), key=itemgetter(1))
	if not found:
		return None
	name, is_merged = found[0]
	return survivor_of(name) if is_merged else name


def survivor_of(customer: str | None) -> str | None:
	"""Return the customer, or the one into which it was merged in the end; `None` where that is not there any more."""
	merge = frappe.qb.DocType("CRM Merge")
	while customer and not frappe.db.exists("CRM Customer", customer):
		query = frappe.qb.from_(merge).select(merge.kept).where(merge.record_type == "CRM Customer")
		query = query.where((merge.removed == customer) & merge.undone_on.isnull())
		kept = query.orderby(merge.merged_on, merge.name, order=Order.desc).limit(1).run(pluck=True)
		customer = kept[0] if kept else None
	return customer


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
	with telling_afterwards():  # who gets it is told of the contact that names it
		customer.insert(ignore_permissions=True)
	return customer.name
