"""Which record stands for one today: itself, or the one into which it was merged."""

import frappe

MOST_MERGES = 20  # that are followed one after another


def kept_one(doctype: str, name: str) -> str | None:
	"""Return the record itself or the one into which it was merged, `None` where neither is there."""
	for _merge in range(MOST_MERGES):
		if frappe.db.exists(doctype, name):
			return name
		kept = merged_into(doctype, name)
		if not kept:
			return None
		name = kept
	return None


def merged_into(doctype: str, name: str) -> str | None:
	"""Return the record into which one was merged that is not there any more."""
	merge = frappe.qb.DocType("CRM Merge")
	is_of_record = (merge.record_type == doctype) & (merge.removed == name)
	query = frappe.qb.from_(merge).select(merge.kept).where(is_of_record & merge.undone_on.isnull())
	kept = query.orderby(merge.merged_on, order=frappe.qb.desc).limit(1).run(pluck=True)
	return kept[0] if kept else None
