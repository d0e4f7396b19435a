"""Makes one of two contacts, or of two customers: the kept one has the chosen values and all that pointed to the other.

In one transaction, set-based, and written down in a CRM Merge so that it can be undone (`unmerging.py`).
"""

import json
from collections.abc import Iterable, Mapping

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now
from frappe.utils.response import json_handler

from frappe_crm_app.kit.conflicts import refused_on_conflict
from frappe_crm_app.kit.domain_events.emitting import emit
from frappe_crm_app.kit.exceptions import MergeError
from frappe_crm_app.kit.meeting_points import Point, tell
from frappe_crm_app.records.follow_up.activity import DERIVED_FIELDS, LINKS, refresh
from frappe_crm_app.records.identity.choice import Side, refuse_forbidden, take_values
from frappe_crm_app.records.identity.duplicates import SIGNS, TITLE
from frappe_crm_app.records.identity.event_kinds import MERGED, PREFIX
from frappe_crm_app.records.identity.marks import joined, marks_of, write_marks
from frappe_crm_app.records.identity.repointing import Repointed, repoint
from frappe_crm_app.records.removal.dependents import chunks
from frappe_crm_app.visibility.cache import forget

LINK_OF = {doctype: fieldname for fieldname, doctype in LINKS.items()}
UNCOMPARED = ("modified", "modified_by", "idx", *DERIVED_FIELDS, "_user_tags", "_comments", "_liked_by", "_assign", "_seen")  # fmt: skip


def doctype_of(keep: str, remove: str) -> str:
	"""Return the DocType of which both are records; they are customers where that cannot be told."""
	is_contact = frappe.db.exists("CRM Contact", keep) or frappe.db.exists("CRM Contact", remove)
	return "CRM Contact" if is_contact else "CRM Customer"


def check_pair(doctype: str, keep: str, remove: str) -> None:
	"""Raise unless these are two records that the user may write; of hidden and missing ones the same is said."""
	if doctype not in SIGNS:
		frappe.throw(_("Only contacts and customers are merged."), MergeError)
	if keep == remove:
		frappe.throw(_("Choose two different records to merge."), MergeError)
	for name in (keep, remove):
		if not frappe.db.exists(doctype, name) or not frappe.has_permission(doctype, "write", name):
			refuse_pair()


def refuse_pair() -> None:
	"""Say that the two cannot be merged by this user, and not why."""
	frappe.throw(
		_("Two records are merged that you may both change; at least one of these is not."),
		frappe.PermissionError,
	)


@refused_on_conflict()
def merge(doctype: str, keep: str, remove: str, choices: Mapping[str, Side]) -> Document:
	"""Merge `remove` into `keep` and return the CRM Merge. Raises what saving the kept record raises."""
	if not {keep, remove} <= lock_all(doctype, keep, remove):
		refuse_pair()  # somebody else was faster
	keeper, removed = (frappe.get_doc(doctype, name, for_update=True) for name in (keep, remove))
	refuse_forbidden(keeper, removed, choices)
	before = keeper.as_dict(convert_dates_to_str=True)
	marks = {"keep": marks_of(doctype, keep), "remove": marks_of(doctype, remove)}
	data = {**removed.as_dict(convert_dates_to_str=True), "marks": marks["remove"]}
	repointed = Repointed()
	tell(Point.MERGING_ROWS, repointed=repointed, keeper=keeper, removed=removed)
	tell(Point.MERGING, doctype=doctype, keep=keep, remove=remove)
	repoint(repointed, doctype, keep, remove)
	remove_record(removed, data)
	take_values(keeper, removed, choices)
	adopt(repointed, keeper, before)
	save_keeper(keeper)
	after = frappe.get_doc(doctype, keep).as_dict(convert_dates_to_str=True)
	write_marks(doctype, keep, joined(marks["keep"], marks["remove"]))
	refresh(doctype, LINK_OF[doctype], keep)
	forget_caches()
	emit(f"{PREFIX[doctype]}.{MERGED}", keeper, {"removed": remove}, {})
	return write_down(
		keeper, removed, data, repointed, changes_between(before, after) | {"marks": marks["keep"]}
	)


def lock_all(doctype: str, keep: str, remove: str) -> set[str]:
	"""Lock the two and all contacts, customers and deals that point to them, in the order of `follow_up/activity.py`.

	Returns the names of those that are there; of a record that was merged meanwhile, none is.
	"""
	link = LINK_OF[doctype]
	names = {
		"CRM Sales Deal": frappe.get_all(
			"CRM Sales Deal", filters={link: ("in", [keep, remove])}, pluck="name"
		),
		"CRM Contact": [],
		"CRM Customer": [],
	}
	if doctype == "CRM Customer":
		names["CRM Contact"] = parents("CRM Contact", "CRM Contact Affiliation", remove)
		names["CRM Customer"] = [
			*parents("CRM Customer", "CRM Customer Relation", remove),
			*frappe.get_all(doctype, filters={"referred_by": remove}, pluck="name"),
		]
	else:
		names["CRM Sales Deal"] += parents("CRM Sales Deal", "CRM Deal Contact", keep, remove)
		employers = frappe.get_all(doctype, filters={"name": ("in", [keep, remove])}, pluck="customer")
		primaries = frappe.get_all("CRM Customer", filters={"primary_contact": remove}, pluck="name")
		names["CRM Customer"] = [name for name in (*employers, *primaries) if name]
	names[doctype] += [keep, remove]
	found: set[str] = set()
	for each in LINKS.values():
		there = lock_records(each, names[each])
		found |= there if each == doctype else set()
	return found


def parents(doctype: str, table: str, *names: str) -> list[str]:
	"""Return the records with a row in `table` about one of these contacts, or of these customers."""
	link = "contact" if table == "CRM Deal Contact" else "customer"
	return frappe.get_all(table, filters={link: ("in", names), "parenttype": doctype}, pluck="parent")


def lock_records(doctype: str, names: Iterable[str]) -> set[str]:
	"""Lock many records as `set_based.lock_record` does one, and return those that are there."""
	record = frappe.qb.DocType(doctype)
	found: set[str] = set()
	for chunk in chunks(sorted(set(names))):
		if frappe.db.db_type == "postgres":
			frappe.qb.update(record).set(record.idx, record.idx).where(record.name.isin(chunk)).run()
		query = frappe.qb.from_(record).select(record.name).where(record.name.isin(chunk))
		found.update(query.orderby(record.name).for_update().run(pluck=True))
	return found


def adopt(repointed: Repointed, keeper: Document, before: Mapping) -> None:
	"""Bring a contact's deals and notes without a customer to the customer it is given; a save would, without a record."""
	if keeper.doctype != "CRM Contact" or not keeper.customer or before.get("customer") == keeper.customer:
		return
	for doctype in ("CRM Sales Deal", "CRM Follow-up Note"):
		filters = {"contact": keeper.name, "customer": ("is", "not set")}
		names = frappe.get_all(doctype, filters=filters, pluck="name")
		repointed.change(doctype, "customer", names, None, keeper.customer)


def remove_record(removed: Document, data: Mapping) -> None:
	"""Delete the record, to which nothing points any more, leaving its Deleted Document."""
	deleted = frappe.new_doc("Deleted Document")
	deleted.update({"deleted_doctype": removed.doctype, "deleted_name": removed.name})
	deleted.update({"data": as_json(data), "owner": frappe.session.user})
	deleted.db_insert()
	for table in removed.meta.get_table_fields():
		if removed.get(table.fieldname):
			frappe.db.delete(table.options, {"parenttype": removed.doctype, "parent": removed.name})
	frappe.db.delete(removed.doctype, {"name": removed.name})
	frappe.db.delete("__global_search", {"doctype": removed.doctype, "name": removed.name})
	frappe.clear_document_cache(removed.doctype, removed.name)


def save_keeper(keeper: Document) -> None:
	"""Save with all rules but those about what the user sees: each value was in a record that they may change."""
	keeper.flags.ignore_permissions = True
	keeper.flags.company_is_text = True
	keeper.flags.fields_lead = True
	keeper.flags.tells_consent = True
	keeper.flags.keeps_consent = True
	keeper.flags.stood_there = True  # it, or what is merged into it, also in a stage that is archived by now
	keeper.save()


def changes_between(before: Mapping, after: Mapping) -> dict:
	"""Return `{fields: {field: [before, after]}, rows: {table: {added: [names], dropped: [rows]}}}` of the keeper."""
	fields, rows = {}, {}
	for fieldname, value in after.items():
		if isinstance(value, list):
			rows[fieldname] = row_changes(before.get(fieldname) or [], value)
		elif fieldname not in UNCOMPARED and value != before.get(fieldname):
			fields[fieldname] = [before.get(fieldname), value]
	return {"fields": fields, "rows": rows}


def row_changes(before: list[Mapping], after: list[Mapping]) -> dict:
	"""Return the names of rows that were added and the rows that were dropped."""
	names = {row["name"] for row in before}, {row["name"] for row in after}
	return {
		"added": sorted(names[1] - names[0]),
		"dropped": [row for row in before if row["name"] not in names[1]],
	}


def forget_caches() -> None:
	"""Have assignments, shares and user permissions read anew: they may be about the kept record now."""
	forget()
	frappe.cache.delete_value("user_permissions")


def write_down(
	keeper: Document, removed: Document, data: Mapping, repointed: Repointed, changes: dict
) -> Document:
	"""Insert the CRM Merge from which it can be undone."""
	title = TITLE[keeper.doctype]
	record = frappe.new_doc("CRM Merge")
	record.update(
		{
			"record_type": keeper.doctype,
			"kept": keeper.name,
			"kept_title": keeper.get(title),
			"removed": removed.name,
			"removed_title": removed.get(title),
			"removed_name_key": removed.get("customer_name_key"),
			"merged_on": now(),
			"moved_count": repointed.count(),
			"removed_data": as_json(data),
			"moved": as_json(repointed.as_dict()),
			"kept_before": as_json(changes),
		}
	)
	record.flags.is_by_merging = True
	return record.insert(ignore_permissions=True)


def as_json(value: object) -> str:
	"""Return what is kept of a merge as text."""
	return json.dumps(value, default=json_handler)
