"""Which of some records, named by others, the session's user sees: asked once for each DocType."""

from collections import defaultdict
from collections.abc import Iterable

import frappe
from pypika.terms import Criterion

from frappe_crm_app.visibility import policy
from frappe_crm_app.visibility.guarded import GUARDED


def is_restricted(doctype: str | None) -> bool:
	"""Return whether the session's user sees only some records of a DocType of ours, or none."""
	return doctype in GUARDED and policy.criterion(doctype) is not None


def is_there(doctype: str, is_such: Criterion) -> bool:
	"""Return whether there is such a record, seen or not: what is empty and of which nothing is hidden is said to be empty."""
	table = frappe.qb.DocType(doctype)
	return bool(frappe.qb.from_(table).select(table.name).where(is_such).limit(1).run())


def visible_names(doctype: str, names: Iterable[str]) -> set[str]:
	"""Return those of the names that the session's user sees."""
	wanted = sorted(set(names))
	if not (wanted and frappe.has_permission(doctype)):
		return set()
	return set(frappe.get_list(doctype, filters={"name": ("in", wanted)}, pluck="name"))


def visible_rows(rows: list[dict]) -> list[dict]:
	"""Return the rows, each with `doctype` and `name`, that name no record of ours that the user cannot see."""
	names = defaultdict(set)
	for row in rows:
		if is_restricted(row["doctype"]):
			names[row["doctype"]].add(row["name"])
	seen = {doctype: visible_names(doctype, wanted) for doctype, wanted in names.items()}
	return [row for row in rows if row["doctype"] not in seen or row["name"] in seen[row["doctype"]]]
