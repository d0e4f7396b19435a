// Frappe gives every new record the site's currency. Where totals are in another one, a new deal has none at first, so that it gets its
// pipeline's, or that of totals, instead of one for which there may be no rate.

const DEAL = "CRM Sales Deal";

/** Have Frappe's quick entry of deals begin so, be it another app's. */
export function suggest_currency_of_deals() {
	const name = `${DEAL.replace(/ /g, "")}QuickEntryForm`;
	const Base = frappe.ui.form[name] || frappe.ui.form.QuickEntryForm;
	if (!Base) return;
	frappe.ui.form[name] = class extends Base {
		check_quick_entry_doc() {
			super.check_quick_entry_doc();
			forget_currency_of_site(this.doc);
		}
	};
}

/** Take the site's currency away from a deal that is not stored yet, where totals are in another one. */
export function forget_currency_of_site(deal) {
	const of_site = frappe.boot.sysdefaults.currency;
	if (deal.__islocal && deal.currency === of_site && of_site !== frappe.boot.crm.base_currency) {
		deal.currency = null;
	}
}
