"""Rates of the demo's currencies in CRM Desk Settings, without which sums leave its accounts in them out."""

import frappe

from frappe_crm_app.demo.marks import PREFIX
from frappe_crm_app.demo.setting import Setting

SETTINGS = "CRM Desk Settings"


def list_missing_rates(setting: Setting) -> None:
	"""List the rates that the demo counts with and the site has none of; past the document, whose saving would revalue deals."""
	listed = frappe.get_doc(SETTINGS).currency_rates
	missing = setting.rates.keys() - {setting.base_currency, *(row.currency for row in listed)}
	for place, currency in enumerate(sorted(missing), start=len(listed) + 1):
		row = frappe.new_doc("CRM Currency Rate")
		row.update({"currency": currency, "rate": setting.rates[currency], "idx": place})
		row.update({"parent": SETTINGS, "parenttype": SETTINGS, "parentfield": "currency_rates"})
		row.name = f"{PREFIX}rate-{currency.lower()}"
		row.db_insert()
	frappe.clear_document_cache(SETTINGS)


def remove_rates() -> None:
	"""Take those rates away again, and no others."""
	frappe.db.delete("CRM Currency Rate", {"name": ("like", f"{PREFIX}%")})
	frappe.clear_document_cache(SETTINGS)
