"""What a record holds, for conditions: its own fields and those of records that it links to, in one statement."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

import frappe
from frappe.utils import get_system_timezone, now_datetime
from pypika.queries import Table

from frappe_crm_app.kit.conditions.fields import ConditionField
from frappe_crm_app.kit.conditions.predicate import Record as Held
from frappe_crm_app.kit.conditions.predicate import holds
from frappe_crm_app.kit.conditions.present import Present
from frappe_crm_app.kit.conditions.trees import Group
from frappe_crm_app.kit.timezones import zone_of
from frappe_crm_app.kit.workflow_steps import Record

Values = dict[str, object]


def read_values(record: Record, fields: Iterable[ConditionField]) -> Values | None:
	"""Return what these fields hold now, by path; `None` where the record is gone."""
	doctype, name = record
	table = frappe.qb.DocType(doctype)
	tables: dict[str | None, Table] = {None: table}
	query = frappe.qb.from_(table).where(table.name == name).select(table.name.as_("_"))
	paths = list({field.path: field for field in fields}.values())
	for number, field in enumerate(paths):
		if field.link not in tables:
			tables[field.link] = frappe.qb.DocType(field.doctype).as_(f"linked_{field.link}")
			query = query.left_join(tables[field.link]).on(tables[field.link].name == table[field.link])
		query = query.select(tables[field.link][field.fieldname].as_(f"value_{number}"))
	rows = query.run()
	return dict(zip((field.path for field in paths), rows[0][1:], strict=True)) if rows else None


def overlaid(values: Values, changes: Mapping[str, list], side: int) -> Values:
	"""Return what was held before (`side` 0) or after (1) a change, given what is held now and `{field: [before, after]}`.

	What an event does not carry is taken as it is now. A link that has changed since leads to another record: its fields are left as
	they are now, too.
	"""
	return {**values, **{path: pair[side] for path, pair in changes.items() if path in values}}


def matches_now(tree: Group, record: Record, present: Present) -> bool:
	"""Return whether a record fulfils conditions as it is now; one that is gone fulfils none."""
	values = read_values(record, (test.field for test in tree.tests()))
	return values is not None and holds(tree, Held(values), present)


def present_of(user: str, now: datetime | None = None) -> Present:
	"""Return now, with the days of a user's calendar."""
	zone = zone_of(frappe.get_cached_value("User", user, "time_zone"))
	return Present(now or now_datetime(), zone, ZoneInfo(get_system_timezone()))
