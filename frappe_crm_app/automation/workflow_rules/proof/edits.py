"""The edits that Frappe's Version keeps of some fields, read by one statement, whatever the number of records."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import frappe
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion

from frappe_crm_app.automation.workflow_rules.proof.past import NEVER_KEPT, Edit, Past
from frappe_crm_app.kit.conditions.fields import STANDARD, ConditionField

TABLES = ("added", "removed", "row_changed")
WHATEVER = "*"
UNCHANGED = frozenset(fieldname for fieldname, *_more in STANDARD) | NEVER_KEPT


@dataclass(frozen=True, slots=True)
class Save:
	"""One save of a record: `{field: (before, after)}` as texts, and whether rows of a table changed."""

	doctype: str
	name: str
	on: datetime
	changed: dict[str, tuple]
	has_other_rows: bool


class Wanted:
	"""The fields of which edits are wanted, by DocType; `WHATEVER` stands for all."""

	def __init__(self) -> None:
		self.fields: dict[str, set[str]] = defaultdict(set)

	def add(self, fields: Iterable[ConditionField], without: Iterable[tuple[str, str]] = ()) -> None:
		"""Add fields, but for those `(DocType, fieldname)` of which others tell."""
		for about in fields:
			if about.fieldname not in UNCHANGED and (about.doctype, about.fieldname) not in set(without):
				self.fields[about.doctype].add(about.fieldname)

	def criterion(self, version: Table, since: datetime, doctype: str | None = None) -> Criterion:
		"""Return what Versions fulfil that may tell of the fields, all or those of one DocType."""
		parts = [
			(version.ref_doctype == of) & mentions(version, fields)
			for of, fields in self.fields.items()
			if doctype in (None, of)
		]
		return (version.creation >= since) & Criterion.any(parts)


def mentions(version: Table, fields: set[str]) -> Criterion:
	"""Return what Versions fulfil that name one of the fields."""
	if WHATEVER in fields:
		return version.data.isnotnull()
	return Criterion.any([version.data.like(f'%"{fieldname}"%') for fieldname in sorted(fields)])


def names_edited(wanted: Wanted, doctype: str, since: datetime) -> QueryBuilder:
	"""Return the query of the names of records of a DocType of which a wanted field was edited."""
	version = frappe.qb.DocType("Version")
	return frappe.qb.from_(version).select(version.docname).where(wanted.criterion(version, since, doctype))


def read_saves(wanted: Wanted, since: datetime) -> Iterator[Save]:
	"""Yield the saves that changed a wanted field."""
	if not wanted.fields:
		return
	version = frappe.qb.DocType("Version")
	query = frappe.qb.from_(version).select(
		version.ref_doctype, version.docname, version.creation, version.data
	)
	for doctype, name, on, data in query.where(wanted.criterion(version, since)).run():
		read = json.loads(data or "{}")
		changed = {each[0]: (each[1], each[2]) for each in read.get("changed") or () if len(each) == 3}
		yield Save(doctype, name, on, changed, any(read.get(table) for table in TABLES))


def keep(past: Past, saves: Iterable[Save], wanted: Wanted) -> None:
	"""Add what saves changed of the wanted fields to the past."""
	for save in saves:
		fields = wanted.fields.get(save.doctype, set())
		for fieldname in save.changed.keys() & fields:
			before, after = save.changed[fieldname]
			past.add((save.doctype, save.name, fieldname), Edit(save.on, before, after))
