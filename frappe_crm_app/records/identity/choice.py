"""Which values the kept one of two merged records has: field by field, what goes together being chosen together."""

from collections.abc import Mapping

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr

from frappe_crm_app.frappe_crm_app.doctype.crm_customer.options import Relationship
from frappe_crm_app.kit.enums import StrEnum
from frappe_crm_app.kit.exceptions import MergeError, ReassignmentError
from frappe_crm_app.records.follow_up.activity import DERIVED_FIELDS
from frappe_crm_app.records.identity.addresses import KINDS, gather_addresses, primary_addresses
from frappe_crm_app.visibility.guarded import GUARDED, OWNER_FIELD
from frappe_crm_app.visibility.guards import may_reassign
from frappe_crm_app.visibility.permlevels import is_hidden


class Side(StrEnum):
	"""Whose value is kept."""

	KEEP = "keep"
	REMOVE = "remove"


# The first of these fields is chosen, the others go with it.
TOGETHER = (
	("customer", "company_name"),
	("stage", "pipeline", "stage_entered_on"),
	("account_value", "currency"),
	("consent_text", "consent_on"),
	("website", "domain"),
)
COMPUTED = (
	*DERIVED_FIELDS,
	"full_name",
	"has_further_addresses",
	"customer_name_key",
	"company_key",
	"typed_name_key",
	"stage_entered_on",
)
PARTNER_LEVEL = 1
# By what two rows of a table are the same.
ROW_KEYS = {
	"affiliations": ("customer",),
	"relations": ("customer", "relation"),
	"linked_users": ("user",),
	**{kind.table: kind.key for kind in KINDS},
}


def fields_taken_together(doctype: str) -> dict[str, tuple[str, ...]]:
	"""Return `{field that is chosen: fields that are taken with it}`."""
	fields = [
		field.fieldname
		for field in frappe.get_meta(doctype).fields
		if field.fieldtype not in frappe.model.no_value_fields
		and field.fieldtype not in frappe.model.table_fields
		and field.fieldname not in COMPUTED
	]
	together = [group for group in TOGETHER if group[0] in fields]
	followers = {fieldname for group in together for fieldname in group[1:]}
	found = {fieldname: (fieldname,) for fieldname in fields if fieldname not in followers}
	return found | {group[0]: group for group in together}


def read_choices(choices: str | dict | None, doctype: str) -> dict[str, Side]:
	"""Return `{field: side}` of what a caller chose, refusing what is no choice."""
	try:
		read = frappe.parse_json(choices) or {}
	except ValueError:
		read = None
	if not isinstance(read, dict):
		frappe.throw(_("A choice names for each field whose value is kept."), MergeError)
	for fieldname, side in read.items():
		if fieldname not in fields_taken_together(doctype) or side not in tuple(Side):
			frappe.throw(
				_("{0}: {1} is no choice. Choose keep or remove for a field of both.").format(
					frappe.utils.escape_html(cstr(fieldname)), frappe.utils.escape_html(cstr(side))
				),
				MergeError,
			)
	return {fieldname: Side(side) for fieldname, side in read.items()}


def differences(keeper: Document, removed: Document) -> list[dict]:
	"""Return `[{fieldname, label, keep, remove, side}]` of the fields in which they differ, `side` being proposed."""
	rows = []
	for fieldname, fields in fields_taken_together(keeper.doctype).items():
		field = keeper.meta.get_field(fieldname)
		if not differ(keeper, removed, fields) or not may_write(keeper, field):
			continue
		side = Side.REMOVE if is_taken(keeper, removed, fieldname, fields) else Side.KEEP
		texts = {Side.KEEP: shown(keeper, fields), Side.REMOVE: shown(removed, fields)}
		if texts[Side.KEEP] == texts[Side.REMOVE] and is_one_value(keeper, removed, fields):
			continue
		rows.append({"fieldname": fieldname, "label": _(field.label), "side": side, **texts})
	return rows


def differ(keeper: Document, removed: Document, fields: tuple[str, ...]) -> bool:
	"""Return whether they differ in what people entered."""
	entered = [fieldname for fieldname in fields if fieldname not in COMPUTED]
	return any((keeper.get(name) or "") != (removed.get(name) or "") for name in entered)


def is_one_value(keeper: Document, removed: Document, fields: tuple[str, ...]) -> bool:
	"""Return whether values that people read alike are one: they link the same record, or differ only in what one of both lacks."""
	first = fields[0]
	if keeper.meta.get_field(first).fieldtype == "Link" and keeper.get(first) == removed.get(first):
		return True
	return not any(
		keeper.get(name) and removed.get(name) and keeper.get(name) != removed.get(name) for name in fields
	)


def is_taken(keeper: Document, removed: Document, fieldname: str, fields: tuple[str, ...]) -> bool:
	"""Return whether the removed record's value is kept where nobody chose: if the keeper has none."""
	if any(keeper.get(name) for name in fields) or not any(removed.get(name) for name in fields):
		return False
	if fieldname == OWNER_FIELD.get(keeper.doctype):
		return may_give(keeper, removed, fieldname)
	is_partner = keeper.get("relationship") == Relationship.PARTNER_PROSPECT
	return is_partner or keeper.meta.get_field(fieldname).permlevel != PARTNER_LEVEL


def may_give(keeper: Document, removed: Document, fieldname: str) -> bool:
	"""Return whether the user may make the keeper belong to whom the removed record belongs."""
	is_taking = not keeper.get(fieldname) and removed.get(fieldname) == frappe.session.user
	return may_reassign() or is_taking


def may_write(keeper: Document, field: Document) -> bool:
	"""Return whether the user's roles reach the field at all, to read and to write."""
	is_reached = not field.permlevel or field.permlevel in keeper.get_permlevel_access("write")
	return is_reached and not is_hidden(keeper.doctype, field.fieldname)


def shown(doc: Document, fields: tuple[str, ...]) -> str:
	"""Return the value as people read it: the title of a link, the first field that is set."""
	for field in filter(None, map(doc.meta.get_field, fields)):
		value = doc.get(field.fieldname)
		if value and field.fieldtype == "Link":
			return title_of(field.options, value)
		if value and field.fieldtype == "Check":
			return _("Yes")
		if value:
			return cstr(doc.get_formatted(field.fieldname) if field.fieldtype != "Data" else value)
	return ""


def title_of(doctype: str, name: str) -> str:
	"""Return the title of a linked record, its name where the user does not see it."""
	title_field = frappe.get_meta(doctype).title_field
	if not title_field or (doctype in GUARDED and not frappe.has_permission(doctype, "read", name)):
		return name
	return cstr(frappe.db.get_value(doctype, name, title_field) or name)


def take_values(keeper: Document, removed: Document, choices: Mapping[str, Side]) -> None:
	"""Give the keeper the chosen values, what it lacks, and the rows of the removed record's tables.

	Of two contacts it gets all emails and phones: those that are not its primary ones become rows.
	"""
	addresses = [primary_addresses(each) for each in (keeper, removed)]
	for fieldname, fields in fields_taken_together(keeper.doctype).items():
		if not differ(keeper, removed, fields):
			continue
		side = choices.get(fieldname)
		is_to_take = side == Side.REMOVE if side else is_taken(keeper, removed, fieldname, fields)
		if is_to_take:
			keeper.update({name: removed.get(name) for name in fields})
	is_alone = choices.get("customer") == Side.KEEP and not keeper.get("customer")
	for table in keeper.meta.get_table_fields():
		if not (table.fieldname == "affiliations" and is_alone):
			take_rows(keeper, removed, table.fieldname)
	if keeper.doctype == "CRM Contact":
		gather_addresses(keeper, addresses)
	remove_links_to_each_other(keeper, removed)


def refuse_forbidden(keeper: Document, removed: Document, choices: Mapping[str, Side]) -> None:
	"""Raise where a choice changes a field of the keeper that the user may not change."""
	for fieldname, side in choices.items():
		if side == Side.KEEP or not differ(keeper, removed, fields_taken_together(keeper.doctype)[fieldname]):
			continue
		field = keeper.meta.get_field(fieldname)
		if not may_write(keeper, field):
			frappe.throw(_("You may not change {0}.").format(_(field.label)), frappe.PermissionError)
		if fieldname == OWNER_FIELD[keeper.doctype] and not may_give(keeper, removed, fieldname):
			frappe.throw(_("You may not change whose this record is."), ReassignmentError)


def take_rows(keeper: Document, removed: Document, table: str) -> None:
	"""Append the removed record's rows that the keeper has not."""
	columns = ROW_KEYS.get(table)
	known = [tuple(row.get(column) for column in columns or ()) for row in keeper.get(table)]
	for row in removed.get(table):
		if columns and tuple(row.get(column) for column in columns) in known:
			continue
		values = {field.fieldname: row.get(field.fieldname) for field in row.meta.fields}
		keeper.append(table, values | {"is_primary": 0} if "is_primary" in values else values)


def remove_links_to_each_other(keeper: Document, removed: Document) -> None:
	"""Let the keeper relate neither to the removed record nor to itself."""
	both = (keeper.name, removed.name)
	for field in keeper.meta.get_link_fields():
		if field.options == keeper.doctype and keeper.get(field.fieldname) in both:
			keeper.set(field.fieldname, None)
	for table in keeper.meta.get_table_fields():
		links = [
			field.fieldname
			for field in frappe.get_meta(table.options).get_link_fields()
			if field.options == keeper.doctype
		]
		rows = [
			row for row in keeper.get(table.fieldname) if not any(row.get(link) in both for link in links)
		]
		if len(rows) != len(keeper.get(table.fieldname)):
			keeper.set(table.fieldname, rows)
