"""What choosing a trade would change, said before it is chosen."""

from collections.abc import Iterable

import frappe
from frappe import _

from frappe_crm_app.frappe_crm_app.doctype.crm_desk_settings.options import Trade
from frappe_crm_app.records.trades.choosing import chosen_trade
from frappe_crm_app.records.trades.presets import PRESETS
from frappe_crm_app.visibility.labels import label_of


def preview(trade: str) -> dict[str, list[str]]:
	"""Return `{changes, left}` of choosing a trade, `""` for none: sentences on what changes, and on what stays as it is."""
	refuse_unknown_trade(trade)
	chosen = chosen_trade()
	left = [_("Rights, pipelines and stages are left as they are.")]
	if trade == chosen:
		return {"changes": [], "left": left}
	changes = [*taken_away(chosen), *added(trade)]
	if chosen:
		left.append(
			_("What is filled in in fields that are hidden is kept, and shown again with their trade.")
		)
	return {"changes": changes, "left": left}


def refuse_unknown_trade(trade: str) -> None:
	"""Raise `frappe.ValidationError` for what is no trade."""
	if trade and trade not in list(Trade):
		frappe.throw(_("There is no trade {0}.").format(frappe.utils.escape_html(trade)))


def added(trade: str) -> list[str]:
	"""Return what a trade adds, a sentence for each DocType and one for the sales roles."""
	if not trade:
		return []
	preset = PRESETS[trade]
	return [
		*(
			_("{0} gets these fields: {1}.").format(label_of(doctype), labels_of(doctype, fields))
			for doctype, fields in preset.fields.items()
		),
		_("These sales roles can be given: {0}.").format(", ".join(preset.sales_roles)),
	]


def taken_away(trade: str) -> list[str]:
	"""Return what is hidden once a trade is not chosen any more."""
	if not trade:
		return []
	preset = PRESETS[trade]
	return [
		*(
			_("{0} no longer shows these fields: {1}.").format(label_of(doctype), labels_of(doctype, fields))
			for doctype, fields in preset.fields.items()
		),
		_("These sales roles can no longer be given: {0}.").format(", ".join(preset.sales_roles)),
	]


def labels_of(doctype: str, fieldnames: Iterable[str]) -> str:
	"""Return the labels of fields, as a form shows them."""
	meta = frappe.get_meta(doctype)
	return ", ".join(_(meta.get_label(fieldname)) for fieldname in fieldnames)
