"""Takes a merge back: the removed record is there again under its name, with what pointed to it.

What was changed since stays as it is now: fields of the kept record, and what points elsewhere by now.
"""

import json
from collections.abc import Mapping

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now
from frappe.utils.global_search import update_global_search

from frappe_crm_app.kit.conflicts import refused_on_conflict
from frappe_crm_app.kit.domain_events.emitting import emit
from frappe_crm_app.kit.exceptions import MergeError
from frappe_crm_app.kit.meeting_points import Point, tell
from frappe_crm_app.records.follow_up.activity import refresh
from frappe_crm_app.records.identity.event_kinds import PREFIX, UNMERGED
from frappe_crm_app.records.identity.holders import holders_of_emails, settle_rows
from frappe_crm_app.records.identity.marks import marks_of, without, write_marks
from frappe_crm_app.records.identity.merging import LINK_OF, as_json, forget_caches, lock_all, save_keeper
from frappe_crm_app.records.identity.repointing import Repointed, point_back
from frappe_crm_app.visibility.roles import CRMRole

MAY_UNDO_ANY = (CRMRole.ADMIN, CRMRole.MANAGER)


def check_undo(merge: str) -> None:
	"""Raise unless the user made this merge, or is a manager, and may write the kept record."""
	stored = frappe.db.get_value("CRM Merge", merge, ["owner", "record_type", "kept"], as_dict=True)
	user = frappe.session.user
	is_theirs = stored and user in (stored.owner, "Administrator")
	if not stored or not (is_theirs or not set(MAY_UNDO_ANY).isdisjoint(frappe.get_roles())):
		refuse_undo()
	is_there = frappe.db.exists(stored.record_type, stored.kept)
	if is_there and not frappe.has_permission(stored.record_type, "write", stored.kept):
		refuse_undo()


def refuse_undo() -> None:
	"""Say the same of a merge that is not there and of one that is not theirs to undo."""
	frappe.throw(_("There is no such merge that you may undo."), frappe.PermissionError)


@refused_on_conflict()
def undo(merge: str) -> Document:
	"""Undo a merge and return it. Raises `MergeError` with one sentence where that cannot be."""
	record_type, kept, removed = frappe.db.get_value("CRM Merge", merge, ["record_type", "kept", "removed"])
	there = lock_all(record_type, kept, removed)
	record = frappe.get_doc("CRM Merge", merge, for_update=True)
	data, changes = json.loads(record.removed_data), json.loads(record.kept_before)
	refuse_while_impossible(record, there)
	keeper = frappe.get_doc(record.record_type, record.kept, for_update=True)
	restore_keeper(keeper, changes)
	refuse_taken_values(record, data)
	restore_removed(data)
	point_back(Repointed.from_dict(json.loads(record.moved)))
	tell(Point.UNMERGED, doctype=record.record_type, kept=record.kept, removed=record.removed)
	restore_dropped_rows(keeper, changes)
	marks = without(marks_of(keeper.doctype, keeper.name), data["marks"], changes["marks"])
	write_marks(keeper.doctype, keeper.name, marks)
	write_marks(record.record_type, record.removed, data["marks"])
	for name in (record.kept, record.removed):
		refresh(record.record_type, LINK_OF[record.record_type], name)
	update_global_search(frappe.get_doc(record.record_type, record.removed))
	forget_caches()
	emit(f"{PREFIX[record.record_type]}.{UNMERGED}", keeper, {}, {"removed": record.removed})
	return mark_undone(record)


def refuse_while_impossible(record: Document, there: set[str]) -> None:
	"""Raise where the merge was undone, or where one of the records is not as it left them."""
	if record.undone_on:
		frappe.throw(_("This merge was undone already."), MergeError)
	if record.kept not in there:
		frappe.throw(
			_("The record that was kept is not there any more. Was it merged itself? Then undo that first."),
			MergeError,
		)
	if record.removed in there:
		frappe.throw(_("The record that was removed is there again."), MergeError)


def refuse_taken_values(record: Document, data: Mapping) -> None:
	"""Raise where another record has by now what only one can have: an email, an external ID."""
	for field in frappe.get_meta(record.record_type).fields:
		value = data.get(field.fieldname)
		if not field.unique or not value:
			continue
		column = frappe.qb.DocType(record.record_type)
		query = frappe.qb.from_(column).select(column.name).where(column[field.fieldname] == value)
		if query.for_update().run():
			refuse_taken(_(field.label), value)
	taken = holders_of_emails(emails_in(data), keep_free=True) if record.record_type == "CRM Contact" else {}
	for email in sorted(taken):
		refuse_taken(_("Email"), email)


def refuse_taken(label: str, value: object) -> None:
	"""Say that a value of the removed record is another one's by now."""
	frappe.throw(
		_("{0} {1} is used by another record by now. Change it there, then undo the merge.").format(
			label, frappe.bold(frappe.utils.escape_html(str(value)))
		),
		MergeError,
	)


def emails_in(data: Mapping) -> set[str]:
	"""Return all emails that the removed contact had; before there were rows, a merge kept none of them."""
	return {each for each in (data.get("email"), *(row["email"] for row in data.get("emails") or [])) if each}


def restore_keeper(keeper: Document, changes: Mapping) -> None:
	"""Give the keeper its former values where they are still those of the merge, and take the merge's rows from it."""
	now_held = json.loads(as_json(keeper.as_dict(convert_dates_to_str=True)))
	for fieldname, (before, after) in changes["fields"].items():
		if now_held.get(fieldname) == after:
			keeper.set(fieldname, before)
	for table, rows in changes["rows"].items():
		kept = [row for row in keeper.get(table) if row.name not in rows["added"]]
		if len(kept) != len(keeper.get(table)):
			keeper.set(table, kept)
	if keeper.doctype == "CRM Contact":
		keep_customer_listed(keeper)
	keeper.flags.ignore_links = True  # to the removed record, which comes back next
	save_keeper(keeper)


def keep_customer_listed(keeper: Document) -> None:
	"""List the contact's customer, which somebody may have chosen since, among its affiliations."""
	customer = keeper.get("customer")
	if customer and customer not in [row.customer for row in keeper.affiliations]:
		keeper.append("affiliations", {"customer": customer, "is_primary": 1})


def restore_removed(data: Mapping) -> None:
	"""Insert the removed record as it was, with its rows, under its former name."""
	values = {key: value for key, value in data.items() if key != "marks"}
	doc = frappe.get_doc(values)
	doc.db_insert()
	for row in doc.get_all_children():
		row.db_insert()
	if doc.doctype == "CRM Contact":
		settle_rows(doc.name, doc.email, [row.email for row in doc.get("emails") or []])
	filters = {"deleted_doctype": doc.doctype, "deleted_name": doc.name, "restored": 0}
	frappe.db.set_value("Deleted Document", filters, {"restored": 1, "new_name": doc.name})
	frappe.clear_document_cache(doc.doctype, doc.name)


def restore_dropped_rows(keeper: Document, changes: Mapping) -> None:
	"""Let the keeper relate to the restored record again as it did before, in its fields and tables."""
	for rows in changes["rows"].values():
		for row in rows["dropped"]:
			if not frappe.db.exists(row["doctype"], row["name"]):
				frappe.get_doc(row).db_insert()
	frappe.clear_document_cache(keeper.doctype, keeper.name)


def mark_undone(record: Document) -> Document:
	"""Note by whom and when the merge was undone."""
	record.update({"undone_on": now(), "undone_by": frappe.session.user})
	record.flags.is_by_merging = True
	record.save(ignore_permissions=True)
	return record
