"""What Frappe keeps in a record's own row about its tags, comments, likes and assignments."""

import json
from collections.abc import Mapping, Sequence

import frappe

from frappe_crm_app.kit.frappe_version import major_version

LISTS = ("_user_tags", "_comments", "_liked_by")
OPEN = ("Open",)


def marks_of(doctype: str, name: str) -> dict[str, list]:
	"""Return the tags, the last comments and who likes the record, as lists."""
	stored = frappe.db.get_value(doctype, name, LISTS, as_dict=True) or {}
	return {column: as_list(column, stored.get(column)) for column in LISTS}


def as_list(column: str, text: str | None) -> list:
	"""Return what a column holds: tags are separated by commas, the others are JSON."""
	if column == "_user_tags":
		return [tag for tag in (text or "").split(",") if tag]
	return json.loads(text or "[]")


def as_text(column: str, values: list) -> str | None:
	"""Return what Frappe would store."""
	if column == "_user_tags":
		return text_of_tags(values)
	return json.dumps(values) if values else None


def text_of_tags(tags: Sequence[str]) -> str | None:
	"""Return what Frappe would store in `_user_tags`, which 15 begins with a comma."""
	first = "," if major_version() < 16 else ""
	return first + ",".join(tags) if tags else None


def joined(first: Mapping[str, list], second: Mapping[str, list]) -> dict[str, list]:
	"""Return the marks of both, each once."""
	return {
		column: [*first[column], *(value for value in second[column] if value not in first[column])]
		for column in LISTS
	}


def without(
	marks: Mapping[str, list], added: Mapping[str, list], former: Mapping[str, list]
) -> dict[str, list]:
	"""Return the marks but those that were added to what was there formerly."""
	return {
		column: [value for value in marks[column] if value not in added[column] or value in former[column]]
		for column in LISTS
	}


def write_marks(doctype: str, name: str, marks: Mapping[str, list]) -> None:
	"""Store marks, and the assignments as the open tasks tell them. Nobody edited the record."""
	columns = {column: as_text(column, marks[column]) for column in LISTS}
	columns["_assign"] = json.dumps(assigned_to(doctype, name)) if assigned_to(doctype, name) else None
	record = frappe.qb.DocType(doctype)
	query = frappe.qb.update(record).where(record.name == name)
	for column, text in columns.items():
		query = query.set(record[column], text)
	query.run()
	frappe.clear_document_cache(doctype, name)


def assigned_to(doctype: str, name: str) -> list[str]:
	"""Return the users with an open task about the record."""
	filters = {"reference_type": doctype, "reference_name": name, "status": ("in", OPEN)}
	rows = frappe.get_all("ToDo", filters=filters, pluck="allocated_to", order_by="creation asc, name asc")
	return list(dict.fromkeys(user for user in rows if user))
