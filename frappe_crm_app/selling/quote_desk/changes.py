"""What a version of a quote changes in the lines of the one before it, in words."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.meta import Meta
from frappe.utils import cint, cstr

from frappe_crm_app.kit.money.decimals import read_decimal
from frappe_crm_app.records.pipeline.shown_money import shown_money
from frappe_crm_app.selling.quotes.revising import differences

LINE = "CRM Quote Line"


def changes_between(old: Document, new: Document) -> list[dict]:
	"""Return `[{what, title, fields: [{label, before, after}]}]`: Added, Removed or Changed, and of these what changed, as text."""
	meta = frappe.get_meta(LINE)
	return [
		{
			"what": str(difference["what"]),
			"title": difference["title"],
			"fields": [
				{
					"label": _(meta.get_label(field)),
					"before": written(meta, field, before, old.currency),
					"after": written(meta, field, after, new.currency),
				}
				for field, (before, after) in difference["changes"].items()
			],
		}
		for difference in differences(old, new)
	]


def written(meta: Meta, field: str, value: object, currency: str) -> str:
	"""Return a value of a line as people read it, `""` for none."""
	fieldtype = meta.get_field(field).fieldtype
	if fieldtype == "Check":
		return _("Yes") if cint(value) else _("No")
	if value is None:
		return ""
	if fieldtype == "Currency":
		return shown_money(value, currency)
	if fieldtype == "Percent":
		return _("{0} %").format(number(value))
	if fieldtype in ("Float", "Int"):
		return number(value)
	return _(cstr(value)) if fieldtype == "Select" else cstr(value)


def number(value: object) -> str:
	"""Return a number without zeros that say nothing."""
	text = f"{read_decimal(value):f}"
	return text.rstrip("0").rstrip(".") if "." in text else text
