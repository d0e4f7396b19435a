"""Which trade a site has chosen, and what follows from it."""

import frappe

from frappe_crm_app.frappe_crm_app.doctype.crm_desk_settings.options import Trade
from frappe_crm_app.kit.current_docs import current_doc
from frappe_crm_app.records.trades.presets import PRESETS

SETTINGS, SETTING, ROLE = "CRM Desk Settings", "trade", "CRM Sales Role"


def chosen_trade() -> str:
	"""Return the trade that is chosen, `""` for none."""
	return current_doc(SETTINGS).get(SETTING) or ""


def hidden_fields(doctype: str) -> set[str]:
	"""Return the fields of a DocType that belong to trades which are not chosen."""
	chosen = chosen_trade()
	return {
		fieldname
		for trade, preset in PRESETS.items()
		if trade != chosen
		for fieldname in preset.fields.get(doctype, ())
	}


def choose(trade: str) -> None:
	"""Choose a trade, `""` for none, and do what follows."""
	settings = frappe.get_doc(SETTINGS)
	settings.set(SETTING, trade)
	settings.save(ignore_permissions=True)


def ship_sales_roles() -> None:
	"""Add the sales roles of all trades that are not there yet; those of a trade that is not chosen are not offered."""
	there = set(frappe.get_all(ROLE, pluck="role_name"))
	for trade, preset in PRESETS.items():
		for role_name in preset.sales_roles:
			if role_name not in there:
				role = frappe.new_doc(ROLE)
				role.update({"role_name": role_name, "disabled": int(trade != chosen_trade())})
				role.insert(ignore_permissions=True)


def offer_sales_roles(chosen: str) -> None:
	"""Offer the sales roles of the chosen trade, and no longer those of others."""
	for trade, preset in PRESETS.items():
		roles = {"role_name": ("in", preset.sales_roles)}
		frappe.db.set_value(ROLE, roles, "disabled", int(trade != chosen))


def trade_in_use() -> str:
	"""Return the trade of which something is filled in on the site, `""` for none."""
	return next((trade for trade, preset in PRESETS.items() if is_in_use(trade)), "")


def is_in_use(trade: Trade) -> bool:
	"""Return whether a record has a field of the trade filled, or a salesperson one of its roles."""
	preset = PRESETS[trade]
	if any(is_filled(doctype, name) for doctype, names in preset.fields.items() for name in names):
		return True
	roles = frappe.get_all(ROLE, filters={"role_name": ("in", preset.sales_roles)}, pluck="name")
	held = {"parenttype": "CRM Salesperson", "sales_role": ("in", roles)}
	return bool(roles and frappe.db.exists("CRM Salesperson Role", held))


def is_filled(doctype: str, fieldname: str) -> bool:
	"""Return whether a record has the field filled: a number other than zero, or a text."""
	is_number = frappe.get_meta(doctype).get_field(fieldname).fieldtype == "Int"
	return bool(frappe.db.exists(doctype, {fieldname: (">", 0) if is_number else ("is", "set")}))
