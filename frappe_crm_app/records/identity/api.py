"""What forms ask about who is who, and making one record of two."""

import frappe
from frappe import _

from frappe_crm_app.kit.conflicts import repeated_on_conflict
from frappe_crm_app.kit.received import read_json
from frappe_crm_app.records.identity import choice, merging, unmerging
from frappe_crm_app.records.identity.duplicates import SIGNS, possible_duplicates
from frappe_crm_app.records.identity.typed import duplicates_of_typed


@frappe.whitelist(methods=["GET"])
def get_possible_duplicates(doctype: str, name: str) -> list[dict]:
	"""Return `[{name, title, sign}]` of up to 20 records that may be the same contact or customer, and that the user sees."""
	if doctype not in SIGNS:
		frappe.throw(_("Only contacts and customers are compared."))
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	return possible_duplicates(doc)


@frappe.whitelist(methods=["GET"])
def find_duplicates(doctype: str, values: str | dict) -> list[dict]:
	"""Return `[{name, title, sign}]` of up to five contacts or customers that `values`, a new one as it is being typed, may be.

	`values` are names, email, phone, company, website; others are ignored, and so is what cannot be read yet.
	"""
	if doctype not in SIGNS:
		frappe.throw(_("Only contacts and customers are compared."))
	frappe.has_permission(doctype, "read", throw=True)
	typed = read_json(values)
	if not isinstance(typed, dict):
		frappe.throw(_("What is typed is a set of values."))
	return duplicates_of_typed(doctype, typed)


@frappe.whitelist(methods=["GET"])
def get_differences(keep: str, remove: str, doctype: str | None = None) -> list[dict]:
	"""Return `[{fieldname, label, keep, remove, side}]`: the fields in which two records differ, as people read them.

	`side` is whose value is kept where nobody chooses. Both must be the user's to change.
	"""
	doctype = doctype or merging.doctype_of(keep, remove)
	merging.check_pair(doctype, keep, remove)
	return choice.differences(frappe.get_doc(doctype, keep), frappe.get_doc(doctype, remove))


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def merge(
	keep: str, remove: str, doctype: str | None = None, values: str | dict | None = None
) -> dict[str, str]:
	"""Merge the contact or customer `remove` into `keep`; both must be the user's to change.

	`values` is `{field: "keep" or "remove"}`. A field that it does not name keeps its value, and where there is none gets
	that of `remove`. Answers `{name, merge}`, the kept record's name and that of the CRM Merge that can be undone.
	"""
	doctype = doctype or merging.doctype_of(keep, remove)
	merging.check_pair(doctype, keep, remove)
	done = merging.merge(doctype, keep, remove, choice.read_choices(values, doctype))
	return {"name": keep, "merge": done.name}


@frappe.whitelist(methods=["POST"])
@repeated_on_conflict
def undo_merge(merge_name: str) -> dict[str, str]:
	"""Undo a merge (who made it, CRM Manager, CRM Admin); answers `{doctype, name, restored}`."""
	unmerging.check_undo(merge_name)
	undone = unmerging.undo(merge_name)
	return {"doctype": undone.record_type, "name": undone.kept, "restored": undone.removed}
