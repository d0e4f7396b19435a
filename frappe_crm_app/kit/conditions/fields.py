"""What conditions on a record may be about: its fields, and those of records that it links to, one step away.

Which links are followed is said by the hook `crm_condition_links`, `{DocType: [fieldnames]}`; each has to be a Link field.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.model.meta import Meta

from frappe_crm_app.kit.conditions.held import Kind
from frappe_crm_app.kit.meeting_points import Point

KINDS = {
	**dict.fromkeys(("Data", "Small Text", "Text", "Long Text", "Phone", "Autocomplete"), Kind.TEXT),
	**dict.fromkeys(("Int", "Float", "Currency", "Percent"), Kind.NUMBER),
	"Select": Kind.CHOICE,
	"Link": Kind.LINK,
	"Check": Kind.FLAG,
	"Date": Kind.DATE,
	"Datetime": Kind.MOMENT,
}
# What every record has, beside the fields of its DocType.
STANDARD = (("owner", Kind.LINK, "User"), ("creation", Kind.MOMENT, None), ("modified", Kind.MOMENT, None))


@dataclass(frozen=True)
class ConditionField:
	"""A field that a test may be about.

	`path`  its name, after that of the link and a point where it is a linked record's     `doctype`  whose field it is
	`options`  the DocType of a link, or what can be chosen, one a line
	"""

	path: str
	label: str
	kind: Kind
	doctype: str
	permlevel: int = 0
	options: str | None = None

	@property
	def link(self) -> str | None:
		"""The link field through which it is reached."""
		return self.path.partition(".")[0] if "." in self.path else None

	@property
	def fieldname(self) -> str:
		"""Its name in its own record."""
		return self.path.rpartition(".")[2]


def fields_of(doctype: str) -> dict[str, ConditionField]:
	"""Return what conditions on a record of this DocType may be about, by path, in the order of its form; labels are translated."""
	meta = frappe.get_meta(doctype)
	found = [*own_fields(meta)]
	for link in links_of(doctype):
		field = meta.get_field(link)
		found += own_fields(frappe.get_meta(field.options), link, _(field.label))
	return {field.path: field for field in found}


def links_of(doctype: str) -> list[str]:
	"""Return the link fields that conditions on such a record follow."""
	return (frappe.get_hooks(Point.CONDITION_LINKS) or {}).get(doctype, [])


def own_fields(meta: Meta, link: str = "", link_label: str = "") -> Iterator[ConditionField]:
	"""Yield the fields of a DocType that can be compared, as those of what `link` leads to."""
	for field in meta.fields:
		kind = KINDS.get(field.fieldtype)
		if kind and not field.hidden and not field.get("is_virtual"):
			label = _(field.label or field.fieldname)
			yield made(meta, link, link_label, field.fieldname, label, kind, field.permlevel, field.options)
	for fieldname, kind, options in STANDARD:
		yield made(meta, link, link_label, fieldname, _(meta.get_label(fieldname)), kind, 0, options)


def made(
	meta: Meta,
	link: str,
	link_label: str,
	fieldname: str,
	label: str,
	kind: Kind,
	level: int,
	options: str | None,
) -> ConditionField:
	"""Return a field as conditions name it."""
	path = f"{link}.{fieldname}" if link else fieldname
	shown = _("{0}: {1}").format(link_label, label) if link else label
	return ConditionField(path, shown, kind, meta.name, level or 0, options)
